import type { LegalDay } from './instant.ts';

/** What is worked on a day: nothing, all of it, or half. */
export const DAY_KINDS = ['off', 'work', 'half'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

const WORKED: Readonly<Record<DayKind, number>> = { off: 0, half: 0.5, work: 1 };
const DAY_MS = 86_400_000;
const SATURDAY = 6;
const SUNDAY = 0;

/** Whether a day is a Saturday or a Sunday, in whatever zone: it is a day, not an instant. */
export function isWeekend(day: LegalDay): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === SATURDAY || weekday === SUNDAY;
}

/** Which days are worked: those from Monday to Friday, and what was laid down otherwise, for the years of which that is known. */
export class Calendar {
  /** The years that are known, the earliest first. */
  readonly years: readonly number[];
  /** Per known year the days that are worked until the end of each of its days: counted once, so that many may be asked for. */
  private readonly workedUntil = new Map<number, readonly number[]>();

  constructor(
    /** The days that differ from the rule of the week. */
    readonly others: ReadonlyMap<LegalDay, DayKind>,
  ) {
    this.years = [...new Set([...others.keys()].map(yearOf))].sort((one, other) => one - other);
  }

  /** What is worked on a day. @throws Error when nothing is known of its year: a guess would pass for a fact */
  kindOf(day: LegalDay): DayKind {
    if (!this.years.includes(yearOf(day))) throw new Error(`the calendar does not know the year of ${day}`);
    return this.others.get(day) ?? (isWeekend(day) ? 'off' : 'work');
  }

  /** Whether something is known of every year between two days, both included. */
  knows(first: LegalDay, last: LegalDay): boolean {
    const years = new Set(this.years);
    for (let year = yearOf(first); year <= yearOf(last); year++) if (!years.has(year)) return false;
    return true;
  }

  /** How many days are worked after one day until another, that one included; half a day counts as half. @throws Error as `kindOf` */
  workedBetween(after: LegalDay, until: LegalDay): number {
    if (until <= after) return 0;
    const [first, last] = [yearOf(after), yearOf(until)];
    let worked = this.workedIn(last, until) - this.workedIn(first, after);
    for (let year = first; year < last; year++) worked += this.sumsOf(year).at(-1) ?? 0;
    return worked;
  }

  /** The days that are worked from the beginning of a year until one of its days, that one included. */
  private workedIn(year: number, day: LegalDay): number {
    return this.sumsOf(year)[(Date.parse(day) - Date.UTC(year, 0, 1)) / DAY_MS] ?? 0;
  }

  private sumsOf(year: number): readonly number[] {
    const known = this.workedUntil.get(year);
    if (known !== undefined) return known;
    const sums: number[] = [];
    for (let day = `${String(year)}-01-01` as LegalDay; yearOf(day) === year; day = dayAfter(day))
      sums.push((sums.at(-1) ?? 0) + WORKED[this.kindOf(day)]);
    this.workedUntil.set(year, sums);
    return sums;
  }

  /** The next days on which anything is worked, after that one; undefined where nothing is known of a year that they may lie in. */
  nextWorked(after: LegalDay, count: number): LegalDay[] | undefined {
    const days: LegalDay[] = [];
    for (let day = dayAfter(after); days.length < count; day = dayAfter(day)) {
      if (!this.knows(day, day)) return undefined;
      if (this.kindOf(day) !== 'off') days.push(day);
    }
    return days;
  }
}

/** The legal day after another. */
export function dayAfter(day: LegalDay): LegalDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10) as LegalDay;
}

function yearOf(day: LegalDay): number {
  return Number(day.slice(0, 4));
}
