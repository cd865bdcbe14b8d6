import { join } from 'node:path';
import type { CodeTables, DatedRow } from '#ledger';
import type { LegalDay } from '#canonical';
import { ConfigurationError, shownPath, type Fault } from '#runtime';
import type { NeededTables } from '../dialects.ts';

/**
 * Refuses tables that leave a value of ours without a counterpart on a day: it would hold every dossier that needs it.
 * @throws ConfigurationError naming every value that is missing
 */
export function demandCodes(
  { tables }: CodeTables,
  needed: readonly NeededTables[],
  place: { configDir: string; day: LegalDay },
): void {
  const faults = needed.flatMap(({ partner, needed: values }) =>
    Object.entries(values).flatMap(([table, wanted]): Fault[] => {
      const rows = tables.find((one) => one.partner === partner && one.table === table)?.rows ?? [];
      const file = shownPath(join(place.configDir, 'code-tables', partner, `${table}.csv`));
      return wanted.filter((value) => !rows.some((row) => holds(row, value, place.day))).map((value) => gap(file, value));
    }),
  );
  if (faults.length > 0) throw ConfigurationError.of(faults);
}

function holds({ key, from, to }: DatedRow, value: string, day: LegalDay): boolean {
  return key === value && (from === null || from <= day) && (to === null || day < to);
}

function gap(file: string, value: string): Fault {
  const reason = { vi: `thiếu mã “${value}” cho hôm nay`, en: `the code “${value}” is missing today` };
  return { place: file, reason, write: `${value},…,,` };
}
