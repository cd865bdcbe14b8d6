import { SUB_CODE, type LegalDay } from '#canonical';
import { contentOf, type CodeLine, type CodeTableRow, type TableName } from './code-line.ts';

/** What a table would become: only what is different is written. */
export interface Difference {
  readonly added: readonly CodeLine[];
  readonly ended: readonly CodeTableRow[];
  readonly unchanged: number;
}

/** Compares what is believed with what a table is to say. */
export function compareLines(believed: readonly CodeTableRow[], wanted: readonly CodeLine[]): Difference {
  const present = new Set(believed.map(contentOf));
  const asked = new Set(wanted.map(contentOf));
  const ended = believed.filter((row) => !asked.has(contentOf(row)));
  return { added: wanted.filter((line) => !present.has(contentOf(line))), ended, unchanged: believed.length - ended.length };
}

/** Codes to which a table would lead for the first time. */
export function newTargets(believed: readonly CodeLine[], { added }: Difference): string[] {
  const seen = new Set(believed.map(({ toCode }) => toCode));
  return [...new Set(added.map(({ toCode }) => toCode))].filter((code) => !seen.has(code)).toSorted();
}

/** The gateway's own values that have no row on that day: of a table that goes out, codes; of one that comes in, what nothing leads to. */
export function lackingOwn(
  lines: readonly CodeLine[],
  { direction }: Pick<TableName, 'direction'>,
  { own, day }: { readonly own: readonly string[] | undefined; readonly day: LegalDay },
): string[] {
  const valid = lines.filter(
    ({ validFrom, validTo }) => (validFrom === null || validFrom <= day) && (validTo === null || day < validTo),
  );
  const there = new Set(
    valid.map(({ fromCode, toCode }) => (direction === 'out' ? fromCode : (toCode.split(SUB_CODE)[0] ?? ''))),
  );
  return (own ?? []).filter((value) => !there.has(value));
}
