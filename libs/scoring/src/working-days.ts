import { instantOf, legalDay, type Calendar, type LegalDay } from '#canonical';

/**
 * The days worked between two instants, in seconds since 1970: the day of the first does not count, that of the second does; half a day counts as
 * half. Undefined: a year between them is not known.
 */
export function workedBetween(calendar: Calendar, from: number, to: number): number | undefined {
  if (to <= from) return 0;
  const [first, last] = [dayOf(from), dayOf(to)];
  return calendar.knows(first, last) ? calendar.workedBetween(first, last) : undefined;
}

function dayOf(seconds: number): LegalDay {
  return legalDay(instantOf(new Date(seconds * 1_000)));
}
