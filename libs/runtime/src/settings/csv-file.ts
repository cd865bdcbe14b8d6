import { readCsv, type Column, type CsvRow, type RowFault } from './csv-table.ts';
import { ConfigurationError } from './fault.ts';
import { readText } from './read-text.ts';
import { shownPath } from './shown-path.ts';

/**
 * Reads a table of the configuration in CSV. `alsoFind` finds what no single cell shows.
 * @throws ConfigurationError naming every faulty line, its column, and what should stand there
 */
export function readCsvFile<Name extends string>(
  file: string,
  columns: readonly Column<Name>[],
  alsoFind?: (rows: readonly CsvRow<Name>[]) => readonly RowFault[],
): readonly CsvRow<Name>[] {
  const { rows, faults } = readCsv(readText(file), columns, { alsoFind });
  if (faults.length === 0) return rows;
  throw ConfigurationError.of(
    faults.map(({ line, column, reason, write }) => ({
      ...{ place: `${shownPath(file)}:${String(line)}`, setting: column, reason, write },
    })),
  );
}
