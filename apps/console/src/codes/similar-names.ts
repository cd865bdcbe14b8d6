import Fuse from 'fuse.js';

/** A procedure, and how alike its name is to what was asked for: 1 = the same. */
export interface Similar {
  readonly code: string;
  readonly name: string;
  readonly score: number;
}

interface Named {
  readonly code: string;
  readonly name: string;
}

const MOST = 3;
const LEAST_SCORE = 0.4;
/** What a sender may write before the name itself. */
const BEFORE = /^(thủ tục|thu tuc)(:| )+/u;

/**
 * The procedures whose names are most like one that was sent, the best first. Names are compared with and without diacritics, since many a
 * system sends none; whoever writes them well has them counted.
 */
export function similarNames(sent: string, procedures: readonly Named[]): Similar[] {
  const exact = spelt(sent);
  const folded = withoutDiacritics(exact);
  const entries = procedures.map(({ code, name }) => ({
    code,
    name,
    exact: spelt(name),
    folded: withoutDiacritics(spelt(name)),
  }));
  const byFolded = scores(folded, entries, 'folded');
  // A name without any diacritics says nothing about them.
  const byExact = exact === folded ? byFolded : scores(exact, entries, 'exact');
  return procedures
    .map(({ code, name }) => ({ code, name, score: round(((byFolded.get(code) ?? 0) + (byExact.get(code) ?? 0)) / 2) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .toSorted((one, other) => other.score - one.score || (one.code < other.code ? -1 : 1))
    .slice(0, MOST);
}

function scores(
  wanted: string,
  entries: readonly { readonly code: string; readonly exact: string; readonly folded: string }[],
  key: 'exact' | 'folded',
): Map<string, number> {
  const fuse = new Fuse(entries, { keys: [key], includeScore: true, ignoreLocation: true, threshold: 1 - LEAST_SCORE });
  return new Map(fuse.search(wanted).map(({ item, score = 1 }) => [item.code, 1 - score]));
}

/** Letters and digits alone, in lower case. */
function spelt(name: string): string {
  const words = name.normalize('NFC').toLowerCase();
  return words
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(BEFORE, '');
}

function withoutDiacritics(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');
}

function round(score: number): number {
  return Math.round(score * 100) / 100;
}
