import { canonicalText } from '#canonical';
import type { Habit, WireItem } from '#protocols';
import type { Difference } from './compare-records.ts';
import { rawText } from './compare-values.ts';

/** The habit of the other system that explains a difference in a record or step; undefined = none that is known. `their` is its whole item. */
export function explain(
  habits: readonly Habit[],
  { of, difference, their }: { of: Habit['of']; difference: Difference; their: WireItem },
): Habit | undefined {
  return habits.find((habit) => {
    if (habit.of !== of || habit.fields?.includes(difference.path) !== true) return false;
    if ('field' in difference) return isValue(habit, difference, their);
    return difference.kind === 'entry-there' && isEntry(habit, difference.entry, their);
  });
}

/** The habit that explains a step which only the other system has. */
export function explainStep(habits: readonly Habit[], step: WireItem): Habit | undefined {
  return habits.find((habit) => habit.of === 'step' && habit.fields === undefined && isEntry(habit, step, step));
}

type ValueDifference = Extract<Difference, { field: unknown }>;

function isValue(habit: Habit, { kind, here, there }: ValueDifference, their: WireItem): boolean {
  const { theirs, theirsLike, ours, entry, entryLike } = habit;
  if (entry !== undefined || entryLike !== undefined) return false;
  const [said, known] = [plain(there), plain(here)];
  if (theirs !== undefined && !theirs.includes(said)) return false;
  if (theirsLike !== undefined && (said === '' || said !== plain(their[theirsLike]))) return false;
  if (ours === undefined) return true;
  if (ours === 'nothing') return known === '';
  if (ours === 'the-same') return kind === 'spacing' || kind === 'date-format' || kind === 'form';
  return ours.includes(known);
}

function isEntry({ entry, entryLike }: Habit, value: WireItem, their: WireItem): boolean {
  if (entry === undefined && entryLike === undefined) return false;
  const has = Object.entries(entry ?? {}).every(([member, wanted]) => plain(value[member]) === wanted);
  return has && Object.entries(entryLike ?? {}).every(([member, from]) => valuesOf(their, from).includes(plain(value[member])));
}

function valuesOf(their: WireItem, [list, member]: readonly [list: string, member: string]): string[] {
  const entries: unknown = their[list];
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: unknown) => (typeof entry === 'object' && entry !== null ? plain((entry as WireItem)[member]) : ''));
}

function plain(value: unknown): string {
  return canonicalText(rawText(value));
}
