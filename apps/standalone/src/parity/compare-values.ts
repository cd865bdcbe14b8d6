import type { ComparedValue } from '#protocols';

/**
 * How two values differ: one of the systems says nothing, both say the same in another form (`spacing`: spaces, case or the form of
 * letters · `date-format` · `form` of a number or truth value), or they say something else.
 */
export type ValueDifference = 'blank-here' | 'blank-there' | 'spacing' | 'date-format' | 'form' | 'other';

const FORMS = { text: 'spacing', date: 'date-format', number: 'form', truth: 'form' } as const satisfies Record<
  ComparedValue['kind'],
  ValueDifference
>;

/** Compares what the gateway has with what the other system has; undefined = no difference. Absent, null and empty are all nothing. */
export function compareValues(field: ComparedValue, here: unknown, there: unknown): ValueDifference | undefined {
  const [ours, theirs] = [rawText(here), rawText(there)];
  if (ours === theirs) return undefined;
  if (ours === '') return 'blank-here';
  if (theirs === '') return 'blank-there';
  return field.meaning(here) === field.meaning(there) ? FORMS[field.kind] : 'other';
}

/** A value as it stands on the wire, without the blanks around one that has nothing else; '' = nothing. */
export function rawText(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return text.trim() === '' ? '' : text;
}
