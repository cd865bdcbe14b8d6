const DAY_MS = 86_400_000;
const OFFSET = '+07:00';

/** A working time: a day on which offices are open, and a second of it. */
export interface OfficeTime {
  /** `yyyy-MM-dd`. */
  readonly day: string;
  /** Seconds since midnight. */
  readonly second: number;
}

const OPENS = 7 * 3_600 + 1_800;
const CLOSES = 16 * 3_600 + 1_800;

/** The working day that lies that many working days after a day, or before it for a negative number. Weekends only; the demo keeps no holidays. */
export function workingDay(from: string, days: number): string {
  let at = Date.parse(`${from}T00:00:00Z`);
  for (let left = Math.abs(days); left > 0;) {
    at += Math.sign(days) * DAY_MS;
    if (isWorkday(at)) left -= 1;
  }
  while (!isWorkday(at)) at -= DAY_MS;
  return new Date(at).toISOString().slice(0, 10);
}

/** A time that many seconds of office hours later; it goes on the next working day where the office closes. */
export function later({ day, second }: OfficeTime, seconds: number): OfficeTime {
  let at = { day, second: second + seconds };
  while (at.second >= CLOSES) at = { day: workingDay(at.day, 1), second: OPENS + (at.second - CLOSES) };
  return at;
}

/** The time as text with its offset. */
export function written({ day, second }: OfficeTime): string {
  return `${day}T${new Date(second * 1_000).toISOString().slice(11, 19)}${OFFSET}`;
}

/** When offices open on that day. */
export function opening(day: string): OfficeTime {
  return { day, second: OPENS };
}

function isWorkday(at: number): boolean {
  const weekday = new Date(at).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
