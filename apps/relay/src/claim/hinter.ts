import { laneQueue, type Bus } from '#bus';
import { Nap } from '#runtime';
import type { Road } from '../road.ts';

/** A command to look at lanes: ids inside the gateway, nothing of a dossier. */
export interface LanesDue {
  readonly v: 1;
  readonly destination: string;
  readonly lanes: readonly number[];
}

const POLL_MS = 1_000;
/** Lanes that become due at nearly the same time are told of together. */
const SOONEST_MS = 20;
const LANES_PER_COMMAND = 100;
const LANES_PER_LOOK = 2_000;
/** Lanes that became due earlier and were not told of are the poll's. */
const RECENT_MS = 10_000;
/** A group that took that long to commit is still seen. */
const OVERLAP_MS = 1_000;

/**
 * Tells the relays through the broker which lanes have become due: on every notice, when the next one is due, and every second. A
 * lane of which a notice tells may be due a moment later by our clock than by that of who accepted it.
 */
export class Hinter {
  private readonly stopping = new AbortController();
  private readonly nap = new Nap();
  private noticed = false;
  private toldUpTo = 0;
  private nextAt: Date | undefined;
  private loop: Promise<void> | undefined;

  constructor(
    private readonly road: Road,
    private readonly bus: Bus,
  ) {}

  start(): void {
    this.loop = this.run();
  }

  /** Says that lanes may have become due. */
  notice(): void {
    this.noticed = true;
    this.nap.wake();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.nap.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.noticed = false;
      const told = await this.tell().catch((error: unknown) => {
        this.road.log.error(error, 'telling of due lanes failed');
        return 0;
      });
      if (told < LANES_PER_LOOK) await this.rest();
    }
  }

  /** Until a notice, the time when the next lane is due, or the next look. */
  private async rest(): Promise<void> {
    if (this.noticed || this.stopping.signal.aborted) return;
    const untilNext = (this.nextAt?.getTime() ?? Infinity) - this.road.clock.now().getTime();
    await this.nap.sleep(Math.min(POLL_MS, Math.max(SOONEST_MS, untilNext)));
  }

  /** Answers how many lanes it told of. Without a working broker the relays look for themselves. */
  private async tell(): Promise<number> {
    this.nextAt = undefined;
    const { ledger, clock, destination, maintenance, budget } = this.road;
    // Who may claim now or only so much looks for itself.
    if (this.bus.state() !== 'connected' || maintenance.isOn || budget.isLimited) return 0;
    const since = new Date(Math.max(clock.now().getTime() - RECENT_MS, this.toldUpTo - OVERLAP_MS));
    const { dossierIds, upTo, nextAt } = await ledger.lanes.hint({ destination: destination.id, since, most: LANES_PER_LOOK });
    if (upTo !== undefined) this.toldUpTo = upTo.getTime();
    this.nextAt = nextAt;
    const commands: Promise<void>[] = [];
    for (let at = 0; at < dossierIds.length; at += LANES_PER_COMMAND)
      commands.push(this.publish(dossierIds.slice(at, at + LANES_PER_COMMAND)));
    await Promise.all(commands);
    return dossierIds.length;
  }

  private async publish(lanes: readonly number[]): Promise<void> {
    const { id } = this.road.destination;
    const body: LanesDue = { v: 1, destination: id, lanes };
    try {
      await this.bus.publish({ to: { queue: laneQueue(id) }, type: 'lanes.due', body });
    } catch {
      await this.road.ledger.lanes.takeHintsBack(id, lanes);
    }
  }
}

/** The lanes of a command; undefined when it cannot be read or is not for that destination. */
export function readLanesDue(body: unknown, destination: string): readonly number[] | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { v, destination: other, lanes } = body as Partial<Record<keyof LanesDue, unknown>>;
  const isRight = v === 1 && other === destination && Array.isArray(lanes) && lanes.length <= LANES_PER_COMMAND;
  if (!isRight || !lanes.every((lane) => Number.isSafeInteger(lane))) return undefined;
  return lanes as number[];
}
