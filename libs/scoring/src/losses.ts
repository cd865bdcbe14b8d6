import type { ScoreFacts, Status } from '#canonical';
import { contributionsOf, isWorse, NOTHING, type Contribution } from './contributions.ts';
import type { ProcedureTraits } from './dossier-sides.ts';
import type { Ground } from './on-time.ts';
import type { DossierRecord, ItemProgress, LaneRecord, StepRecord } from './record.ts';
import type { Figure } from './rules.ts';
import { countedOf, didOf, isAcknowledged, isMissingThere, isOfMissingSteps, stepsOfRecord, WIRE_MEMBERS } from './two-sides.ts';

/** Why less counts than was done. */
export const LOSS_CAUSES = [
  ...['missing-there', 'record-waits', 'record-held', 'record-blocked', 'record-late', 'record-not-sent'],
  ...['step-never-sent', 'step-waits', 'step-held', 'step-blocked', 'step-late', 'step-missing-there', 'step-cancelled'],
  'field-differs',
] as const;
export type LossCause = (typeof LOSS_CAUSES)[number];

/** A figure in which a dossier counts for less than was done. `field`: which member or status it is about. */
export interface Loss {
  readonly figure: Figure;
  readonly cause: LossCause;
  readonly field: string | undefined;
}

/** What a dossier adds on both sides, and what it loses. */
export interface Judgement {
  readonly did: ReadonlyMap<Figure, Contribution>;
  readonly counted: ReadonlyMap<Figure, Contribution>;
  readonly losses: readonly Loss[];
}

/** Judges a dossier of both sides. */
export function judge(record: DossierRecord, traits: ProcedureTraits, ground: Ground): Judgement {
  const did = contributionsOf(didOf(record), traits, ground);
  const there = countedOf(record, ground.period);
  const counted = new Map(contributionsOf(there, traits, ground));
  counted.set('1.4', there.isThere ? amongReceived(counted.get('1.4'), did.get('1.4')) : missed(did.get('1.4')));
  const losses = [...did].flatMap(([figure, done]) => {
    const counts = counted.get(figure) ?? done;
    return isWorse(figure, counts, done) ? [{ figure, ...causeOf(figure, record, ground) }] : [];
  });
  return { did, counted, losses };
}

function missed(did: Contribution | undefined): Contribution {
  return { numerator: 0, denominator: did?.denominator ?? 0, unknown: did?.unknown ?? false };
}

/** Whoever is not there, or is there without its reception, is missed among those that are to be there. */
function amongReceived(counted: Contribution = NOTHING, did: Contribution = NOTHING): Contribution {
  return { ...counted, denominator: counted.unknown ? 0 : Math.max(counted.denominator, did.denominator) };
}

type Cause = Omit<Loss, 'figure'>;

/** By which members of a version a figure is decided. */
const MEMBERS: Readonly<Partial<Record<Figure, readonly (keyof ScoreFacts)[]>>> = {
  '1.4': ['received'],
  '2.1': ['received', 'due', 'supplements'],
  '2.2': ['received', 'supplements'],
  '3.3': ['received', 'channel', 'resultLink', 'resultCode'],
  '3.5': ['received', 'fees'],
  '3.6': ['received', 'fees', 'paid'],
  '4.1': ['received', 'resultLink'],
  '4.2': ['received', 'file', 'resultLink'],
  '4.3': ['received', 'channel', 'digitised', 'paperDigitised'],
  '4.4': ['received', 'fromStore'],
  '4.5': ['received', 'vneid', 'databases', 'fromStore'],
};

function causeOf(figure: Figure, record: DossierRecord, ground: Ground): Cause {
  const { acknowledged, lane, differences } = record;
  if (isMissingThere(differences)) return { cause: 'missing-there', field: undefined };
  if (acknowledged === undefined) return { cause: recordCause(record, lane), field: undefined };
  const steps = figure === '2.1' || figure === '2.2' ? stepCause(record, ground) : undefined;
  return steps ?? memberCause(MEMBERS[figure] ?? [], record);
}

/** What keeps a version from counting. */
function recordCause({ acknowledgedLate }: DossierRecord, lane: LaneRecord | undefined): LossCause {
  if (acknowledgedLate) return 'record-late';
  if (lane === undefined) return 'record-not-sent';
  return lane.state === 'held' ? 'record-held' : lane.state === 'blocked' ? 'record-blocked' : 'record-waits';
}

/** The step of the commune that does not count: one that finishes rather than another, the latest of them. */
function stepCause(record: DossierRecord, { period, parameters }: Ground): Cause | undefined {
  const finishing = parameters.finishing.flat();
  const rank = ({ status, at }: { status: Status; at: number }): number => (finishing.includes(status) ? 1e12 : 0) + at;
  const isOfPeriod = ({ at }: { at: number }): boolean => at < period.ends;
  if (record.differences.some(isOfMissingSteps)) return { cause: 'step-missing-there', field: undefined };
  const there = new Set(record.steps.filter((step) => isAcknowledged(step, period)).map(keyOf));
  const lacking = record.steps.filter((step) => isOfPeriod(step) && !there.has(keyOf(step)));
  const unsent = stepsOfRecord(record).filter(isOfPeriod);
  const candidates = [
    ...lacking.map((step) => ({ step, cause: progressCause(step, record.lane) })),
    ...unsent.map((step) => ({ step, cause: 'step-never-sent' as const })),
  ];
  const [worst] = candidates.toSorted((a, b) => rank(b.step) - rank(a.step));
  return worst && { cause: worst.cause, field: String(worst.step.status) };
}

function keyOf({ status, at }: StepRecord): string {
  return `${String(status)}|${String(at)}`;
}

const ENDED: readonly (ItemProgress | undefined)[] = ['cancelled', 'stale', 'superseded', undefined];

function progressCause({ progress }: StepRecord, lane: LaneRecord | undefined): LossCause {
  if (progress === 'delivered') return 'step-late';
  if (ENDED.includes(progress)) return 'step-cancelled';
  return lane?.state === 'held' ? 'step-held' : lane?.state === 'blocked' ? 'step-blocked' : 'step-waits';
}

/** A member that is known to differ there, or that only a newer version has than the portal knows. */
function memberCause(members: readonly (keyof ScoreFacts)[], record: DossierRecord): Cause {
  const { differences, head, acknowledged, lane } = record;
  const wireOf = (is: (member: keyof ScoreFacts) => boolean): string | undefined =>
    Object.keys(WIRE_MEMBERS).find((name) => WIRE_MEMBERS[name]?.some((member) => members.includes(member) && is(member)));
  const differing = differences.find(
    ({ kind, field }) => kind === 'field' && WIRE_MEMBERS[field]?.some((member) => members.includes(member)) === true,
  );
  if (differing !== undefined) return { cause: 'field-differs', field: differing.field };
  const changed = wireOf((member) => JSON.stringify(head.facts?.[member]) !== JSON.stringify(acknowledged?.facts?.[member]));
  return { cause: recordCause(record, lane), field: changed };
}
