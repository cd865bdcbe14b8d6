import { DatePicker } from 'antd';
import { useState, type ReactNode } from 'react';
import { queryOf } from '../api/call.ts';
import { useLanguage } from '../texts/language.tsx';

/** The daily sheet of a unit, or of the province: to read and print, or for a spreadsheet. */
export function DailySheetLinks({ unit }: { readonly unit: string }): ReactNode {
  const { t } = useLanguage();
  const [day, setDay] = useState<string>();
  const at = (format: string): string => `/api/daily-sheets/${encodeURIComponent(unit)}${queryOf({ day, format })}`;
  return (
    <p className="sheet-links">
      <DatePicker
        aria-label={t.reconciliation.sheetDay}
        format="DD/MM/YYYY"
        placeholder={t.reconciliation.sheetToday}
        onChange={(chosen) => {
          setDay(chosen?.format('YYYY-MM-DD'));
        }}
      />
      <a href={at('html')} target="_blank" rel="noreferrer">
        {t.reconciliation.sheetOpen}
      </a>
      <a href={at('csv')} download>
        {t.reconciliation.sheetCsv}
      </a>
    </p>
  );
}
