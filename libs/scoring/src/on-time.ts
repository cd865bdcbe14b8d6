import type { Calendar, ScoreFacts, Status } from '#canonical';
import type { ProcedureTraits, Side, StepSeen } from './dossier-sides.ts';
import type { Period } from './period.ts';
import type { Parameters } from './rules.ts';
import { workedBetween } from './working-days.ts';

/** What a dossier is judged by. */
export interface Ground {
  readonly period: Period;
  readonly parameters: Parameters;
  readonly calendar: Calendar;
}

/** Whether a dossier was on time. `out`: it is not of the period · `unknown`: it cannot be told. */
export type Punctuality = 'out' | 'on-time' | 'late' | 'unknown';

/** Working days that a dossier took; `out`: it came to no result in the period · `unknown`: a year of them is not known. */
export type Duration = number | 'out' | 'unknown';

/** What is averaged are dossiers that came to a result. */
const STATUSES_OF_RESULTS: readonly Status[] = [9, 10];

type Interval = readonly [from: number, to: number];

/**
 * Figure 2.1 for one dossier of one side. Only what had happened by the end of the period counts: without a step that finishes it, the last second
 * of the period counts as its finish.
 */
export function punctualityOf({ facts, steps, otherDue }: Side, traits: ProcedureTraits, ground: Ground): Punctuality {
  const { period, parameters } = ground;
  const received = facts?.received;
  if (facts === undefined || received === undefined || received >= period.ends) return 'out';
  const seen = steps.filter(({ at }) => at < period.ends).toSorted((a, b) => a.at - b.at);
  const finish = finishOf(seen, facts, parameters);
  if (received < period.starts && finish !== undefined && finish < period.starts) return 'out';
  const requests = Math.max(
    seen.filter(({ status }) => status === parameters.supplementRequested).length,
    (facts.supplements ?? []).filter(([requested]) => requested < period.ends).length,
  );
  if (finish === undefined && requests > 1) return 'late';
  const waits = waitsOf(seen, facts, ground);
  const open = waits.find(({ to }) => to === undefined);
  const end = finish ?? (open === undefined ? period.ends - 1 : open.from);
  return isWithin({ facts, otherDue, end, waited: closed(waits, [received, end], parameters) }, traits, ground);
}

/** When a dossier counts as finished: the time of the first group of statuses of which it has a step. */
export function finishOf(
  steps: readonly StepSeen[],
  { received }: ScoreFacts,
  { finishing, finishesIfReceived, repeatedStep }: Parameters,
): number | undefined {
  const counts = (status: Status, at: number): boolean =>
    !finishesIfReceived.includes(status) || (received !== undefined && received <= at);
  for (const group of finishing) {
    const times = steps.filter(({ status, at }) => group.includes(status) && counts(status, at)).map(({ at }) => at);
    if (times.length > 0) return repeatedStep === 'first' ? Math.min(...times) : Math.max(...times);
  }
  return undefined;
}

interface Wait {
  readonly from: number;
  /** Undefined: the citizen has not come back. */
  readonly to: number | undefined;
}

/** The times in which a citizen was waited for. Whoever was received after a request has come back, though no answer is noted. */
function waitsOf(steps: readonly StepSeen[], facts: ScoreFacts, ground: Ground): Wait[] {
  const { received = -Infinity } = facts;
  return waitsAsTold(steps, facts, ground).filter(({ from, to }) => to !== undefined || from >= received);
}

/** As the record has them, and where it has none as the steps show them. */
function waitsAsTold(steps: readonly StepSeen[], { supplements = [] }: ScoreFacts, { period, parameters }: Ground): Wait[] {
  const { supplementRequested, supplementAnsweredBy } = parameters;
  if (supplements.length > 0)
    return supplements
      .filter(([from]) => from < period.ends)
      .map(([from, to]) => ({ from, to: to === null || to >= period.ends ? undefined : to }));
  return steps.flatMap(({ status, at }, place): Wait[] => {
    if (status !== supplementRequested) return [];
    const answer = steps.slice(place + 1).find((later) => supplementAnsweredBy.includes(later.status));
    return [{ from: at, to: answer?.at }];
  });
}

/** Those that count between the reception and the end; overlapping ones are one. */
function closed(waits: readonly Wait[], [begin, end]: Interval, { openSupplement }: Parameters): Interval[] {
  const ended = waits
    .map(({ from, to }): Interval => {
      const until = to ?? (openSupplement === 'until-finish' ? end : from);
      return [Math.max(from, begin), Math.min(until, end)];
    })
    .filter(([from, to]) => to > from)
    .toSorted(([a], [b]) => a - b);
  const apart: Interval[] = [];
  for (const [from, to] of ended) {
    const last = apart.at(-1);
    if (last === undefined || from > last[1]) apart.push([from, to]);
    else apart.splice(-1, 1, [last[0], Math.max(last[1], to)]);
  }
  return apart;
}

interface Course {
  readonly facts: ScoreFacts;
  readonly otherDue: boolean;
  readonly end: number;
  readonly waited: readonly Interval[];
}

function isWithin({ facts, otherDue, end, waited }: Course, { mostDays }: ProcedureTraits, { calendar }: Ground): Punctuality {
  if (otherDue) return 'late';
  if (facts.due !== undefined) {
    const seconds = waited.reduce((sum, [from, to]) => sum + to - from, 0);
    return end - seconds <= facts.due ? 'on-time' : 'late';
  }
  const taken = workedOn({ facts, end, waited }, calendar);
  if (mostDays === undefined || taken === undefined) return 'unknown';
  return taken <= mostDays ? 'on-time' : 'late';
}

/** Working days from the reception to the end without those in which the citizen was waited for. */
export function workedOn(
  { facts: { received }, end, waited }: Pick<Course, 'facts' | 'end' | 'waited'>,
  calendar: Calendar,
): number | undefined {
  const all = received === undefined ? undefined : workedBetween(calendar, received, end);
  const off = waited.map(([from, to]) => workedBetween(calendar, from, to));
  return off.reduce((left, part) => (left === undefined || part === undefined ? undefined : left - part), all);
}

/** How long a dossier that was finished in the period took. Figure 2.2. */
export function durationOf({ facts, steps }: Side, ground: Ground): Duration {
  const { period, parameters, calendar } = ground;
  if (facts?.received === undefined) return 'out';
  const seen = steps.filter(({ at }) => at < period.ends).toSorted((a, b) => a.at - b.at);
  const results = seen.filter(({ status }) => STATUSES_OF_RESULTS.includes(status));
  const finish = finishOf(results, facts, parameters);
  if (finish === undefined || finish < period.starts) return 'out';
  const waited = closed(waitsOf(seen, facts, ground), [facts.received, finish], parameters);
  return workedOn({ facts, end: finish, waited }, calendar) ?? 'unknown';
}
