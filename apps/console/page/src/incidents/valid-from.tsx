import { DatePicker, Form } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../texts/language.tsx';

/** A legal day, read by `dayOf`. */
export function ValidFrom(): ReactNode {
  const { t } = useLanguage();
  return (
    <Form.Item name="validFrom" label={t.mapping.validFrom}>
      <DatePicker format="DD/MM/YYYY" placeholder="dd/mm/yyyy" />
    </Form.Item>
  );
}

/** As the API wants a legal day: `2026-11-26`; nothing where none was chosen. */
export function dayOf(chosen: { format: (template: string) => string } | null | undefined): { readonly validFrom?: string } {
  return chosen === null || chosen === undefined ? {} : { validFrom: chosen.format('YYYY-MM-DD') };
}
