import type { Text } from '#runtime';
import { pad, widthOf } from './width.ts';

/** A column: its heading in both languages, one below the other. */
export interface Column {
  readonly heading: Text;
  readonly side: 'left' | 'right';
}

/** Draws a table in plain characters: two rows of headings, the rows, and the last row apart as their total where there is one. */
export function drawTable(columns: readonly Column[], rows: readonly (readonly string[])[], total?: readonly string[]): string[] {
  const headings = [columns.map(({ heading }) => heading.vi), columns.map(({ heading }) => heading.en)];
  const every = [...headings, ...rows, ...(total === undefined ? [] : [total])];
  const widths = columns.map((_, at) => Math.max(...every.map((row) => widthOf(row[at] ?? ''))));
  const line = (row: readonly string[]): string =>
    columns
      .map(({ side }, at) => pad(row[at] ?? '', widths[at] ?? 0, side === 'left' ? 'right' : 'left'))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [...headings.map(line), rule, ...rows.map(line), ...(total === undefined ? [] : [rule, line(total)])];
}
