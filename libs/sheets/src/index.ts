/**
 * What communes and the province are given to read: the daily sheet as a page, a table and a value; and the words for what became of items,
 * for warnings and for differences, which doors and console share with it. Pure: it knows the shapes of the ledger, and neither HTTP nor files.
 */
export { csvRows, csvText } from './csv-text.ts';
export { fileStems } from './file-stems.ts';
export { nameOf } from './destination-names.ts';
export { codeOf, OUTCOME_CODES, sayOutcome, type OutcomeCode } from './outcome-codes.ts';
export { RECONCILE_CAUSES } from './reconcile-causes.ts';
export { type Remark } from './remark.ts';
export { SHEET_FORMATS, SHEET_SECURITY, writeSheet, type SheetFormat, type WrittenSheet } from './write-sheet.ts';
export { OWNERS } from './view/sheet-texts.ts';
export { showDay, showTime, type SheetView } from './view/sheet-view.ts';
export { WARNING_CODES } from './warning-codes.ts';
