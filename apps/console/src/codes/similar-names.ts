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

interface Entry extends Named {
  readonly exact: string;
  readonly folded: string;
  readonly words: ReadonlySet<string>;
}

const MOST = 3;
const LEAST_SCORE = 0.4;
/** Names that share the most words with the one that was sent are compared letter by letter, which costs about a millisecond each. */
const MOST_COMPARED = 20;
/** What a sender may write before the name itself. */
const BEFORE = /^(thủ tục|thu tuc)(:| )+/u;
/** No name of a procedure is longer; of one that is, its beginning says enough. */
const LONGEST = 300;

/** Names of procedures, in which those like one that was sent are found. */
export class SimilarNames {
  private readonly entries: readonly Entry[];
  /** The same names are asked for as long as something waits for their codes. */
  private readonly found = new Map<string, readonly Similar[]>();

  constructor(procedures: readonly Named[]) {
    this.entries = procedures.map(({ code, name }) => {
      const exact = spelt(name);
      const folded = withoutDiacritics(exact);
      return { code, name, exact, folded, words: new Set(folded.split(' ')) };
    });
  }

  /**
   * The procedures whose names are most like one that was sent, the best first. Names are compared with and without diacritics, since many
   * a system sends none; whoever writes them well has them counted.
   */
  find(sent: string): readonly Similar[] {
    const present = this.found.get(sent);
    if (present !== undefined) return present;
    const similar = this.compare(spelt(sent));
    this.found.set(sent, similar);
    return similar;
  }

  private compare(exact: string): readonly Similar[] {
    const folded = withoutDiacritics(exact);
    const candidates = this.sharingWords(folded);
    const byFolded = scores(folded, candidates, 'folded');
    // A name without any diacritics says nothing about them.
    const byExact = exact === folded ? byFolded : scores(exact, candidates, 'exact');
    return candidates
      .map(({ code, name }) => ({ code, name, score: round(((byFolded.get(code) ?? 0) + (byExact.get(code) ?? 0)) / 2) }))
      .filter(({ score }) => score >= LEAST_SCORE)
      .toSorted((one, other) => other.score - one.score || (one.code < other.code ? -1 : 1))
      .slice(0, MOST);
  }

  /** Those with the largest share of words in common. */
  private sharingWords(folded: string): Entry[] {
    const wanted = new Set(folded.split(' '));
    const shareOf = ({ words }: Entry): number => {
      const common = [...wanted].filter((word) => words.has(word)).length;
      return common / (wanted.size + words.size - common);
    };
    return this.entries
      .map((entry) => ({ entry, share: shareOf(entry) }))
      .filter(({ share }) => share > 0)
      .toSorted((one, other) => other.share - one.share || (one.entry.code < other.entry.code ? -1 : 1))
      .slice(0, MOST_COMPARED)
      .map(({ entry }) => entry);
  }
}

function scores(wanted: string, entries: readonly Entry[], key: 'exact' | 'folded'): Map<string, number> {
  const fuse = new Fuse(entries, { keys: [key], includeScore: true, ignoreLocation: true, threshold: 1 - LEAST_SCORE });
  return new Map(fuse.search(wanted).map(({ item, score = 1 }) => [item.code, 1 - score]));
}

/** Letters and digits alone, in lower case. */
function spelt(name: string): string {
  const words = name.slice(0, LONGEST).normalize('NFC').toLowerCase();
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
