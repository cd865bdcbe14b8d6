import type pg from 'pg';
import type { LegalDay } from '#canonical';

/** What comes into force: which changes, from which day, by whom. */
export interface Activation {
  readonly ids: readonly number[];
  readonly day: LegalDay;
  readonly by: string;
  readonly now: Date;
}

/** What became of it: how many came into force, and the codes of those that no longer fit what is believed. */
export interface Activated {
  readonly active: number;
  readonly outdated: readonly string[];
}

/**
 * Brings changes into force: what is believed is closed in recorded time, and what takes its place added, split at the day. One that was
 * staged against something else than what is believed by now stays as it is. The relays are told, and let go on what waited for a
 * procedure. Answers in as many statements however many changes there are.
 */
export async function activate(db: pg.PoolClient, { ids, day, by, now }: Activation): Promise<Activated> {
  await db.query('SET LOCAL enable_hashjoin = on');
  const fitting = await db.query<{ id: number; code: string; kind: string; fits: boolean }>({
    name: 'change-fitting',
    text: FITTING,
    values: [ids, day],
  });
  const fit = fitting.rows.filter(({ fits }) => fits).map(({ id }) => id);
  const outdated = [...new Set(fitting.rows.filter(({ fits }) => !fits).map(({ code }) => code))].sort();
  if (fit.length > 0) {
    await db.query({ name: 'change-procedures', text: PROCEDURES, values: [fit, day, now, by] });
    await db.query({ name: 'change-details', text: DETAILS, values: [fit, day, now, by] });
    await db.query({
      name: 'change-active',
      text: `UPDATE catalogue_change SET state = 'active', decided_at = $2, decided_by = $3 WHERE id = ANY($1)`,
      values: [fit, now, by],
    });
    await db.query('NOTIFY codes_changed');
  }
  return { active: fit.length, outdated };
}

// Locked in the order of their ids, as everywhere. The procedure that details belong to may come with the same act.
const FITTING = `
  SELECT c.id, c.code, c.kind, CASE c.kind
      WHEN 'added' THEN p.code IS NULL
      WHEN 'ended' THEN p.code IS NOT NULL
      WHEN 'renamed' THEN p.name = c.before->>'name'
      WHEN 'field' THEN (p.field_code, p.field_name) = (c.before->>'fieldCode', c.before->>'fieldName')
      ELSE (p.code IS NOT NULL OR EXISTS (SELECT FROM catalogue_change a WHERE a.id = ANY($1) AND a.code = c.code AND a.kind = 'added'))
        AND d.detail IS NOT DISTINCT FROM c.before->'detail' AND d.raw IS NOT DISTINCT FROM c.before->'raw' END IS TRUE AS fits
  FROM (SELECT * FROM catalogue_change WHERE id = ANY($1) AND state IN ('waiting', 'rejected', 'rolled-back') ORDER BY id FOR UPDATE) c
  LEFT JOIN procedure p ON p.code = c.code AND upper_inf(p.recorded) AND p.valid @> $2::date
  LEFT JOIN procedure_detail d ON d.code = c.code AND upper_inf(d.recorded) AND d.valid @> $2::date
  ORDER BY c.id`;

const CLOSED = 'recorded = tstzrange(lower(recorded), greatest($3::timestamptz, lower(recorded)))';

// Of one that was never known it holds for every day: dossiers of before wait for it. One that is known of other days begins with its day.
// Each change notes which rows it made and which it ended, so that one act can take it back.
const PROCEDURES = `
  WITH wanted AS MATERIALIZED (
    SELECT code, bool_or(kind = 'ended') AS ends, bool_or(kind = 'added') AS begins, max(after->>'name') FILTER (WHERE kind <> 'field') AS name,
      max(after->>'fieldCode') AS field_code, max(after->>'fieldName') AS field_name
    FROM catalogue_change WHERE id = ANY($1) AND kind <> 'details' GROUP BY code
  ), closed AS (
    UPDATE procedure p SET ${CLOSED} FROM wanted w
    WHERE p.code = w.code AND NOT w.begins AND upper_inf(p.recorded) AND p.valid @> $2::date
    RETURNING p.id, p.code, p.name, p.field_code, p.field_name, p.valid, w.ends, w.name AS new_name, w.field_code AS new_code, w.field_name AS new_field
  ), pieces AS (
    SELECT code, name, field_code, field_name, daterange(lower(valid), $2::date) AS valid FROM closed
    UNION ALL
    SELECT code, coalesce(new_name, name), coalesce(new_code, field_code), coalesce(new_field, field_name), daterange($2::date, upper(valid))
    FROM closed WHERE NOT ends
    UNION ALL
    SELECT w.code, w.name, w.field_code, w.field_name, daterange(
        CASE WHEN EXISTS (SELECT FROM procedure p WHERE p.code = w.code AND upper_inf(p.recorded) AND NOT p.valid @> $2::date) THEN $2::date END,
        (SELECT min(lower(p.valid)) FROM procedure p WHERE p.code = w.code AND upper_inf(p.recorded) AND lower(p.valid) > $2::date))
    FROM wanted w WHERE w.begins
  ), made AS (
    INSERT INTO procedure (code, name, field_code, field_name, valid, recorded, recorded_by)
    SELECT code, name, field_code, field_name, valid, tstzrange($3, NULL), $4 FROM pieces WHERE NOT isempty(valid) ORDER BY code, valid
    RETURNING id, code
  )
  UPDATE catalogue_change c SET made = coalesce((SELECT array_agg(m.id) FROM made m WHERE m.code = c.code), '{}'),
    ended = coalesce((SELECT array_agg(o.id) FROM closed o WHERE o.code = c.code), '{}')
  WHERE c.id = ANY($1) AND c.kind <> 'details'`;

const DETAILS = `
  WITH wanted AS MATERIALIZED (
    SELECT code, after->'detail' AS detail, after->'raw' AS raw FROM catalogue_change WHERE id = ANY($1) AND kind = 'details'
  ), closed AS (
    UPDATE procedure_detail d SET ${CLOSED} FROM wanted w
    WHERE d.code = w.code AND upper_inf(d.recorded) AND d.valid @> $2::date
    RETURNING d.id, d.code, d.detail, d.raw, d.valid, w.detail AS new_detail, w.raw AS new_raw
  ), pieces AS (
    SELECT code, detail, raw, daterange(lower(valid), $2::date) AS valid FROM closed
    UNION ALL
    SELECT code, new_detail, new_raw, daterange($2::date, upper(valid)) FROM closed
    UNION ALL
    SELECT w.code, w.detail, w.raw, daterange(
        CASE WHEN EXISTS (SELECT FROM procedure_detail d WHERE d.code = w.code AND upper_inf(d.recorded)) THEN $2::date END,
        (SELECT min(lower(d.valid)) FROM procedure_detail d WHERE d.code = w.code AND upper_inf(d.recorded) AND lower(d.valid) > $2::date))
    FROM wanted w WHERE NOT EXISTS (SELECT FROM procedure_detail d WHERE d.code = w.code AND upper_inf(d.recorded) AND d.valid @> $2::date)
  ), made AS (
    INSERT INTO procedure_detail (code, detail, raw, valid, recorded, recorded_by)
    SELECT code, detail, raw, valid, tstzrange($3, NULL), $4 FROM pieces WHERE NOT isempty(valid) ORDER BY code, valid
    RETURNING id, code
  )
  UPDATE catalogue_change c SET made = coalesce((SELECT array_agg(m.id) FROM made m WHERE m.code = c.code), '{}'),
    ended = coalesce((SELECT array_agg(o.id) FROM closed o WHERE o.code = c.code), '{}')
  WHERE c.id = ANY($1) AND c.kind = 'details'`;
