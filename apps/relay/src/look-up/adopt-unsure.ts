import { instantOf, legalDay } from '#canonical';
import {
  PORTAL_AHEAD,
  type ClaimedLane,
  type HistoryItem,
  type IncidentToOpen,
  type ItemResult,
  type Settlement,
  type Unsure,
} from '#ledger';
import type { Found, Pins } from '#protocols';
import { backoffMs, delaysOf } from '../deliver/backoff.ts';
import { moveOnly } from '../deliver/calls.ts';
import type { Road } from '../road.ts';
import { afterLookUp } from '../session/refusal.ts';
import { reconcile, type OurItem, type Reconciled } from './reconcile.ts';

/** A lane whose portal may know more than we do. */
interface UnsureTurn {
  readonly lane: ClaimedLane & { readonly unsure: Unsure };
  readonly road: Road;
}

/** What a look-up showed, beside all that is known of the lane. */
interface Seen {
  readonly found: Extract<Found, { kind: 'present' }>;
  readonly history: readonly HistoryItem[];
  readonly call: NonNullable<Settlement['call']>;
}

/**
 * Takes what the portal shows of ours as delivered, where our memory came back from a backup. While the portal shows more than we
 * know, nothing older is sent over it: the commune is asked for what is missing, and has a while for that. After it, what came
 * since then goes on, and a lane that has only older versions waits for a newer one.
 */
export function adoptUnsure({ lane, road }: UnsureTurn, { found, history, call }: Seen): Settlement {
  const { unsure } = lane;
  const seen = reconciled(lane, { found, history }, road);
  const isSure = found.steps !== undefined && seen.unknown === undefined;
  const lookedSeq = Math.max(0, ...history.map(({ seq }) => seq));
  const want = seen.unknown === undefined ? {} : { want: seen.unknown };
  const common: Partial<Settlement> = {
    ...{ call, present: true, adopt: false, superseded: seen.superseded },
    items: [...seen.arrived.map(arrived), ...(found.steps === undefined && road.can.lookup === 'steps' ? doubtful(lane) : [])],
    reconciliation: { restoration: unsure.id, isSure, lookedSeq, ...want },
  };
  const goOn = moveOnly(lane, { kind: 'go-on' }, { ...common, ...afterLookUp(lane, seen.arrived.length) });
  if (seen.unknown === undefined) return goOn;
  // The record that was to be asserted once more is older than what is there.
  const behind = { ...common, reassert: false };
  const open = openItems(history, seen);
  if (open.length === 0) return { ...goOn, ...behind };
  if (road.clock.now() < unsure.resendUntil) return waitForCommune({ lane, road }, behind);
  return goOnBehind({ lane, road }, { behind, open, superseded: seen.superseded });
}

/** Whether the portal shows more of a lane than we know. */
export function isAhead(lane: ClaimedLane, shown: Pick<Seen, 'found' | 'history'>, road: Road): boolean {
  return reconciled(lane, shown, road).unknown !== undefined;
}

function reconciled(lane: ClaimedLane, { found, history }: Pick<Seen, 'found' | 'history'>, road: Road): Reconciled {
  const steps = found.steps?.map((step) => road.writer.stepKey(step));
  return reconcile(ourItems(lane, history, road), { status: found.status, steps, record: found.record });
}

/** Asked again whenever something comes, and now and then: accepting may have been faster than this. No job waits for it. */
function waitForCommune({ lane, road }: UnsureTurn, behind: Partial<Settlement>): Settlement {
  const waitMs = backoffMs(lane.failures, delaysOf(road.destination));
  const reconciliation = behind.reconciliation && { ...behind.reconciliation, lookedSeq: 0 };
  const answered = lane.asked && { job: lane.asked.job, failed: PORTAL_AHEAD };
  const common = { ...behind, failures: lane.failures + 1, cause: PORTAL_AHEAD, ...(answered && { answered }) };
  const more = { ...common, ...(reconciliation && { reconciliation }) };
  return moveOnly(lane, { kind: 'later', state: 'verifying', waitMs }, more);
}

/** The commune had its time. What it sent since then goes on; an older version stands aside for it, or waits for one. */
function goOnBehind(
  { lane }: UnsureTurn,
  { behind, open, superseded }: { behind: Partial<Settlement>; open: readonly HistoryItem[]; superseded: readonly number[] },
): Settlement {
  const versions = open.filter(({ kind }) => kind === 'version');
  const older = versions.filter(({ acceptedAt }) => acceptedAt <= lane.unsure.moment).map(({ seq }) => seq);
  const [first] = older;
  if (first !== undefined && older.length === versions.length) {
    const fingerprint = `restored|${lane.destination}|behind`;
    const incidents: IncidentToOpen[] = [{ fingerprint, kind: 'restored', mustAct: 'commune' }];
    return moveOnly(lane, { kind: 'blocked', seq: first }, { ...behind, cause: fingerprint, incidents });
  }
  const more = { ...behind, superseded: [...superseded, ...older], failures: 0, cause: undefined };
  return moveOnly(lane, { kind: 'go-on' }, more);
}

function openItems(history: readonly HistoryItem[], { arrived: there, superseded }: Reconciled): HistoryItem[] {
  return history.filter(({ state, seq }) => state === 'pending' && !there.includes(seq) && !superseded.includes(seq));
}

function ourItems(lane: ClaimedLane, history: readonly HistoryItem[], road: Road): OurItem[] {
  const { writer, ledger, clock } = road;
  const [codes, now] = [ledger.codes(), instantOf(clock.now())];
  const pins = lane.pins as Pins | undefined;
  return history.map((item): OurItem => {
    const { seq, kind, state, acceptedAt, step, dossier } = item;
    const status = codes.translate(lane.destination, 'status', String(item.status), legalDay(now));
    const common = { seq, kind, state, acceptedAt, status };
    const written =
      step === undefined
        ? dossier && writer.record({ dossier, removedPapers: [], codes, now, pins })
        : writer.step({ step, codes, now });
    if (written?.kind !== 'written') return common;
    return kind === 'step' ? { ...common, key: writer.stepKey(written.item) } : { ...common, record: written.item };
  });
}

function arrived(seq: number): ItemResult {
  return {
    seq,
    outcome: 'delivered',
    cause: 'lookup.found',
    state: 'delivered',
    doubt: false,
    possiblyTwice: false,
  };
}

/** It was to show its steps and does not: of those that may be there nobody can tell. */
function doubtful({ pending }: ClaimedLane): ItemResult[] {
  return pending.flatMap((item) =>
    item.kind === 'step' && item.mayBeThere === true
      ? [
          {
            seq: item.seq,
            outcome: 'unknown',
            cause: 'lookup.no-steps',
            state: 'pending',
            doubt: true,
            possiblyTwice: false,
          } as const,
        ]
      : [],
  );
}
