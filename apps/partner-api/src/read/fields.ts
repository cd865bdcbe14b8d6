import { canonicalText, isBlank, parseInstant, STATUSES, isStatus } from '#canonical';
import { declareField, type About, type Fault, type Field, type Shape } from './field.ts';

export const MAX_TEXT = 4_000;
export const MAX_LIST = 200;

const UNUSABLE = /[\0\p{Surrogate}]/u;
const PLACEHOLDER = /^\s*(?:0001-?01-?01|0000-?00-?00)/;
const TYPE: Fault = { code: 'field.type' };
const TIME_SCHEMA = { type: 'string', format: 'date-time' } as const;

/** Free text: trimmed, NFC. */
export function TextField(about: About & { max?: number }): PropertyDecorator {
  const max = about.max ?? MAX_TEXT;
  return declareField(textOf(max), { example: 'Văn bản', ...about }, { type: 'string', maxLength: max });
}

/** A dossier code (mã hồ sơ) in its one written form. Whether it is one is judged with the item: each province may add a form. */
export function DossierCodeField(about: About): PropertyDecorator {
  const text = textOf(MAX_TEXT);
  const field: Field = { ...text, read: (value) => canonicalText(value as string).toUpperCase() };
  return declareField(field, about, { type: 'string', maxLength: 50 });
}

/** One of a closed list of words. */
export function ChoiceField(allowed: readonly string[], about: About): PropertyDecorator {
  const fault = (value: unknown): Fault | undefined => {
    if (typeof value !== 'string') return TYPE;
    return allowed.includes(value) ? undefined : { code: 'field.allowed', allowed };
  };
  return declareField(
    { isEmpty: isEmptyText, fault, read: same },
    { example: allowed[0], ...about },
    { type: 'string', enum: [...allowed] },
  );
}

/** A national status, 1–10. */
export function StatusField(about: About): PropertyDecorator {
  const allowed = STATUSES.map(String);
  const fault = (value: unknown): Fault | undefined => {
    if (!Number.isSafeInteger(value)) return TYPE;
    return isStatus(value) ? undefined : { code: 'field.allowed', allowed };
  };
  return declareField({ isEmpty: never, fault, read: same }, about, { type: 'integer', minimum: 1, maximum: 10 });
}

/** A whole number that a double can hold. */
export function IntegerField(about: About): PropertyDecorator {
  const fault = (value: unknown): Fault | undefined => (Number.isSafeInteger(value) ? undefined : TYPE);
  return declareField({ isEmpty: never, fault, read: same }, { example: 1, ...about }, { type: 'integer' });
}

export function BooleanField(about: About): PropertyDecorator {
  const fault = (value: unknown): Fault | undefined => (typeof value === 'boolean' ? undefined : TYPE);
  return declareField({ isEmpty: never, fault, read: same }, { example: true, ...about }, { type: 'boolean' });
}

/** An RFC 3339 time with an offset; placeholders of real senders count as absent. */
export function TimeField(about: About): PropertyDecorator {
  const isPlaceholder = (value: unknown): boolean => typeof value === 'string' && PLACEHOLDER.test(value);
  const field: Field = {
    isPlaceholder,
    isEmpty: (value) => isEmptyText(value) || isPlaceholder(value),
    fault: timeFault,
    read: (value) => parseInstant((value as string).trim()),
  };
  return declareField(field, { example: '2026-11-23T08:15:00+07:00', ...about }, { ...TIME_SCHEMA });
}

/** The source's own version: an integer or a time, kept to the millisecond because two changes may share a second. */
export function SourceVersionField(about: About): PropertyDecorator {
  const fault = (value: unknown): Fault | undefined => {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : TYPE;
    return timeFault(value);
  };
  const read = (value: unknown): unknown =>
    typeof value === 'number' ? { kind: 'integer', value } : { kind: 'instant', value: Date.parse((value as string).trim()) };
  return declareField({ isEmpty: isEmptyText, fault, read }, about, { oneOf: [{ type: 'integer' }, TIME_SCHEMA] });
}

/** A list of texts; empty ones are dropped. */
export function TextListField(about: About): PropertyDecorator {
  const element = textOf(MAX_TEXT);
  const fault = (value: unknown): Fault | undefined => {
    const whole = listFault(value);
    if (whole !== undefined) return whole;
    return (value as unknown[]).map(element.fault).find((found) => found !== undefined);
  };
  const read = (value: unknown): unknown => notEmpty((value as string[]).map(canonicalText).filter((text) => text !== ''));
  const schema = { type: 'string', isArray: true, maxItems: MAX_LIST } as const;
  return declareField({ isEmpty: isEmptyList, fault, read }, about, schema);
}

/** A list of objects. */
export function ListField(shape: () => Shape, about: About): PropertyDecorator {
  const field: Field = { isEmpty: isEmptyList, fault: listFault, nested: shape, isList: true };
  return declareField(field, about, { type: () => shape(), isArray: true, maxItems: MAX_LIST });
}

/** An object of its own shape. */
export function ObjectField(shape: () => Shape, about: About): PropertyDecorator {
  const fault = (value: unknown): Fault | undefined => (typeof value === 'object' && !Array.isArray(value) ? undefined : TYPE);
  return declareField({ isEmpty: never, fault, nested: shape }, about, { type: () => shape() });
}

function textOf(max: number): Field {
  const fault = (value: unknown): Fault | undefined => {
    if (typeof value !== 'string') return TYPE;
    if (value.length > max && canonicalText(value).length > max) return { code: 'field.too-long' };
    return UNUSABLE.test(value) ? { code: 'field.text' } : undefined;
  };
  return { isEmpty: isEmptyText, fault, read: (value) => canonicalText(value as string) };
}

function timeFault(value: unknown): Fault | undefined {
  if (typeof value !== 'string') return TYPE;
  return parseInstant(value.trim()) === undefined ? { code: 'field.time' } : undefined;
}

function listFault(value: unknown): Fault | undefined {
  if (!Array.isArray(value)) return TYPE;
  return value.length > MAX_LIST ? { code: 'field.too-long' } : undefined;
}

function notEmpty(list: string[]): string[] | undefined {
  return list.length === 0 ? undefined : list;
}

function isEmptyText(value: unknown): boolean {
  return typeof value === 'string' && isBlank(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function same(value: unknown): unknown {
  return value;
}

function never(): boolean {
  return false;
}
