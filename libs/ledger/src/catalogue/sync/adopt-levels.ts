import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import { uuidv7 } from '#runtime';
import type { Act } from '../../desk/write-down.ts';
import { activate } from './activate.ts';

/**
 * Brings the levels of service that the second source told in a sync into force, as an act of its own beside that sync: so it is listed and
 * taken back like one. Levels that were adopted meanwhile are passed over. Answers the id and how many.
 */
export async function adoptLevels(
  db: pg.PoolClient,
  sync: string,
  { by, reason, now }: Act,
): Promise<{ readonly id: string; readonly changes: number }> {
  const id = uuidv7(now);
  await db.query({ name: 'levels-act', text: ACT, values: [id, reason, by, now] });
  const day = legalDay(instantOf(now));
  const { rows } = await db.query<{ id: number }>({ name: 'levels-stage', text: STAGE, values: [id, sync, day, now] });
  const { active } = await activate(db, { ids: rows.map((row) => row.id), day, by, now });
  return { id, changes: active };
}

// Of no destination: it is not the sync of a night, and puts off none.
const ACT = `
  INSERT INTO job (id, kind, state, task, task_hash, destinations, reason, created_by, created_at, finished_at)
  VALUES ($1, 'sync', 'done', '{}', '', '{}', $2, $3, $4, $4)`;

const STAGE = `
  INSERT INTO catalogue_change (job_id, code, kind, state, before, after, staged_at)
  SELECT $1, d.code, 'details', 'waiting', jsonb_build_object('detail', d.detail, 'raw', d.raw),
    jsonb_build_object('detail', d.detail || jsonb_build_object('level', o.theirs), 'raw', d.raw), $4
  FROM catalogue_difference o JOIN procedure_detail d ON d.code = o.code AND upper_inf(d.recorded) AND d.valid @> $3::date
  WHERE o.job_id = $2 AND o.kind = 'other-level' AND d.detail->>'level' IS DISTINCT FROM o.theirs
    AND EXISTS (SELECT FROM procedure p WHERE p.code = d.code AND upper_inf(p.recorded) AND p.valid @> $3::date)
  ORDER BY d.code RETURNING id`;
