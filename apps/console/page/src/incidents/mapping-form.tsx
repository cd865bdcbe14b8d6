import type { ReactNode } from 'react';
import type { Mapping } from '../../../contract/answers.ts';
import { useMay } from '../login/operator.tsx';
import { useLanguage } from '../texts/language.tsx';
import { MapCode } from './map-code.tsx';
import { AddProcedure } from './add-procedure.tsx';

/** What mends an incident by itself: the missing code, or the missing procedure. */
export function MappingForm({ mapping, isOpen }: { readonly mapping: Mapping; readonly isOpen: boolean }): ReactNode {
  const { t } = useLanguage();
  const may = useMay('operator');
  if (!isOpen) return null;
  if (!may) return <p className="quiet">{t.act.needsOperator}</p>;
  return 'procedure' in mapping ? <AddProcedure code={mapping.procedure} /> : <MapCode missing={mapping} />;
}
