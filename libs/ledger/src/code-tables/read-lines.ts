import { readCsv, type CsvRow, type RowFault } from '#runtime';
import { CODE_TABLE } from '../setup/code-tables.ts';
import { asLine, columnsOf, faultsOf } from '../setup/dated-rows.ts';
import type { TableName } from './code-line.ts';
import { faultsOfLines, type KnownValues, type PlacedLine } from './judge-lines.ts';

const COLUMNS = columnsOf(CODE_TABLE);

/** Reads a whole table as an operator hands it in, strictly. Lines of a text with faults are not to be used. */
export function readLines(
  csv: string,
  name: TableName,
  known: KnownValues,
): { readonly lines: readonly PlacedLine[]; readonly faults: readonly RowFault[] } {
  const alsoFind = (sound: readonly CsvRow[]): RowFault[] => [
    ...faultsOf(sound.map((row) => asLine(row, CODE_TABLE))),
    ...faultsOfLines(sound.map(toLine), name, known),
  ];
  const { rows, faults } = readCsv(csv, COLUMNS, { alsoFind, isStrict: true });
  return { lines: rows.map(toLine), faults };
}

function toLine(row: CsvRow): PlacedLine {
  const { line, key, value, from, to } = asLine(row, CODE_TABLE);
  const [toCode = '', legalBasis = ''] = value;
  return { line, fromCode: key, toCode, validFrom: from, validTo: to, legalBasis: legalBasis === '' ? null : legalBasis };
}
