import { isBlank } from '#canonical';
import type { FaultCode, WireFinding } from '#protocols';
import type { BackTranslation } from './dvcqg.codes.ts';

const MOST_FAULTS = 100;

/** What is noted while one item is read. */
export class Notes {
  readonly warnings: WireFinding[] = [];
  unknownFields = 0;
  private readonly faults: WireFinding<FaultCode>[] = [];

  constructor(readonly codes: BackTranslation) {}

  /** Notes a fault. What it gives is what is left of the value: nothing. */
  fault(field: string, code: FaultCode, allowed?: readonly string[]): null {
    if (this.faults.length <= MOST_FAULTS) this.faults.push({ field, code, ...(allowed && { allowed }) });
    return null;
  }

  warn(field: string, code: string): null {
    this.warnings.push({ field, code });
    return null;
  }

  isFaulty(field: string): boolean {
    return this.faults.some((fault) => fault.field === field);
  }

  /** Every fault, or the first of very many. */
  get problems(): readonly WireFinding<FaultCode>[] {
    if (this.faults.length <= MOST_FAULTS) return this.faults;
    return [...this.faults.slice(0, MOST_FAULTS), { field: '', code: 'problems.more' }];
  }
}

/** Reads a value that is there; null when it says nothing or is faulty, which is noted under its pointer. */
export type ValueReader = (value: unknown, at: string, notes: Notes) => unknown;

/** A field of the wire: where its value stands in the canonical item, and how it is read. */
export interface WireField {
  readonly to: string;
  readonly read: ValueReader;
}

/** The fields of an object of the wire by their names. */
export type WireFields = Readonly<Record<string, WireField>>;

/**
 * Reads the fields of an object; the values by canonical pointer. Absent and `null` say the same: a writer whose language knows
 * no absent members sends `null` for everything that it has no value for.
 */
export function readFields(value: object, fields: WireFields, at: string, notes: Notes): Map<string, unknown> {
  const given = value as Readonly<Record<string, unknown>>;
  notes.unknownFields += Object.keys(given).filter((name) => !Object.hasOwn(fields, name)).length;
  const read = new Map<string, unknown>();
  for (const [name, field] of Object.entries(fields)) {
    const said = given[name];
    if (said === undefined || said === null) continue;
    const canonical = field.read(said, `${at}/${name}`, notes);
    if (canonical !== null) read.set(field.to, canonical);
  }
  return read;
}

/** Whether a value was sent, and sent empty. */
export function isSentEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : typeof value === 'string' && isBlank(value);
}
