import type pg from 'pg';

/** What is taken back: all that a sync changed and that is in force, or what it changed of some codes. */
export interface RollBack {
  readonly job: string;
  readonly codes: readonly string[] | undefined;
  readonly by: string;
  readonly now: Date;
}

/** What became of it. `changedSince`: codes of which something else is believed by now; then nothing was done. */
export interface RolledBack {
  readonly changes: number;
  readonly changedSince: readonly string[];
}

/**
 * Takes changes back, whole: the rows that they made are closed in recorded time, and what was believed before is recorded anew. Nothing is
 * ever removed. Where something was changed since, that has to be taken back first.
 */
export async function rollBack(db: pg.PoolClient, { job, codes, by, now }: RollBack): Promise<RolledBack> {
  await db.query('SET LOCAL enable_hashjoin = on');
  const { rows } = await db.query<{ id: number }>({ name: 'roll-back-which', text: WHICH, values: [job, codes ?? null] });
  const ids = rows.map(({ id }) => id);
  const since = await db.query<{ code: string }>({ name: 'roll-back-since', text: CHANGED_SINCE, values: [ids] });
  if (since.rows.length > 0) return { changes: 0, changedSince: since.rows.map(({ code }) => code) };
  for (const [name, text] of Object.entries(RESTORE)) await db.query({ name: `roll-back-${name}`, text, values: [ids, now] });
  await db.query({
    name: 'roll-back-done',
    text: `UPDATE catalogue_change SET state = 'rolled-back', decided_at = $2, decided_by = $3 WHERE id = ANY($1)`,
    values: [ids, now, by],
  });
  if (ids.length > 0) await db.query('NOTIFY codes_changed');
  return { changes: ids.length, changedSince: [] };
}

const WHICH = `
  SELECT id FROM catalogue_change WHERE job_id = $1 AND state = 'active' AND ($2::text[] IS NULL OR code = ANY($2)) ORDER BY id FOR UPDATE`;

const ROWS = (column: 'made' | 'ended', isDetail: boolean): string =>
  `SELECT unnest(${column}) FROM catalogue_change WHERE id = ANY($1) AND (kind = 'details') = ${String(isDetail)}`;

// A row that one change made and a later one of the same sync ended is neither to be closed nor to come back.
const LAST = (isDetail: boolean): string => `(${ROWS('made', isDetail)} EXCEPT ${ROWS('ended', isDetail)})`;
const FIRST = (isDetail: boolean): string => `(${ROWS('ended', isDetail)} EXCEPT ${ROWS('made', isDetail)})`;

const CHANGED_SINCE = `
  SELECT DISTINCT code FROM (
    SELECT code FROM procedure WHERE id IN ${LAST(false)} AND NOT upper_inf(recorded)
    UNION ALL
    SELECT code FROM procedure_detail WHERE id IN ${LAST(true)} AND NOT upper_inf(recorded)
  ) gone ORDER BY code`;

const CLOSE = (table: string, isDetail: boolean): string =>
  `UPDATE ${table} SET recorded = tstzrange(lower(recorded), greatest($2::timestamptz, lower(recorded))) WHERE id IN ${LAST(isDetail)}`;

const INHERIT = (table: string, isDetail: boolean): string => `
  WITH again AS MATERIALIZED (
    SELECT o.id AS old, n.id AS new FROM ${table} o JOIN ${table} n ON n.code = o.code AND n.valid = o.valid AND n.id > o.id
    WHERE o.id IN ${FIRST(isDetail)} AND upper_inf(n.recorded) AND lower(n.recorded) = $2
  )
  UPDATE catalogue_change c SET made = ARRAY(SELECT coalesce(a.new, m) FROM unnest(c.made) AS m LEFT JOIN again a ON a.old = m)
  WHERE c.state = 'active' AND NOT (c.id = ANY($1)) AND (c.kind = 'details') = ${String(isDetail)}
    AND c.made && ARRAY(SELECT old FROM again)`;

const RESTORE = {
  'close-procedures': CLOSE('procedure', false),
  'close-details': CLOSE('procedure_detail', true),
  procedures: `
    INSERT INTO procedure (code, name, field_code, field_name, valid, recorded, recorded_by)
    SELECT code, name, field_code, field_name, valid, tstzrange($2, NULL), recorded_by FROM procedure WHERE id IN ${FIRST(false)}`,
  details: `
    INSERT INTO procedure_detail (code, detail, raw, valid, recorded, recorded_by)
    SELECT code, detail, raw, valid, tstzrange($2, NULL), recorded_by FROM procedure_detail WHERE id IN ${FIRST(true)}`,
  // Who made what is believed again made this row of it: that change can be taken back too.
  'made-procedures': INHERIT('procedure', false),
  'made-details': INHERIT('procedure_detail', true),
};
