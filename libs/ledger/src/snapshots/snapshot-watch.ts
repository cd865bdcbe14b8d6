import type pg from 'pg';
import { sleep } from '#runtime';
import { readVersions, SNAPSHOT_LISTS, type SnapshotList, type Versions } from './versions.ts';

/** Between two looks where no notice comes: what is held in memory is never older than this, and one reading. */
const LOOK_EVERY_MS = 500;
/** Between two readings, however many notices come: of many changes at once most are read together. */
const LEAST_PAUSE_MS = 200;

/** Reads anew what has changed. One that fails is called again at the next look. */
export type Refresh = (changed: ReadonlySet<SnapshotList>) => Promise<void>;

/**
 * Keeps what a process holds in memory fresh: on a notice, and by a look at one row of versions, so that nothing stays old because a notice
 * was lost.
 */
export class SnapshotWatch {
  private seen: Versions | undefined;
  private under: Promise<void> | undefined;
  private isAskedAgain = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly refresh: Refresh,
  ) {}

  /** Reads everything for the first time. */
  async open(): Promise<void> {
    await this.compare();
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Looks soon. While the database is away, what was read last stays. */
  look(): void {
    if (this.isClosed) return;
    if (this.under !== undefined) {
      this.isAskedAgain = true;
      return;
    }
    this.under = this.compare()
      .catch(() => undefined)
      .then((isNew) => (isNew === true ? sleep(LEAST_PAUSE_MS) : undefined))
      .then(() => {
        this.under = undefined;
        if (!this.isAskedAgain) return;
        this.isAskedAgain = false;
        this.look();
      });
  }

  /** Resolves with the look that is under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.under;
  }

  /** Whether anything was new. Versions are read first: what is read afterwards is at least as new. */
  private async compare(): Promise<boolean> {
    const versions = await readVersions(this.pool);
    const seen = this.seen;
    const changed = new Set(SNAPSHOT_LISTS.filter((list) => versions[list] !== seen?.[list]));
    if (changed.size === 0) return false;
    await this.refresh(changed);
    this.seen = versions;
    return true;
  }
}
