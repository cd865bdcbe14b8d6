import { formatInstant, type Instant } from '#canonical';

/** What the known client writes for "no date". Source: protocols §4. */
export const NO_DATE = '0000-00-00T00:00:00.000+0700';

/** A date as `yyyy-MM-dd'T'HH:mm:ss.SSSZ` in Vietnam, with a placeholder for none. */
export function writeDate(instant: Instant | undefined): string {
  return instant === undefined ? NO_DATE : formatInstant(instant, 'yyyy-MM-ddTHH:mm:ss.000+0700');
}
