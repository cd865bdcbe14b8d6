import { wordsOf, type WireItem } from '#protocols';

const WORD = /[\p{L}\p{N}_]+/gu;
/** Names that are words of everyday language as well say nothing. */
const SHORTEST_NAME = 5;

/**
 * The member of what we sent that an answer names first in its texts, by our own name for it; undefined: none. Names of members of the
 * answer itself do not count, nor does anything that we did not send: nothing that a portal wrote comes out of this.
 */
export function namedField(body: string | undefined, sent: readonly WireItem[]): string | undefined {
  if (body === undefined) return undefined;
  const names = new Map(sent.flatMap((item) => namesIn(item)).map((name) => [name.toLowerCase(), name]));
  const words = wordsOf(body).flatMap((text) => text.match(WORD) ?? []);
  return words.map((word) => names.get(word.toLowerCase())).find((name) => name !== undefined);
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [...(name.length < SHORTEST_NAME ? [] : [name]), ...namesIn(member)]);
}
