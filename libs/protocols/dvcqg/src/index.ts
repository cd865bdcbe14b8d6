/**
 * The dialect of the national public service portal (Cổng DVCQG): how dossiers and steps are written and read, which code tables
 * that needs, and how answers are judged. Pure: connections are opened by `client.ts` alone, and neither the ledger nor another
 * dialect is known here.
 */
import type { CodeSnapshot, LegalDay } from '#canonical';
import type { Reader, Writer } from '#protocols';
import { BackTranslation } from './dvcqg.codes.ts';
import { readRecord } from './record.read.ts';
import { writeRecord, type RecordSettings } from './record.write.ts';
import { readStep } from './step.read.ts';
import { stepKey, writeStep } from './step.write.ts';

export { DVCQG_CODE_TABLES, DVCQG_PARTNER, type DvcqgTable } from './dvcqg.codes.ts';
export { showChange, showDossier, type ShownChange, type ShownDossier } from './show.write.ts';
export { RECORD_FIELDS, wireNameOfRecord } from './record.read.ts';
export { STEP_FIELDS, wireNameOfStep } from './step.read.ts';
export { dvcqgParity } from './parity.ts';
export { DvcqgSettings } from './settings.ts';
export { OUTCOME_CAUSES } from './outcome-causes.ts';
export { OUTCOME_TABLE } from './outcome-table.ts';

/** The pure half of the dialect for one destination. */
export function dvcqgWriter(settings: RecordSettings): Writer {
  return { record: (input) => writeRecord(input, settings), step: writeStep, stepKey };
}

/** The reading half of the dialect, by the code tables of one day; `dossierCodePattern` is the province's own further form of dossier codes. */
export function dvcqgReader(codes: CodeSnapshot, day: LegalDay, dossierCodePattern?: RegExp): Reader {
  const back = new BackTranslation(codes, day, dossierCodePattern);
  return { record: (value, isWhole) => readRecord(value, isWhole, back), step: (value) => readStep(value, back) };
}
