import type { DailySheet } from '#ledger';
import { fileStem } from './file-stems.ts';
import { writeHtml } from './page/write-html.ts';
import { viewOf } from './view/sheet-view.ts';
import { writeCsv } from './write-csv.ts';

/** In which forms a sheet is given. */
export const SHEET_FORMATS = ['html', 'csv', 'json'] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

/** A sheet as it is handed out. */
export interface WrittenSheet {
  readonly text: string;
  readonly contentType: string;
  /** What a file of it is called: `phieu-2026-11-26-14797.html`. */
  readonly fileName: string;
}

/** What a browser is told beside a sheet: it has a style of its own, runs nothing, and belongs to no site. */
export const SHEET_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

const CONTENT_TYPES: Readonly<Record<SheetFormat, string>> = {
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** Writes a sheet as a page to read and print, as a table for a spreadsheet, or as a value for another system. */
export function writeSheet(sheet: DailySheet, format: SheetFormat): WrittenSheet {
  const view = viewOf(sheet);
  const text = { html: () => writeHtml(view), csv: () => writeCsv(view), json: () => JSON.stringify(view) }[format]();
  return { text, contentType: CONTENT_TYPES[format], fileName: `${fileStem(sheet)}.${format}` };
}
