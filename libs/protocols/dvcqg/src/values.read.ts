import { canonicalText, isBlank, parseDossierCode, parseInstant, parseProcedureCode, type Instant } from '#canonical';
import { isObject } from '#protocols';
import type { DvcqgTable } from './dvcqg.codes.ts';
import { readFields, type Notes, type ValueReader, type WireFields } from './fields.read.ts';

const MAX_TEXT = 4_000;
const MAX_LIST = 200;

const UNUSABLE = /[\0\p{Surrogate}]/u;
const TRUE = ['true', '1'];
const FALSE = ['false', '0'];
const PLACEHOLDER = /^(?:0001-?01-?01|0000-?00-?00)/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/;
const VIETNAM = '+07:00';
const WHOLE = /^-?\d+$/;
/** Thousands in groups, as Vietnam writes them or as English does; decimals may only be zeros. */
const GROUPED = /^-?\d{1,3}(?:\.\d{3})+$|^-?\d{1,3}(?:,\d{3})+$/;
const ZERO_DECIMALS = /[.,]0{1,2}$/;

/** Free text: trimmed, NFC. A number stands for its digits; a whole one beyond a double is refused, as its digits are lost. */
export function text(value: unknown, at: string, notes: Notes): string | null {
  const said = typeof value === 'number' && isExact(value) ? String(value) : value;
  if (typeof said !== 'string') return notes.fault(at, 'field.type');
  const plain = canonicalText(said);
  if (plain.length > MAX_TEXT) return notes.fault(at, 'field.too-long');
  if (UNUSABLE.test(plain)) return notes.fault(at, 'field.text');
  return plain === '' ? null : plain;
}

/** A dossier code in its one written form. */
export function dossierCode(value: unknown, at: string, notes: Notes): string | null {
  const said = text(value, at, notes);
  return said === null ? null : (parseDossierCode(said, notes.codes.dossierCodePattern) ?? notes.fault(at, 'field.format'));
}

/** A procedure code: its national part, whatever publisher or case stands behind it; a local one as it is written. */
export function procedureCode(value: unknown, at: string, notes: Notes): string | null {
  const said = text(value, at, notes);
  return said === null ? null : (parseProcedureCode(said.toUpperCase())?.national ?? said);
}

/** A code of one of the partner's closed lists, as our value. */
export function codeOf(table: DvcqgTable): ValueReader {
  return (value, at, notes) => {
    const said = text(value, at, notes);
    if (said === null) return null;
    return notes.codes.ours(table, said) ?? notes.fault(at, 'field.allowed', notes.codes.known(table));
  };
}

/** A status: the list is closed, and ours is a number. */
export function status(value: unknown, at: string, notes: Notes): number | null {
  const ours = codeOf('status')(value, at, notes);
  return ours === null ? null : Number(ours);
}

/** A truth value in any of the three ways in which this wire writes them. Source: protocols §1.12 no. 21. */
export function truth(value: unknown, at: string, notes: Notes): boolean | null {
  if (typeof value === 'boolean') return value;
  const said = text(value, at, notes);
  if (said === null) return null;
  return truthOfWire(said) ?? notes.fault(at, 'field.allowed', ['True', 'False', '1', '0']);
}

/** A whole number, as a number or as text. */
export function integer(value: unknown, at: string, notes: Notes): number | null {
  const said = text(value, at, notes);
  if (said === null) return null;
  const number = WHOLE.test(said) ? Number(said) : NaN;
  return Number.isSafeInteger(number) ? number : notes.fault(at, 'field.type');
}

/** An amount in whole VND, also with its thousands in groups (`8.000`) or with decimals of nothing (`8000.00`). */
export function amount(value: unknown, at: string, notes: Notes): number | null {
  const said = text(value, at, notes);
  if (said === null) return null;
  return integer(plainAmount(said), at, notes);
}

/**
 * A time: `yyyyMMddHHmmss` in Vietnam, or a day alone; also ISO 8601 as .NET writes it inside DanhSachHoSoBoSung (source:
 * protocols §1.6), in Vietnam where it has no offset. What senders write for "no date" is absent, with a warning.
 */
export function time(value: unknown, at: string, notes: Notes): Instant | null {
  const said = text(value, at, notes);
  if (said === null) return null;
  if (isPlaceholderDate(said)) return notes.warn(at, 'placeholder-date');
  return instantOfWire(said) ?? notes.fault(at, 'field.time');
}

/** Whether a text is what senders write for "no date". */
export function isPlaceholderDate(said: string): boolean {
  return PLACEHOLDER.test(said);
}

/** The moment that a text of this wire names, in whichever of its forms; undefined = none. */
export function instantOfWire(said: string): Instant | undefined {
  return parseInstant(COMPACT.test(said) ? fromCompact(said) : fromIso(said));
}

/** An amount without the groups of its thousands and without decimals of nothing. */
export function plainAmount(said: string): string {
  return GROUPED.test(said) ? said.replaceAll(/[.,]/g, '') : said.replace(ZERO_DECIMALS, '');
}

/** A truth value in whichever of its forms; undefined = none of them. */
export function truthOfWire(said: string): boolean | undefined {
  const plain = said.toLowerCase();
  if (TRUE.includes(plain)) return true;
  return FALSE.includes(plain) ? false : undefined;
}

/** A list of objects; entries that say nothing are dropped. `finish` makes the entry out of its fields. */
export function listOf(
  fields: WireFields,
  finish: (entry: Map<string, unknown>, at: string, notes: Notes) => unknown = asObject,
): ValueReader {
  return (value, at, notes) => {
    if (typeof value === 'string' && isBlank(value)) return null;
    if (!Array.isArray(value)) return notes.fault(at, 'field.type');
    if (value.length > MAX_LIST) return notes.fault(at, 'field.too-long');
    const entries = value.flatMap((entry: unknown, index): unknown[] => {
      const place = `${at}/${String(index)}`;
      if (!isObject(entry)) return [notes.fault(place, 'field.type')];
      const read = readFields(entry, fields, place, notes);
      return read.size === 0 ? [] : [finish(read, place, notes)];
    });
    const said = entries.filter((entry) => entry !== null);
    return said.length === 0 ? null : said;
  };
}

function asObject(entry: Map<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(entry);
}

function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || !Number.isInteger(value);
}

function fromCompact(said: string): string {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = COMPACT.exec(said) ?? [];
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}${VIETNAM}`;
}

function fromIso(said: string): string {
  return said.replace(ISO, (_, day: string, clock: string, offset: string | undefined) => `${day}T${clock}${offset ?? VIETNAM}`);
}
