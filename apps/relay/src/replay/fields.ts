import { canonicalText } from '#canonical';
import { maskName, maskNumber, maskText, type ForecastField } from '#ledger';
import { isObject, type ComparedField, type WireItem } from '#protocols';

/** What is known of the members of a dialect's items: which values name nobody and may be shown. */
export type KnownFields = readonly ComparedField[];

/** Of a dialect that says nothing of its members: truth values, short codes and times name nobody. */
const NAMES_NOBODY = /^(?:true|false|-?\d{1,2}|\d{4}-\d\d-\d\dT[\d:.+Z-]{8,25})$/i;
const NUMBER = /^[\d\s.+-]+$/;
const NAME = /^\p{L}[\p{L}\p{M}\s.'-]{0,40}$/u;
const MOST_WORDS = 5;

/** The members in which an item differs from what the destination has by then, masked; of one that it does not have, all that say something. */
export function differingFields(before: WireItem | undefined, now: WireItem, known: KnownFields | undefined): ForecastField[] {
  const [old, fresh] = [flatten(before ?? {}), flatten(now)];
  const names = [...new Set([...fresh.keys(), ...old.keys()])];
  return names.flatMap((field) => {
    const [acknowledged, value] = [old.get(field) ?? '', fresh.get(field) ?? ''];
    if (canonicalText(acknowledged) === canonicalText(value)) return [];
    const shown = known === undefined ? NAMES_NOBODY : shownOf(known, field.replaceAll(/\[\d+\]/g, '').split('.'));
    return [{ field, acknowledged: mask(acknowledged, shown), now: mask(value, shown) }];
  });
}

/** Every value by its path. */
function flatten(item: WireItem): Map<string, string> {
  const values = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value))
      value.forEach((entry, at) => {
        walk(entry, `${path}[${String(at)}]`);
      });
    else if (isObject(value))
      for (const [name, member] of Object.entries(value)) walk(member, path === '' ? name : `${path}.${name}`);
    else if (typeof value === 'string') values.set(path, value);
    else if (typeof value === 'number' || typeof value === 'boolean') values.set(path, String(value));
  };
  walk(item, '');
  return values;
}

function shownOf(fields: KnownFields, [name, ...rest]: readonly string[]): RegExp | undefined {
  const field = fields.find((one) => one.name === name);
  if (field === undefined) return undefined;
  return field.kind === 'list' ? shownOf(field.fields, rest) : field.shown;
}

/** Null for nothing; in clear only what names nobody. */
function mask(value: string, shown: RegExp | undefined): string | null {
  const text = value.trim();
  if (text === '') return null;
  if (shown?.test(text) === true) return text;
  if (NUMBER.test(text)) return maskNumber(text) ?? null;
  const isName = NAME.test(text) && text.split(/\s+/).length <= MOST_WORDS;
  return (isName ? maskName(text) : maskText(text)) ?? null;
}
