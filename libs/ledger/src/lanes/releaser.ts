import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import { sleep, type Clock, type Log } from '#runtime';
import { inTransaction, query, sendAll } from '../database.ts';
import { clearQuiet } from './clear-incidents.ts';
import { findKnown, releaseBatch, type KnownCode, type RunRelease } from './release.ts';
import { insertLiveOutcomes } from './write-outcomes.ts';

interface ReleaserParts {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly log: Log;
}

const LANES_PER_BATCH = 500;
/** Looks after each change: for lanes that were locked, or that somebody with the older tables held meanwhile. */
const LOOKS_PER_CHANGE = 6;
/** Between looks when nothing has changed: for codes that become valid with a new day, and for who held a lane after all looks. */
const LOOK_EVERY_MS = 60_000;
/** Until then every relay has heard of the change and has the newer tables, so that none holds again what was just released. */
const HEARD_WITHIN_MS = 1_000;
/** Between batches at least as long as the batch took: releasing takes at most half of one connection, and intake goes on beside it. */
const LEAST_PAUSE_MS = 10;

/**
 * Releases what waits for a code once the tables have it for that day: bit by bit, each batch in a transaction of its own, however many lanes wait.
 * Several relays share the work; one that ends in the middle leaves the rest to the next look.
 */
export class Releaser {
  private looksLeft = 0;
  private lookedAt = 0;
  private under: Promise<void> | undefined;
  private isClosed = false;

  constructor(private readonly parts: ReleaserParts) {}

  /** The tables have changed. */
  codesChanged(): void {
    this.looksLeft = LOOKS_PER_CHANGE;
    void this.look();
  }

  /** Looks again: at once as long as the last change is not long ago, else now and then; resolves with the look that is under way. */
  look(): Promise<void> {
    const { clock, log } = this.parts;
    const isQuiet = this.looksLeft === 0;
    const isTime = !isQuiet || clock.monotonic() - this.lookedAt >= LOOK_EVERY_MS;
    if (this.under !== undefined || this.isClosed || !isTime) return this.under ?? Promise.resolve();
    const isFirst = this.looksLeft === LOOKS_PER_CHANGE;
    this.lookedAt = clock.monotonic();
    if (!isQuiet) this.looksLeft -= 1;
    this.under = this.release(isFirst)
      .catch((error: unknown) => {
        // A look that failed was none.
        if (!isQuiet) this.looksLeft += 1;
        log.error(error, 'releasing lanes failed');
      })
      .finally(() => {
        this.under = undefined;
      });
    return this.under;
  }

  /** Clears what holds nothing up and has not happened again for long. */
  async forgetQuiet(): Promise<void> {
    await query(this.parts.pool, clearQuiet(this.parts.clock.now()));
  }

  /** Resolves once the batch that is under way is written; what is left waits for another process. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.under;
  }

  private async release(isFirst: boolean): Promise<void> {
    const known = await this.inOne((run) => findKnown(run));
    if (known.length === 0) return;
    if (isFirst) await sleep(HEARD_WITHIN_MS);
    let lanes = 0;
    for (const code of known) lanes += await this.releaseFor(code);
    if (lanes > 0) this.parts.log.event('lanes.released', { released: lanes });
  }

  /** Releases all that wait for that code; answers how many. */
  private async releaseFor(known: KnownCode): Promise<number> {
    let lanes = 0;
    for (let after: number | undefined = 0; after !== undefined && !this.isClosed;) {
      const since = performance.now();
      const batch = await this.releaseSome(known, after);
      lanes += batch.lanes;
      after = batch.upTo;
      if (after !== undefined) await sleep(Math.max(LEAST_PAUSE_MS, performance.now() - since));
    }
    return lanes;
  }

  private async releaseSome(known: KnownCode, after: number): Promise<{ lanes: number; upTo: number | undefined }> {
    const now = this.parts.clock.now();
    const order = { known, after, most: LANES_PER_BATCH, now, today: legalDay(instantOf(now)) };
    return inTransaction(this.parts.pool, async (db) => {
      const batch = await releaseBatch(runOn(db), order);
      await sendAll(db, insertLiveOutcomes(batch.outcomes, now));
      // Told with the commit, and only then.
      if (batch.lanes > 0) await db.query('NOTIFY lanes_due');
      return batch;
    });
  }

  private inOne<T>(work: (run: RunRelease) => Promise<T>): Promise<T> {
    return inTransaction(this.parts.pool, (db) => work(runOn(db)));
  }
}

function runOn(db: pg.PoolClient): RunRelease {
  return async <R>(text: string, values: readonly unknown[]) => (await db.query(text, [...values])).rows as R[];
}
