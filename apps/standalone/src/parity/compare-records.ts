import { canonicalText } from '#canonical';
import type { ComparedField, ComparedList, ComparedValue, WireItem } from '#protocols';
import { compareValues, rawText, type ValueDifference } from './compare-values.ts';

/** A difference between two records or two steps. */
export type Difference =
  | {
      readonly kind: ValueDifference;
      /** Name of the field; one in the entry of a list is `List[].Field`. */
      readonly path: string;
      readonly field: ComparedValue;
      readonly here: unknown;
      readonly there: unknown;
    }
  /** An entry of a list that only one of them has. */
  | { readonly kind: 'entry-here' | 'entry-there'; readonly path: string; readonly entry: WireItem };

/** Compares two items field by field; `here` is the gateway's. */
export function compareItems(fields: readonly ComparedField[], here: WireItem, there: WireItem, above = ''): Difference[] {
  return fields.flatMap((field): Difference[] => {
    const path = `${above}${field.name}`;
    const [ours, theirs] = [here[field.name], there[field.name]];
    if (field.kind === 'list') return compareLists(field, { ours: entriesOf(ours), theirs: entriesOf(theirs) }, path);
    const kind = compareValues(field, ours, theirs);
    return kind === undefined ? [] : [{ kind, path, field, here: ours, there: theirs }];
  });
}

function compareLists(
  { key, fields }: ComparedList,
  { ours, theirs }: { ours: readonly WireItem[]; theirs: readonly WireItem[] },
  path: string,
): Difference[] {
  const inner = `${path}[].`;
  const waiting = new Map<string, WireItem[]>();
  for (const entry of theirs) {
    const name = keyOf(entry, key);
    waiting.set(name, [...(waiting.get(name) ?? []), entry]);
  }
  const differences = ours.flatMap((entry): Difference[] => {
    const partner = waiting.get(keyOf(entry, key))?.shift();
    return partner === undefined ? [{ kind: 'entry-here', path, entry }] : compareItems(fields, entry, partner, inner);
  });
  const left = [...waiting.values()].flat();
  return [...differences, ...left.map((entry): Difference => ({ kind: 'entry-there', path, entry }))];
}

/** Entries of the same key belong together in their order; so do those without any. */
function keyOf(entry: WireItem, key: readonly string[]): string {
  return JSON.stringify(key.map((member) => canonicalText(rawText(entry[member]))));
}

function entriesOf(value: unknown): readonly WireItem[] {
  if (!Array.isArray(value)) return [];
  return value.filter((entry): entry is WireItem => typeof entry === 'object' && entry !== null && !Array.isArray(entry));
}
