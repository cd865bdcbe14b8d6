/**
 * The dialect of a provincial portal behind the older LGSP exchange (Document/SyncDocument, Document/UpdateDocumentTraces): how
 * dossiers and steps are written, which code tables that needs, and how answers are judged. Pure: connections are opened by
 * `client.ts` alone, and neither the ledger nor another dialect is known here.
 */
import type { Writer } from '#protocols';
import { writeDocument, type DocumentSettings } from './document.write.ts';
import { stepKey, writeTrace } from './trace.write.ts';

export { INTEGER_CODE, LGSP_DOCUMENT_CODE_TABLES, LGSP_DOCUMENT_PARTNER } from './lgsp-document.codes.ts';
export { factsTold } from './manifest.read.ts';
export { OUTCOME_CAUSES } from './outcome-causes.ts';
export { OUTCOME_TABLE } from './outcome-table.ts';
export { LgspDocumentSettings } from './settings.ts';

/** The pure half of the dialect for one destination. */
export function lgspDocumentWriter(settings: DocumentSettings): Writer {
  return { record: (input) => writeDocument(input, settings), step: writeTrace, stepKey };
}
