import {
  PENDING_PER_LANE,
  plan,
  unmappedFingerprint,
  type ClaimedLane,
  type Forecast,
  type ForecastItem,
  type HistoryItem,
  type PendingItem,
  type Plan,
  type ReplayMode,
} from '#ledger';
import type { WireItem } from '#protocols';
import { draftCall, hashOf, type Draft, type WritingRoad } from '../deliver/draft.ts';
import type { Road } from '../road.ts';
import { acknowledged, type Difference } from './difference.ts';
import { differingFields } from './fields.ts';

/** What forecasting needs of a road: nothing of it speaks to a partner. */
export type ForecastRoad = WritingRoad & Pick<Road, 'can' | 'fields'>;

/** A lane with all its items, and how its destination differs from them. */
export interface ForecastOrder {
  readonly lane: ClaimedLane;
  readonly history: readonly HistoryItem[];
  readonly difference: Difference;
  readonly mode: ReplayMode;
}

/** The same as an answer to the job; what cannot be told is logged, and holds nothing else up. */
export function forecastOrFail(
  order: ForecastOrder,
  road: ForecastRoad & Pick<Road, 'log'>,
): { readonly forecast: Forecast } | { readonly failed: string } {
  try {
    return { forecast: forecastOf(order, road) };
  } catch (error) {
    road.log.error(error, 'a forecast failed');
    return { failed: 'forecast.failed' };
  }
}

/** Something of the lane is in doubt: what goes from there depends on what its turn finds. */
const LOOK_FIRST = 'lookup.first';

type Push = Extract<Plan, { kind: 'create' | 'update' | 'reassert' | 'steps' }>;

/**
 * What a lane would send, in order: the same plan and the same writer as in its turns, each answered as if the destination had taken
 * it. Pure but for the time at which codes are looked up.
 */
export function forecastOf(order: ForecastOrder, road: ForecastRoad): Forecast {
  let lane = asItWouldBe(order);
  let before = standing(order, road);
  const items: ForecastItem[] = [];
  for (;;) {
    const next = plan({ ...lane, pending: lane.pending.slice(0, PENDING_PER_LANE) }, road.can);
    if (next.kind === 'nothing') return { items, waits: undefined };
    if (!isPush(next)) return { items, waits: next.kind === 'lookup' ? LOOK_FIRST : next.kind };
    const draft = draftCall(lane, next, road);
    if ('missing' in draft) {
      const { table = '', code = '' } = draft.missing[0] ?? {};
      return { items, waits: unmappedFingerprint({ destination: lane.destination, table, code }) };
    }
    items.push(...toItems(draft, { lane, before }, road));
    const record = draft.again ?? draft.items.find(({ kind }) => kind === 'version')?.wire;
    before = record ?? before;
    lane = afterwards(lane, next, draft);
  }
}

function isPush(next: Plan): next is Push {
  return ['create', 'update', 'reassert', 'steps'].includes(next.kind);
}

/** The lane as the comparison would leave it. */
function asItWouldBe({ lane, history, difference, mode }: ForecastOrder): ClaimedLane {
  const settled = { ...lane, adopt: false, moved: false, inShadow: false, unsure: undefined, asked: undefined, cause: undefined };
  const waiting = (item: HistoryItem): boolean => item.state === 'pending' || item.state === 'refused';
  if (difference.kind === 'absent') {
    const pending = toPending(history, (item) => waiting(item) || item.state === 'delivered');
    return { ...settled, present: false, acked: undefined, pins: undefined, reassert: false, pending };
  }
  if (difference.kind === 'unseen')
    return { ...settled, reassert: lane.reassert || mode === 'reassert', pending: toPending(history, waiting) };
  const { lost, arrived, isOther } = difference;
  const pending = toPending(history, (item) => (waiting(item) && !arrived.includes(item.seq)) || lost.includes(item.seq));
  const reassert = lane.reassert || mode === 'reassert' || isOther || lost.length > 0;
  return { ...settled, present: true, reassert, pending };
}

function toPending(history: readonly HistoryItem[], goes: (item: HistoryItem) => boolean): PendingItem[] {
  return history.filter(goes).flatMap(({ seq, status, step, dossier, state, doubt }): PendingItem[] => {
    const common = { seq, status, sent: 0, doubt: doubt && state === 'pending' };
    if (step !== undefined) return [{ ...common, kind: 'step', step, possiblyTwice: false }];
    return dossier === undefined ? [] : [{ ...common, kind: 'version', dossier }];
  });
}

/** The record that the destination has: as it shows it where that differs, else the one that it acknowledged. */
function standing({ lane, difference }: ForecastOrder, road: ForecastRoad): WireItem | undefined {
  if (difference.kind === 'absent') return undefined;
  const ours = acknowledged(lane, road);
  if (difference.kind === 'unseen' || !difference.isOther || difference.record === undefined || ours === undefined) return ours;
  const { record } = difference;
  return Object.fromEntries(Object.keys(ours).map((member) => [member, member in record ? record[member] : ours[member]]));
}

function toItems(
  draft: Draft,
  { lane, before }: { lane: ClaimedLane; before: WireItem | undefined },
  { fields }: ForecastRoad,
): ForecastItem[] {
  const { kind: service, again, items } = draft;
  const item = (seq: number, kind: 'version' | 'step', wire: WireItem): ForecastItem => {
    const differing =
      kind === 'step' ? differingFields(undefined, wire, fields?.step) : differingFields(before, wire, fields?.record);
    return { service, seq, kind, hash: hashOf(wire), fields: differing };
  };
  if (again !== undefined) return [item(lane.acked?.seq ?? 0, 'version', again)];
  return items.map(({ seq, kind, wire }) => item(seq, kind, wire));
}

/** The lane once the destination has taken that call. */
function afterwards(lane: ClaimedLane, next: Push, draft: Draft): ClaimedLane {
  const gone = new Set([...draft.items.map(({ seq }) => seq), ...draft.superseded]);
  const pending = lane.pending.filter(({ seq }) => !gone.has(seq));
  if (next.kind === 'steps') return { ...lane, pending };
  const acked = next.kind === 'reassert' ? lane.acked : { seq: next.version.seq, dossier: next.version.dossier };
  return { ...lane, pending, acked, present: true, reassert: false, pins: draft.pins };
}
