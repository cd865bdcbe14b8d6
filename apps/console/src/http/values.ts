import { pointerTo } from '#runtime';
import type { Finding } from '../problems/refused.ts';

/** What the database cannot keep, or would keep as another text. */
const UNUSABLE = /[\0\p{Surrogate}]/u;

/**
 * What is wrong with a value whatever it is for: texts with unusable characters, and members named like what every object has
 * (`constructor`, `__proto__`). class-transformer drops these without a word and class-validator takes them for known ones, so that
 * a filter with one would be an empty filter. Depth is bounded where the value was read.
 */
export function faultsOfValues(value: unknown, pointer = ''): Finding[] {
  if (typeof value === 'string') return UNUSABLE.test(value) ? [{ field: pointer, code: 'field.text' }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]): Finding[] => {
    const field = `${pointer}${pointerTo(name)}`;
    return name in Object.prototype ? [{ field, code: 'field.unknown' }] : faultsOfValues(member, field);
  });
}
