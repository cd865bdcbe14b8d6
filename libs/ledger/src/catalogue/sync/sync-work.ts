import type pg from 'pg';
import type { ServiceLevel, SourceProcedure } from '#canonical';
import type { Clock } from '#runtime';
import { inTransaction, query } from '../../database.ts';
import { storableJson, type SyncTask } from './sync.ts';

/** A sync that this process works on, under a fence. */
export interface HeldSync {
  readonly id: string;
  readonly fence: number;
  readonly state: 'listing' | 'running';
  readonly task: SyncTask;
  readonly startedAt: Date | null;
}

/** A list, or a walk of the second source, that is still to be asked for; `place`: how far a walk came. */
export interface WantedPart {
  readonly part: string;
  readonly kind: 'procedures' | 'list' | 'cross';
  readonly place: string | null;
}

/** A list as it was received. */
export interface ReceivedList {
  readonly part: string;
  readonly rows: readonly unknown[];
  readonly procedures: readonly { readonly code: string; readonly name: string }[];
  readonly problems: readonly string[];
}

/** A record as it was received. */
export interface ReceivedRecord {
  readonly code: string;
  readonly procedure: SourceProcedure | undefined;
  readonly raw: unknown;
  readonly problems: readonly string[];
}

/** A page of the second source; `next` undefined: its last one. */
export interface ReceivedPage {
  readonly part: string;
  readonly items: readonly { code: string; name: string; link: string; level: ServiceLevel | null }[];
  readonly next: string | undefined;
}

/** A list or a walk that was not answered. */
export interface FailedPart {
  readonly part: string;
  readonly cause: string;
  readonly forGood?: boolean;
}

/** Times that something is asked for in one sync before it is left to the next one; the list, without which a sync is nothing, more often. */
const MOST_TRIES = 3;
const MOST_LIST_TRIES = 10;
/** No portal has more procedures: a walk that goes on behind that many items goes in a circle. */
const MOST_WALKED = 100_000;

/**
 * Syncs as relays work on them. Whatever was received is written at once, in a transaction that first looks whether the sync is still
 * ours: who takes it over goes on with what is missing, and asks for nothing that is here.
 */
export class SyncWork {
  constructor(
    private readonly pool: pg.Pool,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Renews the sync of that destination, or takes it if nobody holds it any more. */
  async hold(destination: string, { holder, leaseMs }: { holder: string; leaseMs: number }): Promise<HeldSync | undefined> {
    const now = this.clock.now();
    const values = [holder, now, new Date(now.getTime() + leaseMs), destination];
    const [held] = await query<HeldSync>(this.pool, { name: 'sync-hold', text: HOLD, values });
    return held;
  }

  /** The next list or page to ask for; undefined: all are there, or have failed. */
  async wantedPart({ id }: HeldSync): Promise<WantedPart | undefined> {
    const [part] = await query<WantedPart>(this.pool, { name: 'sync-part', text: PART, values: [id] });
    return part;
  }

  storeList(job: HeldSync, { part, rows, procedures, problems }: ReceivedList): Promise<boolean> {
    const now = this.clock.now();
    return this.step(job, async (db) => {
      await db.query({ name: 'sync-list', text: LIST, values: [part, storableJson(rows), rows.length, now, job.id] });
      const [codes, names] = [procedures.map(({ code }) => code), procedures.map(({ name }) => name)];
      await db.query({ name: 'sync-listed', text: LISTED, values: [codes, names, now, job.id] });
      await this.have(db, job, { part, items: rows.length, problems });
    });
  }

  storePage(job: HeldSync, { part, items, next }: ReceivedPage): Promise<boolean> {
    return this.step(job, async (db) => {
      const values = [storableJson(items), job.id, this.clock.now()];
      await db.query({ name: 'sync-cross', text: CROSS, values });
      await db.query({
        name: 'sync-page',
        text: PAGE,
        values: [job.id, part, next ?? null, items.length, MOST_WALKED],
      });
    });
  }

  /** It was not answered. It is asked for again, but not for ever; `forGood`: not in this sync. */
  failPart(job: HeldSync, { part, cause, forGood = false }: FailedPart): Promise<boolean> {
    return this.step(job, (db) =>
      db.query({
        name: 'sync-part-fail',
        text: `UPDATE catalogue_part SET tries = tries + 1, cause = $3,
            state = CASE WHEN $6 OR tries + 1 >= CASE kind WHEN 'procedures' THEN $5 ELSE $4 END::int THEN 'failed' ELSE state END
          WHERE job_id = $1 AND part = $2`,
        values: [job.id, part, cause, MOST_TRIES, MOST_LIST_TRIES, forGood],
      }),
    );
  }

  /**
   * Freezes which records are asked for: of codes that are new or have another name, that have none, and a part of the others, the oldest
   * first. Then the records are asked for.
   */
  wantRecords(job: HeldSync): Promise<boolean> {
    return this.step(job, async (db) => {
      await db.query({ name: 'sync-want', text: WANT, values: [job.id, job.task.refreshDays] });
      await db.query({
        name: 'sync-running',
        text: `UPDATE job SET state = 'running', listed_at = $2 WHERE id = $1`,
        values: [job.id, this.clock.now()],
      });
    });
  }

  /** The next code to ask for. */
  async wantedCode({ id }: HeldSync): Promise<string | undefined> {
    const text = 'SELECT code FROM catalogue_source WHERE wanted_by = $1 ORDER BY tries, code LIMIT 1';
    const [row] = await query<{ code: string }>(this.pool, { name: 'sync-code', text, values: [id] });
    return row?.code;
  }

  storeRecord(job: HeldSync, { code, procedure, raw, problems }: ReceivedRecord): Promise<boolean> {
    const { code: _code, name: _name, fieldCode, fieldName, isInForce, ...detail } = procedure ?? EMPTY;
    const known = procedure !== undefined;
    const values = [
      ...[code, known ? fieldCode : null, known ? fieldName : null, known ? isInForce : null],
      ...[known ? storableJson(detail) : null, storableJson(raw), problems, this.clock.now(), job.id],
    ];
    return this.step(job, (db) => db.query({ name: 'sync-record', text: RECORD, values }));
  }

  failRecord(job: HeldSync, code: string, cause: string): Promise<boolean> {
    return this.step(job, (db) =>
      db.query({
        name: 'sync-record-fail',
        text: `UPDATE catalogue_source SET tries = tries + 1, failure = $3, wanted_by = CASE WHEN tries + 1 >= $4 THEN NULL ELSE wanted_by END
          WHERE code = $2 AND wanted_by = $1`,
        values: [job.id, code, cause, MOST_TRIES],
      }),
    );
  }

  /** All that could be had is there: it waits to be compared. */
  finish(job: HeldSync): Promise<boolean> {
    return this.step(job, (db) =>
      db.query({
        name: 'sync-ready',
        text: `UPDATE job SET state = 'ready', ready_at = $2, holder = NULL, lease_until = NULL WHERE id = $1`,
        values: [job.id, this.clock.now()],
      }),
    );
  }

  /** Lets others go on at once. */
  async release(holder: string): Promise<void> {
    await query(this.pool, {
      name: 'sync-release',
      text: `UPDATE job SET holder = NULL, lease_until = NULL WHERE holder = $1 AND kind = 'sync' AND state IN ('listing', 'running')`,
      values: [holder],
    });
  }

  private async have(
    db: pg.PoolClient,
    job: HeldSync,
    { part, items, problems }: { part: string; items: number; problems: readonly string[] },
  ): Promise<void> {
    await db.query({
      name: 'sync-have',
      text: `UPDATE catalogue_part SET state = 'have', items = $3, problems = $4, cause = NULL WHERE job_id = $1 AND part = $2`,
      values: [job.id, part, items, problems],
    });
  }

  private step(job: HeldSync, work: (db: pg.PoolClient) => Promise<unknown>): Promise<boolean> {
    return inTransaction(this.pool, async (db) => {
      const { rowCount } = await db.query({
        name: 'sync-own',
        text: 'SELECT FROM job WHERE id = $1 AND fence = $2 AND state = $3 FOR UPDATE',
        values: [job.id, job.fence, job.state],
      });
      if (rowCount !== 1) return false;
      await work(db);
      return true;
    });
  }
}

const EMPTY = { code: '', name: '', fieldCode: '', fieldName: '', isInForce: true };

// Only one whose parts the scheduler has laid out: until then there is nothing to ask for.
const HOLD = `
  WITH open AS (
    SELECT id FROM job
    WHERE state IN ('listing', 'running') AND kind = 'sync' AND started_at IS NOT NULL AND $4 = ANY(destinations)
      AND (holder = $1 OR lease_until IS NULL OR lease_until <= $2)
    ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  UPDATE job j SET holder = $1, lease_until = $3, fence = j.fence + (j.holder IS DISTINCT FROM $1)::int
  FROM open o WHERE j.id = o.id
  RETURNING j.id, j.fence, j.state, j.task, j.started_at AS "startedAt"`;

// The list goes before the second source, which is noted at the codes that are listed.
const PART = `
  SELECT part, kind, place FROM catalogue_part WHERE job_id = $1 AND state = 'waiting'
  ORDER BY array_position(ARRAY['procedures', 'list', 'cross'], kind), tries, part LIMIT 1`;

const LIST = `
  INSERT INTO catalogue_list (name, rows, items, fetched_at, fetched_by) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (name) DO UPDATE SET rows = excluded.rows, items = excluded.items, fetched_at = excluded.fetched_at, fetched_by = excluded.fetched_by`;

// A code whose name has changed is asked for anew: its record most likely has changed as well.
const LISTED = `
  INSERT INTO catalogue_source AS s (code, name, listed_at, listed_by)
  SELECT code, name, $3, $4 FROM unnest($1::text[], $2::text[]) AS l (code, name) ORDER BY code
  ON CONFLICT (code) DO UPDATE SET name = excluded.name, listed_at = excluded.listed_at, listed_by = excluded.listed_by,
    detail_at = CASE WHEN s.name = excluded.name THEN s.detail_at END`;

const PAGE = `
  UPDATE catalogue_part SET place = $3, items = items + $4, tries = 0, cause = CASE WHEN items + $4 > $5 THEN 'catalogue.endless' END,
    state = CASE WHEN $3::text IS NULL THEN 'have' WHEN items + $4 > $5 THEN 'failed' ELSE state END
  WHERE job_id = $1 AND part = $2`;

const CROSS = `
  UPDATE catalogue_source s SET cross_by = $2, cross_at = $3,
    cross_name = CASE WHEN c.name <> '' THEN c.name WHEN s.cross_by = $2 THEN s.cross_name END,
    cross_link = CASE WHEN c.link <> '' THEN c.link WHEN s.cross_by = $2 THEN s.cross_link END,
    cross_level = CASE WHEN c.level IS NOT NULL THEN c.level WHEN s.cross_by = $2 THEN s.cross_level END
  FROM (
    SELECT code, coalesce(max(name), '') AS name, coalesce(max(link), '') AS link, max(level) AS level
    FROM jsonb_to_recordset($1::jsonb) AS i (code text, name text, link text, level text) GROUP BY code
  ) c WHERE s.code = c.code`;

const WANT = `
  WITH listed AS (
    SELECT code, detail_at, row_number() OVER (ORDER BY detail_at NULLS FIRST, code) AS place, count(*) OVER () AS all_of_them,
      count(*) FILTER (WHERE detail_at IS NULL) OVER () AS without
    FROM catalogue_source WHERE listed_by = $1
  )
  UPDATE catalogue_source s SET wanted_by = $1, tries = 0, failure = NULL FROM listed l
  WHERE s.code = l.code AND (l.detail_at IS NULL OR l.place <= l.without + ceil(l.all_of_them / $2::numeric))`;

// A record that names another procedure, or none, takes no place: what was received before is published on.
const RECORD = `
  UPDATE catalogue_source SET wanted_by = NULL, failure = CASE WHEN $5::jsonb IS NULL THEN 'catalogue.no-record' END,
    raw = CASE WHEN $5::jsonb IS NULL THEN raw ELSE $6::jsonb END, problems = $7, detail_by = $9,
    detail_at = CASE WHEN $5::jsonb IS NOT NULL OR detail IS NOT NULL THEN $8::timestamptz END,
    field_code = coalesce($2, field_code), field_name = coalesce($3, field_name), in_force = coalesce($4, in_force),
    detail = coalesce($5, detail)
  WHERE code = $1 AND wanted_by = $9`;
