import type { CodeLine } from '../../../contract/codes.ts';

const HEAD = ['from', 'to', 'valid_from', 'valid_to', 'legal_basis'];
const NEEDS_QUOTES = /[",\n]/;

/** A table as the text that would load it. */
export function csvOf(lines: readonly CodeLine[]): string {
  const rows = lines.map(({ fromCode, toCode, validFrom, validTo, legalBasis }) => [
    fromCode,
    toCode,
    validFrom,
    validTo,
    legalBasis,
  ]);
  return [HEAD, ...rows].map((cells) => `${cells.map((cell) => quoted(cell ?? '')).join(',')}\n`).join('');
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) || cell.startsWith('#') ? `"${cell.replaceAll('"', '""')}"` : cell;
}
