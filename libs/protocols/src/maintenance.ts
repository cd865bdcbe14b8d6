import { VIETNAM_OFFSET_MS } from '#canonical';
import { parseClock, parseDated, WEEKDAYS, type MaintenanceWindow, type Weekday } from './maintenance-window.ts';

/** A span of time; its end is not part of it. */
export interface Period {
  readonly from: Date;
  readonly until: Date;
}

type Windows = readonly MaintenanceWindow[];

interface Span {
  readonly from: number;
  readonly until: number;
}

const MINUTE_MS = 60_000;
const MINUTES_PER_DAY = 1_440;
const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const DAYS_PER_WEEK = 7;
/** 01/01/1970 was a Thursday. */
const FIRST_WEEKDAY = WEEKDAYS.indexOf('thu');
/** What repeats does so every week, and lasts a day at most: nothing else is near enough to matter. */
const DAYS_AROUND = DAYS_PER_WEEK + 1;

/** The maintenance that goes on at a moment, with windows that touch or overlap as one; undefined: none. */
export function maintenanceAt(windows: Windows, at: Date): Period | undefined {
  if (windows.length === 0) return undefined;
  const until = endOf(windows, at.getTime());
  if (until === at.getTime()) return undefined;
  return { from: new Date(beginOf(windows, until)), until: new Date(until) };
}

/** The moment since which a destination was open for that long, up to `at`: its time stands still during maintenance. */
export function openTimeBefore(windows: Windows, at: Date, ms: number): Date {
  let end = at.getTime();
  let left = ms;
  for (;;) {
    const begin = beginOf(windows, end);
    const earlier = spansAround(windows, begin).filter(({ until }) => until < begin);
    const open = begin - Math.max(-Infinity, ...earlier.map(({ until }) => until));
    if (open >= left) return new Date(begin - left);
    left -= open;
    end = begin - open;
  }
}

/** Whether what repeats leaves any time at all. */
export function leavesTime(windows: Windows): boolean {
  const week = new Set<number>();
  for (const window of windows) {
    for (const day of daysOf(window)) {
      const begin = day * MINUTES_PER_DAY + (parseClock(window.from) ?? 0);
      for (let minute = begin; minute < begin + minutesOf(window); minute += 1)
        week.add(minute % (DAYS_PER_WEEK * MINUTES_PER_DAY));
    }
  }
  return week.size < DAYS_PER_WEEK * MINUTES_PER_DAY;
}

/** The first moment from then on at which there is no maintenance. */
function endOf(windows: Windows, at: number): number {
  let end = at;
  for (;;) {
    const going = spansAround(windows, end).filter(({ from, until }) => from <= end && end < until);
    if (going.length === 0) return end;
    end = Math.max(...going.map(({ until }) => until));
  }
}

/** The moment at which the maintenance began that goes on right before then; then itself if there is none. */
function beginOf(windows: Windows, at: number): number {
  let begin = at;
  for (;;) {
    const going = spansAround(windows, begin).filter(({ from, until }) => from < begin && begin <= until);
    if (going.length === 0) return begin;
    begin = Math.min(...going.map(({ from }) => from));
  }
}

/** All windows with dates, and of those that repeat the ones of about a week to either side. */
function spansAround(windows: Windows, at: number): Span[] {
  const today = Math.floor((at + VIETNAM_OFFSET_MS) / DAY_MS);
  return windows.flatMap((window): Span[] => {
    const [from, until] = [parseDated(window.from), parseDated(window.to)];
    if (from !== undefined && until !== undefined) return [{ from: from.getTime(), until: until.getTime() }];
    const days = daysOf(window);
    const spans: Span[] = [];
    for (let day = today - DAYS_AROUND; day <= today + DAYS_AROUND; day += 1) {
      if (!days.includes((day + FIRST_WEEKDAY) % DAYS_PER_WEEK)) continue;
      const begin = day * DAY_MS - VIETNAM_OFFSET_MS + (parseClock(window.from) ?? 0) * MINUTE_MS;
      spans.push({ from: begin, until: begin + minutesOf(window) * MINUTE_MS });
    }
    return spans;
  });
}

/** On which days of the week it begins; none for one with dates. */
function daysOf({ days, from }: MaintenanceWindow): number[] {
  const all: readonly Weekday[] = days ?? WEEKDAYS;
  return parseClock(from) === undefined ? [] : all.map((day) => WEEKDAYS.indexOf(day));
}

/** How long one that repeats lasts. */
function minutesOf({ from, to }: MaintenanceWindow): number {
  const [begin, end] = [parseClock(from) ?? 0, parseClock(to) ?? 0];
  return end > begin ? end - begin : end + MINUTES_PER_DAY - begin;
}
