import type { Text } from '#runtime';
import { pad, widthOf } from './width.ts';

/** A column: its heading in both languages, one below the other. */
export interface Column {
  readonly heading: Text;
  readonly side: 'left' | 'right';
  /** It may be left out where the table would be too wide: the last of these columns first. */
  readonly mayYield?: boolean;
}

/** A last row, apart from the others, and the columns of the terminal that there are; absent = none, and any number. */
export interface TableFrame {
  readonly total?: readonly string[];
  readonly width?: number | undefined;
}

const GAP = 2;

/** Draws a table in plain characters: two rows of headings, then the rows. */
export function drawTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { total, width }: TableFrame = {},
): string[] {
  const headings = [columns.map(({ heading }) => heading.vi), columns.map(({ heading }) => heading.en)];
  const every = [...headings, ...rows, ...(total === undefined ? [] : [total])];
  const widths = columns.map((_, at) => Math.max(...every.map((row) => widthOf(row[at] ?? ''))));
  const shown = fitting(columns, widths, width);
  const line = (row: readonly string[]): string =>
    shown
      .map((at) => pad(row[at] ?? '', widths[at] ?? 0, columns[at]?.side === 'right' ? 'left' : 'right'))
      .join(' '.repeat(GAP))
      .trimEnd();
  const rule = '─'.repeat(spread(shown, widths));
  return [...headings.map(line), rule, ...rows.map(line), ...(total === undefined ? [] : [rule, line(total)])];
}

/** The numbers of the columns that are shown. */
function fitting(columns: readonly Column[], widths: readonly number[], width: number | undefined): number[] {
  const shown = columns.map((_, at) => at);
  while (width !== undefined && spread(shown, widths) > width) {
    const yields = shown.findLast((at) => columns[at]?.mayYield === true);
    if (yields === undefined) break;
    shown.splice(shown.indexOf(yields), 1);
  }
  return shown;
}

function spread(shown: readonly number[], widths: readonly number[]): number {
  return shown.reduce((sum, at) => sum + (widths[at] ?? 0), GAP * (shown.length - 1));
}
