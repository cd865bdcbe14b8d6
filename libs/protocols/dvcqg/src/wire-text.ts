import { formatInstant, type Instant } from '#canonical';
import type { Capitalised, Flag } from './dvcqg.wire.ts';

/** Limits of the wire in UTF-16 units, as the receiving systems count them. Source: protocols §1.6. */
export const LIMITS = { abstract: 1_000, paperName: 4_000, resultName: 2_000 } as const;

/** A date as `yyyyMMddHHmmss` in Vietnam; "" for none. */
export function compactDate(instant: Instant | undefined): string {
  return instant === undefined ? '' : formatInstant(instant, 'yyyyMMddHHmmss');
}

/** A date as .NET writes it, in Vietnam with its offset; "" for none. */
export function isoDate(instant: Instant | undefined): string {
  return instant === undefined ? '' : formatInstant(instant, 'yyyy-MM-ddTHH:mm:ss+07:00');
}

/**
 * "0" or "1". What the source does not say is "0": this wire has no third value, a reader of flags may refuse "", and the
 * score counts nothing but "1", so that nothing is claimed.
 */
export function flag(value: boolean | undefined): Flag {
  return value === true ? '1' : '0';
}

/** "True" or "False"; absent is "False". */
export function capitalised(value: boolean | undefined): Capitalised {
  return value === true ? 'True' : 'False';
}
