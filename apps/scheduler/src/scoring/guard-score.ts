import { instantOf, type Calendar } from '#canonical';
import type { ComputedPeriod, PeriodLosses } from '#ledger';
import { gauge } from '#runtime';
import { daysLeft, parsePeriod, periodBefore, periodsAt, rulesFor, type Period, type Rules } from '#scoring';
import type { Looking } from '../checks/check.ts';
import type { Duty } from '../duties/duty.ts';
import { computePeriod, SCORED_AT } from './compute-period.ts';
import { FailingPeriods } from './failing-periods.ts';

/** How the score is watched. `warnDays`: days before the end of a period at which what is lost is told, the most first. */
export interface ScorePolicy {
  readonly rules: readonly Rules[];
  readonly calendar: Calendar;
  readonly everyMs: number;
  readonly warnDays: readonly number[];
}

const TURN_MS = 10_000;
const TELL_EVERY_MS = 60_000;
/** A quarter and a year are long to read, and move little in an hour. */
const LONG_PERIODS_EVERY_MS = 6 * 3_600_000;
const GROUP = 'score|';
const FAILING = 'check|score|';
/** Once may be a database that was away for a moment. */
const TOLD_FROM_FAILURE = 2;

const lost = gauge(
  'gateway_score_lost_dossiers',
  'Dossiers that count for less than was done, by the last run of a period under way',
  ['period_kind'] as const,
);

const failed = gauge('gateway_score_failing_periods', 'Periods of the score that could not be computed at their last turn');

/** What is remembered from turn to turn: what periods have lost by their last run, and those that could not be computed. */
interface Memory {
  readonly counted: Map<string, PeriodLosses>;
  readonly failing: FailingPeriods;
}

/** Computes what the periods under way come to, those that are over once more, and what operators ordered; tells what is lost before it is too late. */
export function guardScore(looking: Looking, policy: ScorePolicy): Duty {
  const { ledger, clock } = looking;
  const memory: Memory = { counted: new Map(), failing: new FailingPeriods(clock) };
  let toldAt = -Infinity;
  return {
    name: 'guard-score',
    everyMs: Math.min(TURN_MS, policy.everyMs),
    rest: () => {
      lost.reset();
      failed.set(0);
      memory.counted.clear();
      memory.failing.keepOnly(new Set());
    },
    run: async (_, stopping) => {
      if (!(await ledger.score.isKnown(SCORED_AT))) return undefined;
      const current = periodsAt(instantOf(clock.now()));
      const wanted = await periodsToCompute(looking, policy, current);
      memory.failing.keepOnly(new Set(wanted.map(({ period }) => period.name)));
      const toCompute = wanted.filter(({ period, orderedAt }) => !memory.failing.isWaiting(period.name, orderedAt));
      for (const { period } of toCompute) {
        await computeOne(period, { looking, policy, memory, stopping });
        if (stopping.aborted) return undefined;
      }
      // Between two runs only the days that are left change.
      if (toCompute.length === 0 && clock.monotonic() - toldAt < TELL_EVERY_MS) return undefined;
      await tellFailing(looking, memory.failing);
      for (const { name } of current) if (!memory.counted.has(name)) memory.counted.set(name, await ledger.score.losses(name));
      await tell(looking, policy, { current, counted: memory.counted });
      toldAt = clock.monotonic();
      return undefined;
    },
  };
}

interface Turn {
  readonly looking: Looking;
  readonly policy: ScorePolicy;
  readonly memory: Memory;
  readonly stopping: AbortSignal;
}

/** Computes a period. What fails is one period's alone: the others go on, and it is tried again later. */
async function computeOne(period: Period, { looking, policy, memory, stopping }: Turn): Promise<void> {
  const { ledger, clock, log } = looking;
  const { name } = period;
  const since = clock.monotonic();
  try {
    const rules = rulesFor(policy.rules, period.from);
    if (rules === undefined) {
      // Otherwise it would be looked for in every turn, and shown as about to be computed for ever.
      if (await ledger.score.dropOrder(name)) log.event('score.no-formulas', { period: name });
      return;
    }
    const dossiers = await computePeriod({ ledger, clock, calendar: policy.calendar, stopping }, period, rules);
    if (dossiers === undefined) return;
    memory.failing.computed(name);
    memory.counted.delete(name);
    log.event('score.computed', { period: name, dossiers, ms: Math.round(clock.monotonic() - since) });
  } catch (error) {
    const { failures, pauseMs } = memory.failing.failed(name);
    log.error(error, `the score of a period could not be computed, and is tried again in ${String(pauseMs / 1_000)} s`);
    log.event('score.failed', { period: name, failures, retryMs: pauseMs }, 'warn');
  }
}

/** One incident per period that failed more than once; it clears when the period was computed. */
async function tellFailing({ ledger, clock }: Looking, { all }: FailingPeriods): Promise<void> {
  failed.set(all.size);
  const told = [...all].filter(([, { failures }]) => failures >= TOLD_FROM_FAILURE);
  for (const [name, { failures, pauseMs }] of told) {
    const sample = `period=${name} failures=${String(failures)} retrySeconds=${String(pauseMs / 1_000)}`;
    const found = { fingerprint: `${FAILING}${name}`, kind: 'self-check', mustAct: 'province', count: failures, sample } as const;
    await ledger.incidents.open(found, clock.now());
  }
  const still = told.map(([name]) => `${FAILING}${name}`);
  await ledger.incidents.clearOthers(FAILING, still, clock.now());
}

/** A period that is to be computed; `orderedAt`: somebody ordered it. */
interface WantedPeriod {
  readonly period: Period;
  readonly orderedAt: Date | undefined;
}

/** Those under way, from time to time; those before them until they were computed after their end; and what was ordered. */
async function periodsToCompute(
  { ledger, clock }: Looking,
  { everyMs }: ScorePolicy,
  current: readonly Period[],
): Promise<WantedPeriod[]> {
  const now = clock.now().getTime();
  const over = current.map(periodBefore);
  const known = new Map(
    (await ledger.score.computed([...current, ...over].map(({ name }) => name))).map((one) => [one.period, one]),
  );
  const isOld = (period: Period): boolean => {
    const pause = period.kind === 'month' ? everyMs : Math.max(everyMs, LONG_PERIODS_EVERY_MS);
    const at = known.get(period.name)?.computedAt.getTime();
    return at === undefined || now - at >= pause;
  };
  const due = [...current.filter(isOld), ...over.filter(({ name }) => !isFinal(known.get(name)))];
  const orders = new Map((await ledger.score.ordered()).map(({ period, at }) => [period, at]));
  const ordered = [...orders.keys()].flatMap((name) => parsePeriod(name) ?? []);
  const wanted = new Map([...due, ...ordered].map((period) => [period.name, period]));
  return [...wanted.values()].map((period) => ({ period, orderedAt: orders.get(period.name) }));
}

function isFinal(computed: ComputedPeriod | undefined): boolean {
  return computed !== undefined && computed.computedAt >= computed.endsAt;
}

/** One incident per period that is near its end; another stage of nearness is told anew. */
async function tell(
  { ledger, clock }: Looking,
  { warnDays }: ScorePolicy,
  { current, counted }: { readonly current: readonly Period[]; readonly counted: ReadonlyMap<string, PeriodLosses> },
): Promise<void> {
  const now = clock.now();
  const open: string[] = [];
  for (const { name, kind, ends } of current) {
    const { dossiers = 0, byFigure = {} } = counted.get(name) ?? {};
    lost.set({ period_kind: kind }, dossiers);
    const left = daysLeft(new Date(ends * 1_000), now);
    const stage = warnDays.filter((days) => left <= days).toSorted((a, b) => a - b)[0];
    if (stage === undefined || dossiers === 0) continue;
    const fingerprint = `${GROUP}${name}|${String(stage)}`;
    const figures = Object.entries(byFigure).map(([figure, count]) => `${figure}:${String(count)}`);
    const sample = `period=${name} daysLeft=${String(left)} lost=${String(dossiers)} figures=${figures.join(',')}`;
    open.push(fingerprint);
    const found = { fingerprint, kind: 'score', destination: SCORED_AT, mustAct: 'province', count: dossiers, sample } as const;
    await ledger.incidents.open(found, now);
  }
  await ledger.incidents.clearOthers(GROUP, open, now);
}
