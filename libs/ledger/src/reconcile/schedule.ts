import type pg from 'pg';
import { query } from '../database.ts';

/** When the next runs by the clock are begun; null: they are switched off, or no relay has said so yet. */
export interface Schedule {
  readonly hourly: Date | null;
  readonly nightly: Date | null;
}

const OFF = 0;
const SECOND_MS = 1_000;

/** Keeps when the next runs come, for whoever looks: only relays know how they are set. */
export async function writeSchedule(pool: pg.Pool, { hourly, nightly }: Schedule): Promise<void> {
  const seconds = [hourly, nightly].map((at) => (at === null ? OFF : Math.floor(at.getTime() / SECOND_MS)));
  await query(pool, {
    name: 'schedule-write',
    text: `INSERT INTO duty AS d (name, cursor) VALUES ('reconcile-next-hourly', $1), ('reconcile-next-nightly', $2)
      ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor`,
    values: seconds,
  });
}

/** When the next runs come. */
export async function readSchedule(pool: pg.Pool): Promise<Schedule> {
  const rows = await query<{ name: string; cursor: number }>(pool, {
    name: 'schedule-read',
    text: `SELECT name, cursor FROM duty WHERE name IN ('reconcile-next-hourly', 'reconcile-next-nightly')`,
  });
  const at = (name: string): Date | null => {
    const seconds = rows.find((row) => row.name === name)?.cursor ?? OFF;
    return seconds === OFF ? null : new Date(seconds * SECOND_MS);
  };
  return { hourly: at('reconcile-next-hourly'), nightly: at('reconcile-next-nightly') };
}
