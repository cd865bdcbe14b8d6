import {
  DatabaseAway,
  type CallRecord,
  type CallToBegin,
  type ClaimedLane,
  type ItemResult,
  type LaneNext,
  type Settled,
  type Settlement,
} from '#ledger';
import type { Answer, CallDeadline } from '#protocols';
import { faultPoint, Overloaded, sleep, uuidv7 } from '#runtime';
import { callDeadline } from './lease.ts';
import type { CallTrace } from './trace.ts';
import type { Road } from '../road.ts';

/** A call that was begun: its record so far, and until when it may run. */
export interface BegunCall {
  readonly id: string;
  readonly begunAt: Date;
  readonly deadline: CallDeadline;
  readonly trace: CallTrace;
}

/** A call that was noted, and for each of its lanes whether it may go along. */
export interface Beginning {
  readonly begun: BegunCall;
  readonly may: readonly boolean[];
}

/** What settling needs of a road: nothing of it speaks to a partner. */
export type SettlingRoad = Pick<Road, 'ledger' | 'clock' | 'destination' | 'log' | 'keepsLanes' | 'maintenance'>;

const SETTLE_AGAIN_MS = 250;

/** Notes that a call begins. A lane that was lost, or an item of which was replaced, may not go along. */
export async function begin(
  { trace, ...call }: Omit<CallToBegin, 'id' | 'begunAt'> & { readonly trace: CallTrace },
  { ledger, clock, destination, holder }: Pick<Road, 'ledger' | 'clock' | 'destination' | 'holder'>,
): Promise<Beginning> {
  const since = clock.monotonic();
  const begunAt = clock.now();
  const id = uuidv7(begunAt);
  const may = await ledger.lanes.begin({ ...call, id, begunAt }, { leaseMs: destination.leaseMs, holder });
  faultPoint('relay.begun');
  const deadline = { ...callDeadline(since, destination, clock), trace: trace.span };
  return { begun: { id, begunAt, deadline, trace }, may };
}

/** The record of an answered call; monotonic times become instants of the one clock. */
export function recordOf({ id, begunAt }: BegunCall, answer: Answer, { clock }: Road): CallRecord {
  const now = clock.now().getTime();
  const instant = (at: number | undefined): Date | undefined =>
    at === undefined ? undefined : new Date(now - clock.monotonic() + at);
  const { verdict, cause, http, code, body } = answer;
  return {
    ...{ id, begunAt, verdict, cause, http, code, body },
    sentAt: instant(answer.sentAt),
    answeredAt: instant(answer.answeredAt),
  };
}

/** A settlement that only moves the lane. */
export function moveOnly(lane: ClaimedLane, next: LaneNext, more: Partial<Settlement> = {}): Settlement {
  const items: ItemResult[] = [];
  return { lane, call: undefined, items, next, failures: lane.failures, cause: lane.cause, incidents: [], ...more };
}

/** What goes wrong during maintenance is no failure of a lane. */
function failuresOf({ failures, lane }: Settlement, { maintenance }: Pick<Road, 'maintenance'>): number {
  return maintenance.isOn ? Math.min(failures, lane.failures ?? failures) : failures;
}

/**
 * Settles, and keeps trying while the database is away for as long as the lease may still be ours: a known outcome is worth
 * more than one that has to be found out again. After that the lane is rescued by whoever comes.
 */
export async function settle(settlement: Settlement, road: SettlingRoad): Promise<Settled> {
  const { ledger, clock, destination, log } = road;
  const until = clock.monotonic() + destination.leaseMs;
  for (;;) {
    try {
      const keepMs = road.keepsLanes() ? destination.leaseMs : undefined;
      const settled = await ledger.lanes.settle({ ...settlement, keepMs, failures: failuresOf(settlement, road) });
      faultPoint('relay.settled');
      if (settled === 'lost') log.event('lane.lost', { partner: destination.id, fence: settlement.lane.fence }, 'warn');
      return settled;
    } catch (error) {
      // Anything else would fail in the same way again.
      const mayPass = error instanceof DatabaseAway || error instanceof Overloaded;
      if (!mayPass || clock.monotonic() > until) throw error;
      await sleep(SETTLE_AGAIN_MS);
    }
  }
}
