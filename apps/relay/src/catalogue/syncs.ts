import { randomUUID } from 'node:crypto';
import type { HeldSync, WantedPart } from '#ledger';
import {
  CROSS_WALKS,
  PROCEDURE_RECORD,
  type Answer,
  type CatalogueSource,
  type CatalogueWay,
  type SourceAnswer,
} from '#protocols';
import { counter, sleep } from '#runtime';
import type { Spoken } from '../dialects.ts';
import type { Road } from '../road.ts';
import { guardSource } from './guarded-source.ts';
import { Pace } from './pace.ts';
import { Patience } from './patience.ts';

/** Beyond what a login, the pace and a call may take: who is gone for longer finds another fence, and has lost at most what was on its way. */
const LEASE_MARGIN_MS = 2_000;
const IDLE_MS = 1_000;
const LOOK_AGAIN_MS = 250;
const AFTER_FAULT_MS = 2_000;
/** A second source that wants to be asked later than that is left to the next sync: nothing waits for it. */
const MOST_CROSS_WAIT_MS = 60_000;
const SAY_EVERY_MS = 10_000;

const calls = counter('gateway_catalogue_calls_total', 'Calls that read the catalogue by what is asked and how it was answered', [
  ...(['service', 'verdict'] as const),
] as const);

/** What is read of one destination. */
interface Sources {
  readonly road: Road;
  readonly own: CatalogueSource;
  readonly cross: CatalogueSource | undefined;
}

/** What a call came to: all well, not answered, or nothing can be asked for now. */
type Outcome = 'got' | 'failed' | 'later';

/**
 * Reads the catalogue of a portal for syncs that were ordered: lists, then records, one call after the other, at the pace that is
 * configured and by the session that all relays share. Whatever comes is written before the next call, so that whoever goes on after a
 * crash asks for nothing that is there. What differs is found by the scheduler; nothing comes into force here.
 */
export class Syncs {
  private readonly stopping = new AbortController();
  private readonly holder: string;
  private readonly paces = { own: this.newPace(), cross: this.newPace() };
  private readonly patience = { own: this.newPatience(), cross: this.newPatience() };
  private loop: Promise<void> | undefined;
  private saidAt = 0;

  constructor(private readonly sources: Sources) {
    this.holder = `${sources.road.holder}:${randomUUID().slice(0, 8)}`;
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
    await this.sources.road.ledger.syncs.release(this.holder).catch(() => undefined);
  }

  private newPace(): Pace {
    return new Pace({ monotonic: () => this.sources.road.clock.monotonic() });
  }

  private newPatience(): Patience {
    const { road } = this.sources;
    return new Patience({ monotonic: () => road.clock.monotonic() }, () => road.destination);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pause = await this.work().catch((error: unknown) => {
        this.sources.road.log.error(error, 'reading the catalogue failed');
        return AFTER_FAULT_MS;
      });
      if (pause > 0) await sleep(pause, signal);
    }
  }

  /** One call; answers how long to wait before the next look. */
  private async work(): Promise<number> {
    const { road } = this.sources;
    if (road.destination.catalogue === undefined || !(await this.mayAsk())) return IDLE_MS;
    const job = await road.ledger.syncs.hold(road.destination.id, { holder: this.holder, leaseMs: this.leaseMs });
    if (job === undefined) return IDLE_MS;
    return (await this.advance(job)) === 'later' ? LOOK_AGAIN_MS : 0;
  }

  private get leaseMs(): number {
    const { callTimeoutMs, catalogue } = this.sources.road.destination;
    return 2 * callTimeoutMs + 1_000 / (catalogue?.callsPerSecond ?? 1) + LEASE_MARGIN_MS;
  }

  /** A portal that is stopped, held or under maintenance is asked nothing. */
  private async mayAsk(): Promise<boolean> {
    const { ledger, destination, maintenance } = this.sources.road;
    if (maintenance.isOn || destination.mode !== 'live') return false;
    const { stoppedAt, pausedAt } = await ledger.destinations.read(destination.id);
    return stoppedAt === undefined && pausedAt === undefined;
  }

  private async advance(job: HeldSync): Promise<Outcome> {
    const { ledger, clock, log } = this.sources.road;
    if (clock.monotonic() - this.saidAt >= SAY_EVERY_MS) {
      this.saidAt = clock.monotonic();
      log.event('catalogue.advanced', { sync: job.id, state: job.state });
    }
    const part = await ledger.syncs.wantedPart(job);
    if (part !== undefined) return this.askPart(job, part);
    if (job.state === 'listing') {
      await ledger.syncs.wantRecords(job);
      return 'got';
    }
    const code = await ledger.syncs.wantedCode(job);
    if (code !== undefined) return this.askRecord(job, code);
    await ledger.syncs.finish(job);
    log.event('catalogue.read', { sync: job.id });
    return 'got';
  }

  private async askPart(job: HeldSync, wanted: WantedPart): Promise<Outcome> {
    const { syncs } = this.sources.road.ledger;
    const { part } = wanted;
    const cause =
      wanted.kind === 'cross'
        ? await this.askPage(job, wanted)
        : await this.ask(this.sources.own, part, async (source, way) => {
            const said = await source.list?.(part, way);
            if (said?.found !== undefined) await syncs.storeList(job, { part, ...said.found });
            return said;
          });
    if (typeof cause === 'object') await syncs.failPart(job, { part, ...cause });
    return typeof cause === 'object' ? 'failed' : cause;
  }

  private askPage(job: HeldSync, { part, place }: WantedPart): Promise<Exclude<Outcome, 'failed'> | Failure> {
    const { cross, road } = this.sources;
    const walk = CROSS_WALKS.find((known) => known === part);
    if (cross === undefined || walk === undefined) return Promise.resolve({ cause: 'catalogue.no-source' });
    return this.ask(cross, part, async (source, way) => {
      const said = await source.page?.(walk, place ?? undefined, way);
      if (said?.found !== undefined) await road.ledger.syncs.storePage(job, { part, ...said.found });
      return said;
    });
  }

  private async askRecord(job: HeldSync, code: string): Promise<Outcome> {
    const { syncs } = this.sources.road.ledger;
    const outcome = await this.ask(this.sources.own, PROCEDURE_RECORD, async (source, way) => {
      const said = await source.record?.(code, way);
      if (said?.found !== undefined) await syncs.storeRecord(job, { code, ...said.found });
      return said;
    });
    if (typeof outcome !== 'object') return outcome;
    await syncs.failRecord(job, code, outcome.cause);
    return 'failed';
  }

  /** Asks once, at the pace, with the session that is shared; a session that is refused is renewed by the rules of all who use it. */
  private async ask(source: CatalogueSource, service: string, call: Asking): Promise<Exclude<Outcome, 'failed'> | Failure> {
    const { road } = this.sources;
    const which = source.needsSession ? 'own' : 'cross';
    const patience = this.patience[which];
    if (which === 'cross' && patience.leftMs > MOST_CROSS_WAIT_MS) return { cause: 'catalogue.later', forGood: true };
    if (patience.leftMs > 0) return 'later';
    await this.paces[which].wait(road.destination.catalogue?.callsPerSecond ?? 1, this.stopping.signal);
    if (this.stopping.signal.aborted) return 'later';
    const held = source.needsSession ? await road.sessions.get() : { session: '', number: 0 };
    if (held === undefined) {
      patience.failed();
      return 'later';
    }
    const deadline = { at: road.clock.monotonic() + road.destination.callTimeoutMs, monotonic: () => road.clock.monotonic() };
    const said = await call(source, { session: held.session, deadline });
    const answer = said?.answer;
    calls.inc({ service, verdict: answer?.verdict ?? 'unknown' });
    if (answer === undefined) return { cause: 'catalogue.no-source' };
    if (said?.found === undefined) return source.needsSession ? this.judge(answer, held.number) : this.judgeCross(answer);
    patience.answered();
    return 'got';
  }

  /** Whatever brought nothing is waited after, so that a portal that is away for minutes is not asked for everything meanwhile. */
  private judge({ verdict, cause, retryAfterMs }: Answer, session: number): 'later' | Failure {
    const { own } = this.patience;
    switch (verdict) {
      case 'session': {
        this.sources.road.sessions.refused(session);
        // The first refused session says nothing; a service that refuses every session is no reason to log in for each code.
        const isFirst = own.failures === 0;
        own.failed(isFirst ? 0 : undefined);
        return isFirst ? 'later' : { cause };
      }
      case 'expired':
        return 'later';
      case 'deferred':
      case 'forbidden':
        own.failed(retryAfterMs);
        return 'later';
      default:
        own.failed(retryAfterMs);
        return { cause };
    }
  }

  /** The second source is asked a few times and then left: the sync does not wait for it. */
  private judgeCross({ verdict, cause, retryAfterMs }: Answer): 'later' | Failure {
    if (verdict === 'expired') return 'later';
    this.patience.cross.failed(retryAfterMs);
    return { cause };
  }
}

type Asking = (source: CatalogueSource, way: CatalogueWay) => Promise<SourceAnswer<unknown> | undefined>;

/** `forGood`: it is not asked for again in this sync. */
interface Failure {
  readonly cause: string;
  readonly forGood?: boolean;
}

/** Who reads the catalogues of these roads; `spoken` in the same order. */
export function openSyncs(roads: readonly Road[], spoken: readonly Pick<Spoken, 'catalogues'>[]): Syncs[] {
  return roads.flatMap((road, index) => {
    const { own, cross } = spoken[index]?.catalogues ?? {};
    return own === undefined ? [] : [new Syncs({ road, own: guardSource(own, road), cross: cross && guardSource(cross, road) })];
  });
}
