import { canonicalText } from '#canonical';
import type { WireItem } from '#protocols';

/** A record as a portal shows it is the one that we would write, is another, or says too little to tell. */
export type Likeness = 'same' | 'other' | 'unclear';

/** Members that must be shown before a record says anything beyond its name and status. */
const ENOUGH = 5;

/** Compares a record that a portal shows with one of ours, by the members that both have: a portal may leave some out, and add its own. */
export function sameRecord(shown: WireItem | undefined, ours: WireItem | undefined): Likeness {
  if (shown === undefined || ours === undefined) return 'unclear';
  const members = Object.keys(ours).filter((member) => member in shown);
  if (members.length < ENOUGH) return 'unclear';
  return members.every((member) => textOf(shown[member]) === textOf(ours[member])) ? 'same' : 'other';
}

/** What is left of a list when each of these is taken out of it once. */
export function leftAfter(all: readonly string[], taken: readonly string[]): string[] {
  const left = [...all];
  for (const one of taken) {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

/** One text for a value, whatever the order of its members; a number is as good as its text, and white space at the ends is none. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'string') return canonicalText(member);
    if (typeof member === 'number') return String(member);
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
