import type pg from 'pg';
import { query } from './database.ts';

const WRITE_MS = 5_000;

/** How notes of one kind are kept. */
export interface NoteManner<Row> {
  readonly keyOf: (row: Row) => string;
  /** One note of what two of the same key say. */
  readonly join: (former: Row, row: Row) => Row;
  /** The statement that adds them to those that are written. */
  readonly statement: (rows: readonly Row[]) => pg.QueryConfig;
}

/**
 * Notes that nothing waits for: held in memory, one by key, and written every five seconds. A process that is killed loses those since; of a
 * statement whose answer was lost nobody knows whether it was carried out, and it is written once more. So figures may be made of them, and
 * nothing that is promised.
 */
export class NotesInMemory<Row> {
  private notes = new Map<string, Row>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly manner: NoteManner<Row>,
  ) {}

  open(): void {
    this.timer = setInterval(() => {
      this.write().catch(() => undefined);
    }, WRITE_MS);
    this.timer.unref();
  }

  note(row: Row): void {
    const key = this.manner.keyOf(row);
    const former = this.notes.get(key);
    this.notes.set(key, former === undefined ? row : this.manner.join(former, row));
  }

  /** Writes what was noted; what cannot be written is kept for the next time. */
  async write(): Promise<void> {
    const notes = this.notes;
    if (notes.size === 0) return;
    this.notes = new Map();
    // In one order everywhere, so that two processes never wait for each other.
    const rows = [...notes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    try {
      await query(this.pool, this.manner.statement(rows));
    } catch (error) {
      for (const row of rows) this.note(row);
      throw error;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.write().catch(() => undefined);
  }
}
