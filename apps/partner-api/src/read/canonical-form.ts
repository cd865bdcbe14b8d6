import type { Finding } from '#ledger';
import { fieldsOf, type Field, type Shape } from './field.ts';

type Members = Record<string, unknown>;

/**
 * The canonical form of an object without faults: texts trimmed and NFC, times in UTC, empty members left out. Placeholder
 * dates are left out with a warning.
 */
export function canonicalForm(value: object, shape: Shape, warnings: Finding[], pointer = ''): Members {
  const form: Members = {};
  for (const [name, { field }] of fieldsOf(shape)) {
    const given = (value as Members)[name];
    if (given === undefined || given === null) continue;
    const at = `${pointer}/${name}`;
    if (field.isPlaceholder?.(given) === true) warnings.push({ field: at, code: 'placeholder-date' });
    if (field.isEmpty(given)) continue;
    const read = readValue(given, field, warnings, at);
    if (read !== undefined) form[name] = read;
  }
  return form;
}

function readValue(given: unknown, field: Field, warnings: Finding[], pointer: string): unknown {
  const { nested } = field;
  if (nested === undefined) return field.read?.(given);
  if (field.isList !== true) return canonicalForm(given as object, nested(), warnings, pointer);
  const entries = (given as object[])
    .map((entry, index) => canonicalForm(entry, nested(), warnings, `${pointer}/${String(index)}`))
    .filter((entry) => Object.keys(entry).length > 0);
  return entries.length === 0 ? undefined : entries;
}
