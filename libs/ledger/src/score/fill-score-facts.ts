import type pg from 'pg';
import { scoreFactsOf } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { inTransaction } from '../database.ts';
import { openDossier, type SealedVersion } from '../open-dossier.ts';
import type { Filled } from '../reconcile/fill-facts.ts';

const WALK = 'score-fill';
const DOSSIERS_PER_LOOK = 200;

interface VersionRow extends SealedVersion {
  readonly dossier_id: number;
  readonly seq: number;
}

const NOTHING: Filled = { filled: 0, unreadable: 0, hasMore: false };

/**
 * Keeps what decides the score for versions of before that was kept, or that a process of the version before has accepted: some dossiers at a
 * time. A version never changes, so that nothing is locked but the place of the walk. One that does not open stays as it is, and is counted as not
 * known: it must not keep all others waiting.
 */
export function fillScoreFacts(pool: pg.Pool, cipher: Cipher): Promise<Filled> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'score-begin', text: `INSERT INTO duty (name, cursor) VALUES ('${WALK}', 0) ON CONFLICT DO NOTHING` });
    const place = await db.query<{ cursor: number }>({
      name: 'score-place',
      text: `SELECT cursor FROM duty WHERE name = '${WALK}' FOR UPDATE SKIP LOCKED`,
    });
    const cursor = place.rows[0]?.cursor;
    if (cursor === undefined) return NOTHING;
    const { rows: dossiers } = await db.query<{ id: number }>({
      name: 'score-next',
      text: 'SELECT id FROM dossier WHERE id > $1 ORDER BY id LIMIT $2',
      values: [cursor, DOSSIERS_PER_LOOK],
    });
    const ids = dossiers.map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return NOTHING;
    const done = await fill(db, cipher, ids);
    await db.query({ name: 'score-move', text: `UPDATE duty SET cursor = $1 WHERE name = '${WALK}'`, values: [last] });
    return { ...done, hasMore: ids.length === DOSSIERS_PER_LOOK };
  });
}

/** Has the walk begin anew: what a process of the version before has accepted meanwhile lies behind it. */
export function fillScoreFactsAgain(): pg.QueryConfig {
  return { name: 'score-again', text: `UPDATE duty SET cursor = 0 WHERE name = '${WALK}'` };
}

async function fill(db: pg.PoolClient, cipher: Cipher, dossierIds: readonly number[]): Promise<Omit<Filled, 'hasMore'>> {
  const { rows } = await db.query<VersionRow>({ name: 'score-lacking', text: LACKING, values: [dossierIds] });
  if (rows.length === 0) return NOTHING;
  await cipher.load(rows.map(({ key_id }) => key_id));
  const read = rows.flatMap((row) => {
    const dossier = openDossier(cipher, row);
    return dossier === undefined ? [] : [{ ...row, facts: JSON.stringify(scoreFactsOf(dossier)) }];
  });
  await db.query({
    name: 'score-write',
    text: WRITE,
    values: [read.map(({ dossier_id }) => dossier_id), read.map(({ seq }) => seq), read.map(({ facts }) => facts)],
  });
  return { filled: read.length, unreadable: rows.length - read.length };
}

const LACKING = `
  SELECT i.dossier_id, i.seq, i.id, i.body_enc, i.key_id
  FROM unnest($1::bigint[]) AS n (id) JOIN item i ON i.dossier_id = n.id
  WHERE i.kind = 'version' AND i.score_facts IS NULL ORDER BY i.dossier_id, i.seq`;

const WRITE = `
  UPDATE item i SET score_facts = n.facts FROM unnest($1::bigint[], $2::int[], $3::jsonb[]) AS n (dossier_id, seq, facts)
  WHERE i.dossier_id = n.dossier_id AND i.seq = n.seq`;
