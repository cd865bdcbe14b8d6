/** An instant as text, RFC 3339 in UTC with whole seconds: `2026-11-23T01:15:00Z`. The wire has no finer precision. */
export type Instant = string & { readonly brand: 'Instant' };

/** A legal day in Asia/Ho_Chi_Minh, `yyyy-MM-dd`. */
export type LegalDay = string & { readonly brand: 'LegalDay' };

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
/** How far the local time of Vietnam is ahead of UTC; there is no summer time. */
export const VIETNAM_OFFSET_MS = 7 * 3_600_000;

/**
 * Reads an RFC 3339 time with an offset; fractions are cut. Undefined for anything that is no real time: 31/02, hour 24,
 * second 60, a missing offset, a year outside 1900–2199.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59 || year < 1900 || year > 2199) return undefined;
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
  const offset = offsetMs(match[7] ?? 'Z');
  return offset === undefined ? undefined : instantOf(new Date(local.getTime() - offset));
}

/** The instant of a date, cut to whole seconds. */
export function instantOf(date: Date): Instant {
  return `${date.toISOString().slice(0, 19)}Z` as Instant;
}

/** An instant in Asia/Ho_Chi_Minh by a pattern of `yyyy MM dd HH mm ss`, the rest verbatim. Vietnam has no summer time. */
export function formatInstant(instant: Instant, pattern: string): string {
  const local = new Date(Date.parse(instant) + VIETNAM_OFFSET_MS).toISOString();
  return pattern
    .replace('yyyy', local.slice(0, 4))
    .replace('MM', local.slice(5, 7))
    .replace('dd', local.slice(8, 10))
    .replace('HH', local.slice(11, 13))
    .replace('mm', local.slice(14, 16))
    .replace('ss', local.slice(17, 19));
}

/** The legal day on which an instant lies. */
export function legalDay(instant: Instant): LegalDay {
  return new Date(Date.parse(instant) + VIETNAM_OFFSET_MS).toISOString().slice(0, 10) as LegalDay;
}

/** Reads a legal day; undefined for anything that is no real day, or a year outside 1900–2199. */
export function parseLegalDay(text: string): LegalDay | undefined {
  const midnight = parseInstant(`${text}T00:00:00+07:00`);
  return midnight && legalDay(midnight);
}

function offsetMs(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
