const HANOI_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** The wall clock of a commune: `yyyy-MM-ddTHH:mm:ss` without a zone, as .NET writes it. */
export function dotNetTime(at: number): string {
  return new Date(at + HANOI_MS).toISOString().slice(0, 19);
}

/** The same instant as `yyyyMMddHHmmss`; what has not happened yet is "". */
export function compactTime(at: number | undefined): string {
  return at === undefined ? '' : dotNetTime(at).replace(/\D/g, '');
}

/** Midnight in Hanoi of a day `yyyy-MM-dd`. */
export function midnight(day: string): number {
  return Date.parse(`${day}T00:00:00+07:00`);
}

/** The day before in Hanoi: everything that happened on it lies in the past. */
export function yesterday(now: number): string {
  return dotNetTime(now - DAY_MS).slice(0, 10);
}

/** Whether a text is a day of the calendar, `yyyy-MM-dd`. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
