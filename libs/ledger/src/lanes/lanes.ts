import type pg from 'pg';
import { GroupCommit, type Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { isAway } from '../database.ts';
import { beginCalls, type CallToBegin } from './begin.ts';
import { claimLanes, claimWitness, readHeldLanes, type ClaimOrder, type WitnessOrder } from './claim.ts';
import { hintLanes, takeHintsBack, type HintedLanes, type HintOrder } from './hint.ts';
import { readHistory, wasDelivered, whenDelivered, type HistoryItem } from './history.ts';
import type { ClaimedLane, LaneKey } from './lane.ts';
import { rescueLanes, type RescueOrder } from './rescue.ts';
import { settleLanes, type Settled } from './settle.ts';
import type { Settlement } from './settlement.ts';

interface LanesParts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/** How the lease of a begun call is renewed, and in whose name. */
export interface Holding {
  readonly leaseMs: number;
  readonly holder: string;
}

const GROUP = {
  maxWeight: 128,
  // One at a time: while it is under way the next one gathers, and what a statement costs is shared by more.
  maxInFlight: 1,
  maxWaiting: 10_000,
  isFaultOfOne: (error: unknown): boolean => !isAway(error),
};

/** What is gathered for one destination. */
interface Groups {
  readonly begins: GroupCommit<CallToBegin & Holding, boolean[]>;
  readonly settles: GroupCommit<Settlement, Settled>;
  readonly reads: GroupCommit<LaneKey, ClaimedLane | undefined>;
}

/**
 * The lanes as a relay works them: hint, claim, begin, settle, rescue. What is asked for together shares one statement, but never
 * over destinations: what is slow or goes wrong for one is no matter of another, and each has leases of its own length.
 */
export class Lanes {
  private readonly groups = new Map<string, Groups>();

  constructor(private readonly parts: LanesParts) {}

  /** Claims due lanes of a destination. */
  claim(order: Omit<ClaimOrder, 'now'>): Promise<ClaimedLane[]> {
    return claimLanes(this.parts.pool, this.parts.cipher, { ...order, now: this.parts.clock.now() });
  }

  /** Claims one lane that shows whether the destination takes anything at all, although it may be stopped. */
  claimWitness(order: Omit<WitnessOrder, 'now'>): Promise<ClaimedLane | undefined> {
    return claimWitness(this.parts.pool, this.parts.cipher, { ...order, now: this.parts.clock.now() });
  }

  /** A lane that was kept, with what waits in it now; undefined when it was lost. */
  readAgain(lane: LaneKey): Promise<ClaimedLane | undefined> {
    return this.of(lane.destination).reads.add(lane);
  }

  /** Notes that a call is begun; answers per lane of it, all of one destination, whether it may be sent. */
  begin(call: CallToBegin, holding: Holding): Promise<boolean[]> {
    return this.of(call.parts[0]?.lane.destination ?? '').begins.add({ ...call, ...holding });
  }

  /** Settles one turn of a lane. */
  settle(settlement: Settlement): Promise<Settled> {
    return this.of(settlement.lane.destination).settles.add(settlement);
  }

  /** Takes over lanes whose lease ran out; answers how many. */
  rescue(order: Omit<RescueOrder, 'now'>): Promise<number> {
    return rescueLanes(this.parts.pool, { ...order, now: this.parts.clock.now() });
  }

  history(lane: LaneKey, { versionsToo = false } = {}): Promise<readonly HistoryItem[]> {
    return readHistory(this.parts.pool, this.parts.cipher, { ...lane, versionsToo });
  }

  /** When what the destination has of a lane was sent, by seq; see `whenDelivered`. */
  whenDelivered(lane: LaneKey): Promise<ReadonlyMap<number, number>> {
    return whenDelivered(this.parts.pool, lane);
  }

  /** Whether the destination has taken something of a lane so lately that it may not show it yet. `callMs`: how long a call may be under way. */
  wasDelivered(lane: LaneKey, { withinMs, callMs }: { withinMs: number; callMs: number }): Promise<boolean> {
    const now = this.parts.clock.now().getTime();
    const [settledAfter, begunAfter] = [new Date(now - withinMs), new Date(now - withinMs - callMs)];
    return wasDelivered(this.parts.pool, { lane, settledAfter, begunAfter });
  }

  /** Takes lanes that became due lately, to tell a relay of them. */
  hint(order: Omit<HintOrder, 'now'>): Promise<HintedLanes> {
    return hintLanes(this.parts.pool, { ...order, now: this.parts.clock.now() });
  }

  takeHintsBack(destination: string, dossierIds: readonly number[]): Promise<void> {
    return takeHintsBack(this.parts.pool, destination, dossierIds);
  }

  /** Resolves once everything that was added is answered. */
  async drain(): Promise<void> {
    const all = [...this.groups.values()].flatMap(({ begins, settles, reads }) => [begins, settles, reads]);
    await Promise.allSettled(all.map((group) => group.drain()));
  }

  private of(destination: string): Groups {
    const known = this.groups.get(destination) ?? this.gather();
    this.groups.set(destination, known);
    return known;
  }

  private gather(): Groups {
    const { pool, cipher, clock } = this.parts;
    return {
      begins: new GroupCommit((calls) => this.beginGroup(calls), { ...GROUP, weigh: (call) => call.parts.length }),
      settles: new GroupCommit((settlements) => settleLanes(pool, cipher, { settlements, now: clock.now() }), GROUP),
      reads: new GroupCommit((lanes) => this.readGroup(lanes), GROUP),
    };
  }

  private beginGroup(calls: readonly (CallToBegin & Holding)[]): Promise<boolean[][]> {
    const leaseMs = Math.min(...calls.map((call) => call.leaseMs));
    const holder = calls[0]?.holder ?? '';
    return beginCalls(this.parts.pool, calls, { now: this.parts.clock.now(), leaseMs, holder });
  }

  private async readGroup(lanes: readonly LaneKey[]): Promise<(ClaimedLane | undefined)[]> {
    const read = await readHeldLanes(this.parts.pool, this.parts.cipher, lanes);
    const byDossier = new Map(read.map((lane) => [lane.dossierId, lane]));
    return lanes.map(({ dossierId }) => byDossier.get(dossierId));
  }
}
