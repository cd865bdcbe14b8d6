import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import { inTransaction, query } from '../../database.ts';
import { writeDown } from '../../desk/write-down.ts';
import { activate } from './activate.ts';
import { compare, noteDifferences } from './compare.ts';
import { BY_ITSELF, orderSync, type SyncState, type SyncTask } from './sync.ts';

/** What a sync came to. */
export interface FinishedSync {
  readonly id: string;
  readonly suspicious: boolean;
  readonly listed: number;
  readonly known: number;
  readonly staged: number;
  readonly active: number;
  readonly waiting: number;
  /** Parts and records that could not be had. */
  readonly failed: number;
}

/** Timed part of syncs: they are ordered by the night, laid out, and compared once all is there. */
export class SyncDuty {
  constructor(private readonly pool: pg.Pool) {}

  /** Orders the sync of a night, unless one was ordered since it became due, or is under way. Answers its id where it is new. */
  orderNightly(order: { destination: string; due: Date; now: Date }): Promise<string | undefined> {
    return inTransaction(this.pool, async (db) => {
      const { rowCount } = await db.query({
        name: 'sync-since',
        text: `SELECT 1 FROM job WHERE kind = 'sync' AND $1 = ANY(destinations) AND created_at >= $2 LIMIT 1`,
        values: [order.destination, order.due],
      });
      if (rowCount !== 0) return undefined;
      const { id, isNew } = await orderSync(db, { ...order, by: BY_ITSELF, reason: 'hằng đêm / nightly' });
      return isNew ? id : undefined;
    });
  }

  /** When the last sync of a destination was ordered. */
  async lastOrdered(destination: string): Promise<Date | undefined> {
    const text = `SELECT max(created_at) AS at FROM job WHERE kind = 'sync' AND $1 = ANY(destinations)`;
    const [row] = await query<{ at: Date | null }>(this.pool, { name: 'sync-last', text, values: [destination] });
    return row?.at ?? undefined;
  }

  /** Lays out what ordered syncs ask for, by the configuration of this moment: relays begin with them then. Answers how many. */
  layOut(destination: string, task: SyncTask, { parts, now }: { parts: readonly LaidPart[]; now: Date }): Promise<number> {
    return inTransaction(this.pool, async (db) => {
      const { rows } = await db.query<{ id: string }>({
        name: 'sync-lay-out',
        text: `UPDATE job SET started_at = $3, task = $2 WHERE kind = 'sync' AND state = 'listing' AND started_at IS NULL AND $1 = ANY(destinations)
          RETURNING id`,
        values: [destination, JSON.stringify(task), now],
      });
      for (const { id } of rows)
        await db.query({
          name: 'sync-lay-parts',
          text: `INSERT INTO catalogue_part (job_id, part, kind, state) SELECT $1, part, kind, 'waiting'
            FROM unnest($2::text[], $3::text[]) AS p (part, kind)`,
          values: [id, parts.map(({ part }) => part), parts.map(({ kind }) => kind)],
        });
      return rows.length;
    });
  }

  /** Ends what was ordered of destinations of which nobody reads the catalogue: nobody would ever begin with it. Answers how many. */
  async turnDown(read: readonly string[], now: Date): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'sync-turn-down',
      text: `UPDATE job SET state = 'failed', finished_at = $2, error = 'sync.not-configured'
        WHERE kind = 'sync' AND state = 'listing' AND started_at IS NULL AND NOT destinations && $1::text[]`,
      values: [read, now],
    });
    return rowCount ?? 0;
  }

  /** Syncs that were ordered before that moment and are not over. */
  standing(before: Date): Promise<StandingSync[]> {
    return query<StandingSync>(this.pool, {
      name: 'sync-standing',
      text: `SELECT destinations[1] AS destination, state, created_at AS since FROM job
        WHERE kind = 'sync' AND state IN ('listing', 'running', 'ready') AND created_at < $1 ORDER BY created_at`,
      values: [before],
    });
  }

  /** Compares the next sync of which all is there, stages what differs and brings into force what does so by itself. */
  async finishNext(now: Date): Promise<FinishedSync | undefined> {
    return inTransaction(this.pool, async (db) => {
      const { rows } = await db.query<{ id: string; task: SyncTask }>({ name: 'sync-next-ready', text: NEXT_READY });
      const [job] = rows;
      if (job === undefined) return undefined;
      const day = legalDay(instantOf(now));
      const compared = await compare(db, { job: job.id, task: job.task, day, now });
      const { rows: safe } = await db.query<{ id: number }>({
        name: 'sync-safe',
        text: SAFE,
        values: [job.id, job.task.itself, job.task.waitsWhileOpen],
      });
      const ids = safe.map(({ id }) => id);
      const { active } = ids.length === 0 ? { active: 0 } : await activate(db, { ids, day, by: BY_ITSELF, now });
      if (job.task.crossCheck) await noteDifferences(db, { job: job.id, day });
      const { rows: counted } = await db.query<Pick<FinishedSync, 'waiting' | 'failed'>>({
        name: 'sync-left',
        text: LEFT,
        values: [job.id],
      });
      const finished = { id: job.id, ...compared, active, waiting: 0, failed: 0, ...counted[0] };
      await close(db, finished, now);
      return finished;
    });
  }

  /** Changes that wait for a person, and since when the oldest does. */
  async waiting(): Promise<{ readonly count: number; readonly since: Date | null }> {
    const text = `SELECT count(*)::int AS count, min(staged_at) AS since FROM catalogue_change WHERE state = 'waiting'`;
    const [row] = await query<{ count: number; since: Date | null }>(this.pool, { name: 'sync-waiting', text });
    return row ?? { count: 0, since: null };
  }
}

/** A sync that does not come to its end. */
export interface StandingSync {
  readonly destination: string;
  readonly state: SyncState;
  readonly since: Date;
}

/** A list, or a walk of the second source, that a sync asks for. */
export interface LaidPart {
  readonly part: string;
  readonly kind: 'procedures' | 'list' | 'cross';
}

async function close(db: pg.PoolClient, { id, suspicious, ...counts }: FinishedSync, now: Date): Promise<void> {
  await db.query({
    name: 'sync-done',
    text: `UPDATE job SET state = 'done', finished_at = $2, counts = $3, error = $4 WHERE id = $1`,
    values: [id, now, JSON.stringify(counts), suspicious ? 'sync.suspicious' : null],
  });
  if (counts.active === 0) return;
  const act = { by: BY_ITSELF, reason: 'chính sách / policy', now };
  await writeDown(db, act, { act: 'catalogue.activate', subject: id, details: { changes: counts.active } });
}

const NEXT_READY = `SELECT id, task FROM job WHERE kind = 'sync' AND state = 'ready' ORDER BY ready_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

// Details come with their procedure: alone they would describe what is not believed.
const SAFE = `
  SELECT c.id FROM catalogue_change c
  WHERE c.job_id = $1 AND c.state = 'waiting' AND c.kind = ANY($2) AND NOT (c.kind = ANY($3) AND c.open_dossiers > 0)
    AND NOT (c.kind = 'details' AND EXISTS (SELECT FROM catalogue_change a
      WHERE a.job_id = $1 AND a.code = c.code AND a.kind = 'added' AND (NOT a.kind = ANY($2) OR a.kind = ANY($3) AND a.open_dossiers > 0)))
  ORDER BY c.id`;

const LEFT = `
  SELECT (SELECT count(*) FROM catalogue_change WHERE job_id = $1 AND state = 'waiting')::int AS waiting,
    (SELECT count(*) FROM catalogue_part WHERE job_id = $1 AND state = 'failed')::int
      + (SELECT count(*) FROM catalogue_source WHERE listed_by = $1 AND failure IS NOT NULL)::int AS failed`;
