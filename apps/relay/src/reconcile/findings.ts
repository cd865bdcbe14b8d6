import { canonicalText, instantOf, legalDay } from '#canonical';
import { STEPS, type ClaimedLane, type HistoryItem, type ReconcileFinding } from '#ledger';
import type { Found, WireItem } from '#protocols';
import type { WritingRoad } from '../deliver/draft.ts';
import { keyed } from '../look-up/keyed.ts';
import { leftAfter, sameRecord, textOf } from '../look-up/shown.ts';
import { acknowledged } from '../replay/difference.ts';
import type { Road } from '../road.ts';

type Present = Extract<Found, { kind: 'present' }>;

/** A lane with all its items. */
interface Lane {
  readonly lane: ClaimedLane;
  readonly history: readonly HistoryItem[];
}

/** The field under which a status is told that is not the one of the record. */
const STATUS = 'status';

/**
 * In what a destination differs from what it has acknowledged, field by field, as we would write it: with our cuts, and with the code tables
 * of the time when it was sent. What differs by the tables of today alone is told as that.
 */
export async function findingsOf(
  found: Present,
  compared: Lane,
  road: Pick<Road, 'writer' | 'ledger' | 'clock'>,
): Promise<ReconcileFinding[]> {
  const today = differencesBy(found, compared, road);
  if (today.length === 0) return [];
  const { codes, at } = (await road.ledger.codesWhenSent(compared.lane)) ?? { codes: road.ledger.codes(), at: road.clock.now() };
  const then = codes.version === road.ledger.codes().version ? today : differencesBy(found, compared, asOf(road, codes, at));
  const real = new Set(then.map(nameOf));
  const byTables = today.filter(({ kind, field }) => kind === 'field' && !real.has(nameOf({ kind, field })));
  const ordered = await withoutOwnOrder(found, compared, { road, findings: then });
  return [...ordered, ...byTables.map(({ field }) => ({ kind: 'codes' as const, field }))];
}

function nameOf({ kind, field }: ReconcileFinding): string {
  return `${kind}|${field}`;
}

function asOf({ writer }: WritingRoad, codes: ReturnType<WritingRoad['ledger']['codes']>, at: Date): WritingRoad {
  return { writer, ledger: { codes: () => codes }, clock: { now: () => at } };
}

function differencesBy(found: Present, { lane, history }: Lane, road: WritingRoad): ReconcileFinding[] {
  return [...stepFindings(found, { lane, history }, road), ...recordFindings(found, lane, road)];
}

/** As multisets, and where these are equal by their order. */
function stepFindings({ steps }: Present, { lane, history }: Lane, road: WritingRoad): ReconcileFinding[] {
  if (steps === undefined) return [];
  const shown = steps.map((step) => road.writer.stepKey(step));
  const known = keyed(history, lane, road);
  const ours = known.filter(({ state }) => state === 'delivered').map(({ key }) => key);
  const missing = leftAfter(ours, shown);
  // What waits and is there has arrived: that is no difference.
  const more = leftAfter(
    shown,
    known.map(({ key }) => key),
  );
  const findings: ReconcileFinding[] = [];
  if (missing.length > 0) findings.push({ kind: 'steps', field: STEPS.missing });
  if (more.length > 0) findings.push({ kind: 'steps', field: STEPS.more });
  if (findings.length === 0 && isOtherOrder(ours, shown)) findings.push({ kind: 'steps', field: STEPS.order });
  return findings;
}

function isOtherOrder(ours: readonly string[], shown: readonly string[]): boolean {
  const common = shown.filter((key) => ours.includes(key));
  return ours.some((key, at) => key !== common[at]);
}

/** Steps that were lost and sent again stand behind what came meanwhile: they are where we have put them. */
async function withoutOwnOrder(
  { steps }: Present,
  { lane, history }: Lane,
  { road, findings }: { road: Pick<Road, 'writer' | 'ledger' | 'clock'>; findings: readonly ReconcileFinding[] },
): Promise<readonly ReconcileFinding[]> {
  if (steps === undefined || !findings.some(({ field }) => field === STEPS.order)) return findings;
  const sentAt = await road.ledger.lanes.whenDelivered(lane);
  const delivered = keyed(history, lane, road).filter(({ state }) => state === 'delivered');
  const asSent = delivered.toSorted((a, b) => (sentAt.get(a.seq) ?? 0) - (sentAt.get(b.seq) ?? 0)).map(({ key }) => key);
  const shown = steps.map((step) => road.writer.stepKey(step));
  return isOtherOrder(asSent, shown) ? findings : findings.filter(({ field }) => field !== STEPS.order);
}

/** By the members that both have; the status by itself, since steps change it too. */
function recordFindings({ record, status }: Present, lane: ClaimedLane, road: WritingRoad): ReconcileFinding[] {
  const ours = acknowledged(lane, road);
  const fields =
    record !== undefined && ours !== undefined && sameRecord(record, ours) === 'other' ? differing(record, ours) : [];
  const findings = fields.map((field): ReconcileFinding => ({ kind: 'field', field }));
  if (lane.acked === undefined || canonicalText(status) === '') return findings;
  const day = legalDay(instantOf(road.clock.now()));
  const expected = road.ledger.codes().translate(lane.destination, 'status', String(lane.acked.dossier.status), day);
  return expected === status || expected === undefined ? findings : [...findings, { kind: 'field', field: STATUS }];
}

function differing(shown: WireItem, ours: WireItem): string[] {
  return Object.keys(ours).filter((member) => member in shown && textOf(shown[member]) !== textOf(ours[member]));
}
