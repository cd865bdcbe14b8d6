import { instantOf, legalDay, type Calendar, type LegalDay } from '#canonical';
import type { Check, Finding, Looking } from './check.ts';

const DAY_MS = 86_400_000;

/** How the calendar is watched. `known`: as this process has read its file · `days`: how long before a year begins it must be there. */
export interface CalendarPolicy {
  readonly everyMs: number;
  readonly known: Calendar;
  readonly days: number;
}

/**
 * Years of which the working days are not known though they have begun or are about to: daily sheets, which ask the database, and the score, which
 * asks this process, can then tell neither what is late nor how long something took.
 */
export function checkCalendar({ ledger, clock }: Looking, { everyMs, known, days }: CalendarPolicy): Check {
  return {
    name: 'calendar',
    everyMs,
    look: async () => {
      const now = clock.now();
      const years = { file: known.years, database: await ledger.watch.calendarYears() };
      const soon = new Date(now.getTime() + days * DAY_MS);
      const wanted = [...new Set([now, soon].map((at) => yearOf(legalDay(instantOf(at)))))];
      return { findings: wanted.flatMap((year) => findingOf(year, years, now)) };
    },
  };
}

/** `missingIn`: `file` = it is to be written · `database` alone = it is written, and `npm run migrate` was not run. */
function findingOf(year: number, years: Readonly<Record<'file' | 'database', readonly number[]>>, now: Date): Finding[] {
  const missingIn = (['file', 'database'] as const).filter((place) => !years[place].includes(year));
  if (missingIn.length === 0) return [];
  const begins = Date.parse(`${String(year)}-01-01T00:00:00+07:00`);
  const daysLeft = Math.max(0, Math.ceil((begins - now.getTime()) / DAY_MS));
  const sample = `year=${String(year)} daysLeft=${String(daysLeft)} missingIn=${missingIn.join(',')}`;
  return [{ subject: String(year), mustAct: 'province', count: 1, sample }];
}

function yearOf(day: LegalDay): number {
  return Number(day.slice(0, 4));
}
