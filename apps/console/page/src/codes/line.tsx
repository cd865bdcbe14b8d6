import type { ReactNode } from 'react';
import type { CodeLine } from '../../../contract/codes.ts';
import { useLanguage } from '../texts/language.tsx';

/** What a row says: a code, what it is called, on which days, and by which document. */
export function Line({ line }: { readonly line: CodeLine }): ReactNode {
  const { t } = useLanguage();
  const { fromCode, toCode, validFrom, validTo, legalBasis } = line;
  return (
    <>
      <code>
        {fromCode} → {toCode}
      </code>
      <span className="quiet">{t.codes.period(dayOf(validFrom), dayOf(validTo))}</span>
      {legalBasis !== null && <span className="quiet">{legalBasis}</span>}
    </>
  );
}

/** `01/07/2026` of `2026-07-01`. */
function dayOf(day: string | null): string {
  return day === null ? '' : day.split('-').toReversed().join('/');
}
