import type { CallRecord, CallToBegin, ClaimedLane, ItemResult, LaneNext, Settlement } from '#ledger';
import type { Answer, CallDeadline } from '#protocols';
import { faultPoint, sleep, uuidv7 } from '#runtime';
import { callDeadline } from './lease.ts';
import type { Road } from './road.ts';

/** A call that was begun: its record so far, and until when it may run. */
export interface BegunCall {
  readonly id: string;
  readonly begunAt: Date;
  readonly deadline: CallDeadline;
}

const SETTLE_AGAIN_MS = 250;

/** Notes that a call begins; undefined when it must not be made (the lane was lost, an item was replaced). */
export async function begin(
  lane: ClaimedLane,
  call: Pick<CallToBegin, 'service' | 'items' | 'superseded' | 'possiblyTwice' | 'codesVersion' | 'wokenBy'>,
  road: Road,
): Promise<BegunCall | undefined> {
  const { ledger, clock, destination, holder } = road;
  const since = clock.monotonic();
  const begunAt = clock.now();
  const id = uuidv7(begunAt);
  const begun = await ledger.begin({ ...call, lane, id, begunAt, epoch: lane.epoch }, { leaseMs: destination.leaseMs, holder });
  if (!begun) return undefined;
  faultPoint('relay.begun');
  return { id, begunAt, deadline: callDeadline(since, destination, clock) };
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

/**
 * Settles, and keeps trying while the database is away for as long as the lease may still be ours: a known outcome is worth
 * more than one that has to be found out again. After that the lane is rescued by whoever comes.
 */
export async function settle(settlement: Settlement, { ledger, clock, destination, log }: Road): Promise<void> {
  const until = clock.monotonic() + destination.leaseMs;
  for (;;) {
    try {
      const settled = await ledger.settle(settlement);
      faultPoint('relay.settled');
      if (settled === 'lost') log.event('lane.lost', { partner: destination.id, fence: settlement.lane.fence }, 'warn');
      return;
    } catch (error) {
      if (clock.monotonic() > until) throw error;
      await sleep(SETTLE_AGAIN_MS);
    }
  }
}
