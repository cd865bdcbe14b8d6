import type pg from 'pg';
import { POSITION_LOCK } from '../accept/write-items.ts';
import { groupBy } from '../group-by.ts';
import type { Chosen } from './choose.ts';

/**
 * Hands dossiers to their successors. Each successor's are a part with a position of the feeds, taken as items take theirs, under the same lock:
 * what a cursor has passed is before it and what it has not is behind it. Has to be the last statements of a transaction.
 */
export async function writeParts(
  db: Pick<pg.PoolClient, 'query'>,
  { handOverId, chosen, now }: { readonly handOverId: string; readonly chosen: readonly Chosen[]; readonly now: Date },
): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [POSITION_LOCK]);
  for (const [heirId, dossiers] of groupBy(chosen, (one) => one.heirId)) {
    const ids = dossiers.map(({ id }) => id);
    await db.query(
      'UPDATE handed_dossier SET recorded = tstzrange(lower(recorded), $2) WHERE dossier_id = ANY($1) AND upper_inf(recorded)',
      [...[ids, now]],
    );
    const sources = [...new Set(dossiers.map(({ home }) => home))];
    await db.query(PART, [handOverId, heirId, sources, ids, now]);
  }
}

const PART = `
  WITH part AS (
    INSERT INTO unit_part (id, hand_over_id, heir_id, pos, sources)
    VALUES (nextval(pg_get_serial_sequence('unit', 'id')), $1, $2, nextval('item_position'), $3) RETURNING id, pos
  )
  INSERT INTO handed_dossier (dossier_id, pos, part_id, unit_id, recorded)
  SELECT d, p.pos, p.id, $2, tstzrange($5, NULL) FROM part p, unnest($4::bigint[]) AS d`;
