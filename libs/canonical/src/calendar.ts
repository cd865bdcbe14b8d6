import type { LegalDay } from './instant.ts';

/** What is worked on a day: nothing, all of it, or half. */
export const DAY_KINDS = ['off', 'work', 'half'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

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

  constructor(private readonly others: ReadonlyMap<LegalDay, DayKind>) {
    this.years = [...new Set([...others.keys()].map(yearOf))].sort((one, other) => one - other);
  }

  /** What is worked on a day. @throws Error when nothing is known of its year: a guess would pass for a fact */
  kindOf(day: LegalDay): DayKind {
    if (!this.years.includes(yearOf(day))) throw new Error(`the calendar does not know the year of ${day}`);
    return this.others.get(day) ?? (isWeekend(day) ? 'off' : 'work');
  }
}

function yearOf(day: LegalDay): number {
  return Number(day.slice(0, 4));
}
