import { instantOf, type Calendar } from '#canonical';
import type { ComputedPeriod, PeriodLosses } from '#ledger';
import { gauge } from '#runtime';
import { daysLeft, parsePeriod, periodBefore, periodsAt, rulesFor, type Period, type Rules } from '#scoring';
import type { Looking } from '../checks/check.ts';
import type { Duty } from '../duties/duty.ts';
import { computePeriod, SCORED_AT } from './compute-period.ts';

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

const lost = gauge(
  'gateway_score_lost_dossiers',
  'Dossiers that count for less than was done, by the last run of a period under way',
  ['period_kind'] as const,
);

/** Computes what the periods under way come to, those that are over once more, and what operators ordered; tells what is lost before it is too late. */
export function guardScore(looking: Looking, policy: ScorePolicy): Duty {
  const { ledger, clock, log } = looking;
  const counted = new Map<string, PeriodLosses>();
  let toldAt = -Infinity;
  return {
    name: 'guard-score',
    everyMs: Math.min(TURN_MS, policy.everyMs),
    rest: () => {
      lost.reset();
      counted.clear();
    },
    run: async (_, stopping) => {
      if (!(await ledger.score.isKnown(SCORED_AT))) return undefined;
      const current = periodsAt(instantOf(clock.now()));
      const toCompute = await periodsToCompute(looking, policy, current);
      for (const period of toCompute) {
        const rules = rulesFor(policy.rules, period.from);
        if (rules === undefined) {
          // Otherwise it would be looked for in every turn, and shown as about to be computed for ever.
          if (await ledger.score.dropOrder(period.name)) log.event('score.no-formulas', { period: period.name });
          continue;
        }
        const since = clock.monotonic();
        const dossiers = await computePeriod({ ledger, clock, calendar: policy.calendar, stopping }, period, rules);
        if (dossiers === undefined) return undefined;
        counted.delete(period.name);
        log.event('score.computed', { period: period.name, dossiers, ms: Math.round(clock.monotonic() - since) });
      }
      // Between two runs only the days that are left change.
      if (toCompute.length === 0 && clock.monotonic() - toldAt < TELL_EVERY_MS) return undefined;
      for (const { name } of current) if (!counted.has(name)) counted.set(name, await ledger.score.losses(name));
      await tell(looking, policy, { current, counted });
      toldAt = clock.monotonic();
      return undefined;
    },
  };
}

/** Those under way, from time to time; those before them until they were computed after their end; and what was ordered. */
async function periodsToCompute(
  { ledger, clock }: Looking,
  { everyMs }: ScorePolicy,
  current: readonly Period[],
): Promise<Period[]> {
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
  const ordered = (await ledger.score.ordered()).flatMap((name) => parsePeriod(name) ?? []);
  return [...new Map([...due, ...ordered].map((period) => [period.name, period])).values()];
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
