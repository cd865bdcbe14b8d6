import { legalDay, STATUSES_BEFORE_RECEPTION, type Dossier, type Instant, type LegalDay } from '#canonical';
import type { Pins, RecordToWrite } from './writer.ts';

/**
 * A dossier's procedure as the partner gets it; undefined when the tables do not know it. What the partner acknowledged once stays
 * as long as the source's code stays the same, whatever becomes of the tables.
 */
export function pinnedProcedure(
  input: RecordToWrite,
  { partner, suffix }: { readonly partner: string; readonly suffix: string },
): Pins | undefined {
  const { dossier, codes, now, pins } = input;
  if (pins?.procedureCode === dossier.procedureCode) return pins;
  const day = receptionDay(dossier, now);
  const row = codes.procedure(partner, dossier.procedureCode, day);
  if (row === undefined) return undefined;
  return {
    procedureCode: dossier.procedureCode,
    wireProcedure: `${row.code}${suffix}`,
    procedureName: row.name,
    fieldCode: row.fieldCode,
    fieldName: row.fieldName,
  };
}

/** The legal day by which codes of a dossier are understood: reception, or submission for one that was never received; else today. */
export function receptionDay(dossier: Dossier, now: Instant): LegalDay {
  const filed = STATUSES_BEFORE_RECEPTION.includes(dossier.status) ? dossier.submittedAt : undefined;
  return legalDay(filed ?? dossier.receivedAt ?? now);
}
