import type { Finding } from '#ledger';
import { pointerTo } from '#runtime';
import type { ProblemCode } from '../problems/dictionary.ts';

export const MAX_ITEMS = 500;

/** One object, or the items of a batch, not yet read. */
export type Parcel =
  | { readonly kind: 'values'; readonly isBatch: boolean; readonly values: readonly unknown[] }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly findings?: readonly Finding[] };

/** Tells one object from a batch `{"items": […]}`. */
export function sortParcel(value: unknown): Parcel {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'items'))
    return { kind: 'values', isBatch: false, values: [value] };
  const { items, ...others } = value as { items: unknown };
  const unknown = Object.keys(others).slice(0, MAX_ITEMS);
  if (unknown.length > 0)
    return refused(
      'field.unknown',
      unknown.map((name) => pointerTo(name)),
    );
  if (!Array.isArray(items)) return refused('field.type', ['/items']);
  if (items.length === 0) return { kind: 'problem', code: 'batch.empty' };
  if (items.length > MAX_ITEMS) return { kind: 'problem', code: 'batch.too-many' };
  return { kind: 'values', isBatch: true, values: items };
}

function refused(code: 'field.unknown' | 'field.type', fields: readonly string[]): Parcel {
  return { kind: 'problem', code, findings: fields.map((field) => ({ field, code })) };
}
