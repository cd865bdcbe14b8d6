/**
 * The dialect of the national public service portal (Cổng DVCQG), outbound: how dossiers and steps are written, which code
 * tables that needs, and how answers are judged. Pure: connections are opened by `client.ts` alone, and neither the ledger nor
 * another dialect is known here.
 */
import type { Writer } from '#protocols';
import { writeRecord, type RecordSettings } from './record.write.ts';
import { stepKey, writeStep } from './step.write.ts';

export { DVCQG_CODE_TABLES, DVCQG_PARTNER, type DvcqgTable } from './dvcqg.codes.ts';
export { DvcqgSettings } from './settings.ts';
export { OUTCOME_TABLE, type OutcomeRow, type Service } from './outcome-table.ts';

/** The pure half of the dialect for one destination. */
export function dvcqgWriter(settings: RecordSettings): Writer {
  return { record: (input) => writeRecord(input, settings), step: writeStep, stepKey };
}
