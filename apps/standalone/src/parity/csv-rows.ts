import { parse, type CsvError } from 'csv-parse';
import type { Readable } from 'node:stream';
import type { ComparedField } from '#protocols';

/** A row of a CSV export by the line it ends in, or why it cannot be read. */
export type CsvRow = { readonly line: number } & (
  { readonly content: Readonly<Record<string, unknown>> } | { readonly fault: 'csv' | 'json' }
);

const LONGEST_CHARACTERS = 16 * 1_048_576;

/** Reads a CSV file whose header has the names of the wire; a list stands in its cell as JSON. Rows with faults are named and passed over. */
export async function* readCsvRows(
  bytes: Readable,
  { fields, delimiter }: { fields: readonly ComparedField[]; delimiter: string },
): AsyncGenerator<CsvRow> {
  const lists = new Set(fields.filter(({ kind }) => kind === 'list').map(({ name }) => name));
  const faulty: number[] = [];
  const parser = parse({
    ...{ bom: true, columns: true, delimiter, info: true, relax_quotes: true, trim: true },
    ...{ skip_empty_lines: true, skip_records_with_error: true, max_record_size: LONGEST_CHARACTERS },
    on_skip: (error: CsvError | undefined) => {
      faulty.push(Number(error?.['lines'] ?? 0));
    },
  });
  bytes.on('error', (error) => {
    parser.destroy(error);
  });
  for await (const row of bytes.pipe(parser) as AsyncIterable<{ record: Record<string, string>; info: { lines: number } }>) {
    for (const line of faulty.splice(0)) yield { line, fault: 'csv' };
    yield toRow(row, lists);
  }
  for (const line of faulty) yield { line, fault: 'csv' };
}

function toRow(
  { record, info: { lines: line } }: { record: Record<string, string>; info: { lines: number } },
  lists: ReadonlySet<string>,
): CsvRow {
  try {
    const content = Object.entries(record).map(([name, cell]) => [name, lists.has(name) ? readList(cell) : cell]);
    return { line, content: Object.fromEntries(content) as Record<string, unknown> };
  } catch {
    return { line, fault: 'json' };
  }
}

function readList(cell: string): unknown {
  return cell === '' ? [] : (JSON.parse(cell) as unknown);
}
