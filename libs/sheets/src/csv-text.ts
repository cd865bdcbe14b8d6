import { plain } from './markup.ts';

/** By which a spreadsheet knows UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
/** A spreadsheet takes a cell that begins so, in full width too, for a formula, and would carry out what somebody else wrote. */
const FORMULA = /^ *[=+\-@＝＋－＠]/;

/** Rows as a table for a spreadsheet: RFC 4180 in UTF-8 with a byte order mark; no cell is a formula, whoever wrote it. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + csvRows(rows);
}

/** The same without the mark: the next part of a table that is written bit by bit. */
export function csvRows(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const shown = plain(text);
  const safe = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
