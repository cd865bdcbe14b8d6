import { canonicalText } from '#canonical';
import { isObject } from '#protocols';

const MOST_TEXT = 4_000;
const MOST_ITEMS = 1_000;

/**
 * Reads members whose names come in any case (`URL`, `Url`) and whose values come in any type. What is not understood is named by its
 * place and passed over: the record itself is kept beside.
 */
export class MemberReader {
  /** Places that were not understood, such as `CACHTHUCTHUCHIEN/0/PHILEPHI`. */
  readonly problems: string[] = [];

  /** The text of a member; numbers count as their digits, what is absent or null as empty. */
  text(from: Readonly<Record<string, unknown>>, name: string, place: string): string {
    const value = memberOf(from, name);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return canonicalText(clean(value)).slice(0, MOST_TEXT);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.problems.push(under(place, name));
    return '';
  }

  /** The objects of a list; one object that stands alone is a list of one, what is absent or empty a list of none. */
  list(from: Readonly<Record<string, unknown>>, name: string, place: string): readonly [Record<string, unknown>, string][] {
    const value = memberOf(from, name);
    if (value === undefined || value === null || value === '') return [];
    const here = under(place, name);
    if (isObject(value)) return [[value, here]];
    if (!Array.isArray(value) || value.length > MOST_ITEMS) {
      this.problems.push(here);
      return [];
    }
    return (value as readonly unknown[]).flatMap((item, index): [Record<string, unknown>, string][] => {
      const its = `${here}/${String(index)}`;
      if (isObject(item)) return [[item, its]];
      this.problems.push(its);
      return [];
    });
  }

  /** A whole number of at least 0; null where the text is none, which is a problem unless it says nothing. */
  count(from: Readonly<Record<string, unknown>>, name: string, place: string): number | null {
    const text = this.text(from, name, place);
    if (/^\d{1,6}$/.test(text)) return Number(text);
    if (text !== '') this.problems.push(under(place, name));
    return null;
  }

  /** Names a place whose value was read and not understood. */
  doubt(place: string, name: string): void {
    const here = under(place, name);
    if (this.problems.at(-1) !== here) this.problems.push(here);
  }
}

function memberOf(from: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(from, name)) return from[name];
  const key = Object.keys(from).find((candidate) => candidate.toUpperCase() === name);
  return key === undefined ? undefined : from[key];
}

function under(place: string, name: string): string {
  return place === '' ? name : `${place}/${name}`;
}

// A text column takes no U+0000, and a lone surrogate is no text at all.
function clean(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
