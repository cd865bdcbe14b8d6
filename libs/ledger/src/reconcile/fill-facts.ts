import type pg from 'pg';
import { p1Of } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { timesOf } from '../accept/write-dossiers.ts';
import { inTransaction } from '../database.ts';
import { readSourceFacts } from './source-facts.ts';

/** How far the walk is, and what it did. */
export interface Filled {
  readonly filled: number;
  /** So many do not open, and are passed over. */
  readonly unreadable: number;
  /** More dossiers stand behind it. */
  readonly hasMore: boolean;
}

const WALK = 'reconcile-fill';
const DOSSIERS_PER_LOOK = 500;

/**
 * Computes what the source says for dossiers of before it was kept, or that a process of the version before has changed: some at a time,
 * each locked as the door locks it. The walk stands where it is when its process dies.
 */
export function fillFacts(pool: pg.Pool, cipher: Cipher): Promise<Filled> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'fill-begin', text: `INSERT INTO duty (name, cursor) VALUES ('${WALK}', 0) ON CONFLICT DO NOTHING` });
    const place = await db.query<{ cursor: number }>({
      name: 'fill-place',
      text: `SELECT cursor FROM duty WHERE name = '${WALK}' FOR UPDATE SKIP LOCKED`,
    });
    const cursor = place.rows[0]?.cursor;
    if (cursor === undefined) return { filled: 0, unreadable: 0, hasMore: false };
    const looked = await db.query<{ id: number; lacks: boolean }>({
      name: 'fill-next',
      text: NEXT,
      values: [cursor, DOSSIERS_PER_LOOK],
    });
    const lacking = looked.rows.flatMap(({ id, lacks }) => (lacks ? [id] : []));
    const filled = lacking.length === 0 ? 0 : await fill(db, cipher, lacking);
    const last = looked.rows.at(-1)?.id ?? cursor;
    if (last !== cursor)
      await db.query({ name: 'fill-move', text: `UPDATE duty SET cursor = $1 WHERE name = '${WALK}'`, values: [last] });
    return { filled, unreadable: lacking.length - filled, hasMore: looked.rows.length === DOSSIERS_PER_LOOK };
  });
}

/** Has the walk begin anew: what a process of the version before has changed meanwhile lies behind it. */
export function fillAgain(): pg.QueryConfig {
  return { name: 'fill-again', text: `UPDATE duty SET cursor = 0 WHERE name = '${WALK}'` };
}

async function fill(db: pg.PoolClient, cipher: Cipher, dossierIds: readonly number[]): Promise<number> {
  await db.query({ name: 'fill-lock', text: LOCK, values: [dossierIds] });
  const read = await readSourceFacts(db, cipher, dossierIds);
  const times = read.map(({ dossier }) => timesOf(dossier));
  await db.query({
    name: 'fill-write',
    text: WRITE,
    values: [
      ...[read.map(({ dossierId }) => dossierId), read.map(({ lastSeq }) => lastSeq)],
      ...[read.map(({ facts }) => Buffer.from(p1Of(facts), 'hex')), read.map(({ facts }) => facts.steps.count)],
      ...[read.map(({ facts }) => facts.steps.lastAt ?? null), read.map(({ facts }) => facts.steps.lastStatus ?? null)],
      ...[times.map(({ dueAt }) => dueAt), times.map(({ finishedAt }) => finishedAt)],
      ...[times.map(({ returnedAt }) => returnedAt), times.map(({ refusedAt }) => refusedAt)],
    ],
  });
  return read.length;
}

const NEXT = `
  SELECT id, p1_seq IS DISTINCT FROM last_seq OR times_seq IS DISTINCT FROM last_seq AS lacks
  FROM dossier WHERE id > $1 ORDER BY id LIMIT $2`;

const LOCK = 'SELECT FROM dossier WHERE id = ANY($1) ORDER BY code COLLATE "C" FOR NO KEY UPDATE';

const WRITE = `
  WITH filled AS (
    UPDATE dossier o SET p1_seq = n.last_seq, p1 = n.p1, source_steps = n.steps, source_step_at = n.step_at, source_step_status = n.step_status,
      due_at = n.due_at, finished_at = n.finished_at, returned_at = n.returned_at, refused_at = n.refused_at, times_seq = n.last_seq
    FROM unnest($1::bigint[], $2::int[], $3::bytea[], $4::int[], $5::timestamptz[], $6::smallint[],
        $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
      AS n (id, last_seq, p1, steps, step_at, step_status, due_at, finished_at, returned_at, refused_at)
    WHERE o.id = n.id RETURNING o.received_unit_id, o.received_on
  ), places AS (
    SELECT b.side, b.unit_id, b.day FROM (SELECT DISTINCT * FROM filled) f
    JOIN manifest_bucket b ON b.unit_id = f.received_unit_id AND b.day = f.received_on ORDER BY b.side, b.unit_id, b.day FOR UPDATE OF b
  )
  UPDATE manifest_bucket b SET stale = true FROM places p WHERE b.side = p.side AND b.unit_id = p.unit_id AND b.day = p.day`;
