/** What stands for "no date". */
export const NONE = '0000-00-00T00:00:00.000+0700';

const FORM = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})\.\d{3}[+-](\d{2})(\d{2})$/;
const DAY_MS = 86_400_000;

/** Milliseconds since 1970 of `yyyy-MM-dd'T'HH:mm:ss.SSSZ` (offset as `+0700`); undefined = another form, or no such time. */
export function readDate(text: string): number | undefined {
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const day = match[1] as string;
  const [hour, minute, second, offsetHour, offsetMinute] = match.slice(2).map(Number) as [number, number, number, number, number];
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 14 || offsetMinute > 59) return undefined;
  const time = Date.parse(`${text.slice(0, -2)}:${text.slice(-2)}`);
  return isDay(day) ? time : undefined;
}

/** Whether the calendar has that day: one that it lacks, such as 31 February, is read as a later one. */
function isDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return midnight % DAY_MS === 0 && day >= '1900' && new Date(midnight).toISOString().startsWith(day);
}
