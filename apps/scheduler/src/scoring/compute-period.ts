import { instantOf, legalDay, parseProcedureCode, type Calendar, type LegalDay } from '#canonical';
import { NEVER_DUE, type DossierToScore, type DutyLedger, type ScoreLoss } from '#ledger';
import type { Clock } from '#runtime';
import { judge, Tally, traitsOf, type Ground, type Judgement, type Period, type ProcedureTraits, type Rules } from '#scoring';

/** The destination that counts. */
export const SCORED_AT = 'national';

const DOSSIERS_PER_PORTION = 500;
const OF_PROCEDURES = '3.5';

interface Parts {
  readonly ledger: Pick<DutyLedger, 'score'>;
  readonly clock: Clock;
  readonly calendar: Calendar;
  /** Leaves off between two portions; what was written so far is forgotten by the next run. */
  readonly stopping?: AbortSignal;
}

interface Course {
  readonly run: string;
  readonly ground: Ground;
  readonly tally: Tally;
  readonly traitsOf: (procedure: string) => ProcedureTraits;
  readonly unitOf: (unit: number) => number;
}

/**
 * Computes a period of both sides by these formulas, and keeps it as what the period shows. Answers how many dossiers it read; undefined: it was
 * stopped before.
 */
export async function computePeriod(parts: Parts, period: Period, rules: Rules): Promise<number | undefined> {
  const { clock, calendar } = parts;
  const { score } = parts.ledger;
  const day = earlier(lastDayOf(period), clock.now());
  const heirs = await score.heirs(day);
  const known = await score.procedures(day);
  const tally = new Tally();
  const course: Course = {
    run: await score.begin({ period: period.name, endsAt: new Date(period.ends * 1_000), rules, now: clock.now() }),
    ground: { period, parameters: rules.parameters, calendar },
    tally,
    traitsOf: memo((procedure) => traitsOf(known.get(parseProcedureCode(procedure)?.national ?? procedure))),
    unitOf: memo((unit) => heirOf(unit, heirs)),
  };
  const walked = await walk(parts, course, period);
  if (walked === undefined) return undefined;
  await score.finish({
    ...{ run: course.run, period: period.name, now: clock.now(), ...walked },
    sums: [...tally.results()].map(({ unit, figure, sum: { did, counted, lost } }) => ({
      ...{ unitId: unit, figure, lost },
      did: [did.numerator, did.denominator, did.unknown],
      counted: [counted.numerator, counted.denominator, counted.unknown],
    })),
    covered: { figure: OF_PROCEDURES, places: [...tally.covered()] },
  });
  return walked.dossiers;
}

/** Reads dossier after dossier, a portion at a time, and writes down what is lost. */
async function walk(
  { ledger: { score }, stopping }: Parts,
  course: Course,
  period: Period,
): Promise<{ dossiers: number; unfilled: number } | undefined> {
  const { starts, ends, from, to } = period;
  const since = monthsBefore(from, course.ground.parameters.lookBackMonths);
  const walked = { dossiers: 0, unfilled: 0 };
  for (let after = 0, more = true; more;) {
    if (stopping?.aborted === true) return undefined;
    const order = { destination: SCORED_AT, from, to, starts, ends, since, after, limit: DOSSIERS_PER_PORTION };
    const portion = await score.read(order);
    await score.addLosses(
      course.run,
      portion.flatMap((dossier) => lossesOf(dossier, course)),
    );
    walked.dossiers += portion.length;
    walked.unfilled += portion.filter(isUnfilled).length;
    after = portion.at(-1)?.id ?? after;
    more = portion.length === DOSSIERS_PER_PORTION;
  }
  return walked;
}

/** Of either side it is not kept yet what decides its score. */
function isUnfilled({ head, acknowledged }: DossierToScore): boolean {
  return head.facts === undefined || (acknowledged !== undefined && acknowledged.facts === undefined);
}

function lossesOf(dossier: DossierToScore, { ground, tally, traitsOf: traits, unitOf }: Course): ScoreLoss[] {
  const { id: dossierId, procedure, unitId, lane, head } = dossier;
  const judgement: Judgement = judge(dossier, traits(procedure), ground);
  const place = { unit: unitOf(unitId), procedure };
  tally.add(place, judgement);
  return judgement.losses.map(({ figure, cause, field }) => ({
    ...{ dossierId, unitId: place.unit, procedure, figure, cause, field },
    dueOn: head.facts?.due ?? NEVER_DUE,
    ...{ laneState: lane?.state, laneCause: lane?.cause },
  }));
}

/** The unit that a unit has become, through however many mergers. */
function heirOf(unit: number, heirs: ReadonlyMap<number, number>): number {
  const reached = new Set([unit]);
  for (const one of reached) {
    const heir = heirs.get(one);
    if (heir !== undefined) reached.add(heir);
  }
  return [...reached].at(-1) ?? unit;
}

function memo<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const found = new Map<Key, Value>();
  return (key) => {
    const known = found.get(key) ?? find(key);
    found.set(key, known);
    return known;
  };
}

function lastDayOf({ ends }: Period): LegalDay {
  return legalDay(instantOf(new Date((ends - 1) * 1_000)));
}

function earlier(day: LegalDay, now: Date): LegalDay {
  const today = legalDay(instantOf(now));
  return day < today ? day : today;
}

function monthsBefore(day: LegalDay, months: number): LegalDay {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10) as LegalDay;
}
