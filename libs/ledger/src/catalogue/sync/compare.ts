import type pg from 'pg';
import type { LegalDay } from '#canonical';
import type { SyncTask } from './sync.ts';

/** Which sync is compared with what is believed on that day. */
export interface Comparing {
  readonly job: string;
  readonly task: SyncTask;
  readonly day: LegalDay;
  readonly now: Date;
}

/** What a comparison came to. `suspicious`: the list is missing, empty, or much shorter than what is known; then nothing is ended by it. */
export interface Compared {
  readonly suspicious: boolean;
  readonly listed: number;
  readonly known: number;
  readonly staged: number;
}

/** Compares what the source says with what is believed, and stages what differs: in as many statements however much that is. */
export async function compare(db: pg.PoolClient, { job, task, day, now }: Comparing): Promise<Compared> {
  // Everything else here is found by a key; this reads whole tables against each other.
  await db.query('SET LOCAL enable_hashjoin = on');
  const { rows } = await db.query<{ listed: number; known: number; has: boolean }>({
    name: 'sync-size',
    text: SIZE,
    values: [job, day],
  });
  const { listed = 0, known = 0, has = false } = rows[0] ?? {};
  const suspicious = !has || listed === 0 || listed < known * task.leastShare;
  const staged = await db.query({ name: 'sync-stage', text: STAGE, values: [job, day, suspicious, now] });
  await db.query({ name: 'sync-replace', text: REPLACE, values: [job, now, suspicious] });
  const same = await db.query({ name: 'sync-same', text: DROP_SAME, values: [job] });
  await db.query({ name: 'sync-touched', text: TOUCHED, values: [job, day, task.recentDays] });
  return { suspicious, listed, known, staged: (staged.rowCount ?? 0) - (same.rowCount ?? 0) };
}

/** Notes where the second source says something else than what is believed once the sync's safe changes are in force. */
export async function noteDifferences(db: pg.PoolClient, { job, day }: Pick<Comparing, 'job' | 'day'>): Promise<void> {
  await db.query({ name: 'sync-differences', text: DIFFERENCES, values: [job, day] });
}

// Known is what was ever listed and is believed: what the seed alone knows says nothing of how long the list should be.
const SIZE = `
  SELECT (SELECT count(*) FROM catalogue_source WHERE listed_by = $1)::int AS listed,
    (SELECT count(*) FROM procedure p JOIN catalogue_source s ON s.code = p.code WHERE upper_inf(p.recorded) AND p.valid @> $2::date)::int AS known,
    EXISTS (SELECT FROM catalogue_part WHERE job_id = $1 AND kind = 'procedures' AND state = 'have') AS has`;

const FIELD = (row: string): string => `jsonb_build_object('fieldCode', ${row}.field_code, 'fieldName', ${row}.field_name)`;

// No record tells the level: what an operator adopted of the second source stays with every change of the details.
// A procedure without a field would be sent with a blank: it stays out until the source says which.
const STAGE = `
  WITH believed AS MATERIALIZED (
    SELECT code, name, field_code, field_name FROM procedure WHERE upper_inf(recorded) AND valid @> $2::date
  ), told AS MATERIALIZED (
    SELECT code, name, field_code, field_name, coalesce(in_force, true) AS in_force, raw, listed_by = $1 AS listed, detail
    FROM catalogue_source
  ), added AS (
    SELECT t.* FROM told t LEFT JOIN believed b ON b.code = t.code
    WHERE b.code IS NULL AND t.listed AND t.in_force AND t.field_code <> '' AND t.field_name <> ''
  ), ended AS (
    SELECT b.*, (SELECT min(a.code) FROM added a WHERE a.name = b.name) AS same_name FROM believed b LEFT JOIN told t ON t.code = b.code
    WHERE NOT $3::boolean AND (t.code IS NULL OR NOT t.listed OR NOT t.in_force)
  ), found AS (
    SELECT code, 'added' AS kind, NULL::jsonb AS before, jsonb_build_object('name', name) || ${FIELD('added')} AS after FROM added
    UNION ALL
    SELECT code, 'ended', jsonb_build_object('name', name) || ${FIELD('ended')},
      CASE WHEN same_name IS NULL THEN NULL ELSE jsonb_build_object('renumberedAs', same_name) END FROM ended
    UNION ALL
    SELECT t.code, 'renamed', jsonb_build_object('name', b.name), jsonb_build_object('name', t.name)
    FROM told t JOIN believed b ON b.code = t.code WHERE t.listed AND t.in_force AND t.name <> b.name
    UNION ALL
    SELECT t.code, 'field', ${FIELD('b')}, ${FIELD('t')}
    FROM told t JOIN believed b ON b.code = t.code
    WHERE t.listed AND t.in_force AND t.field_code <> '' AND t.field_name <> '' AND (t.field_code, t.field_name) <> (b.field_code, b.field_name)
    UNION ALL
    SELECT t.code, 'details', CASE WHEN d.code IS NULL THEN NULL ELSE jsonb_build_object('detail', d.detail, 'raw', d.raw) END,
      jsonb_build_object('detail', t.detail || jsonb_build_object('level', d.detail->'level'), 'raw', t.raw)
    FROM told t LEFT JOIN believed b ON b.code = t.code LEFT JOIN added a ON a.code = t.code
    LEFT JOIN procedure_detail d ON d.code = t.code AND upper_inf(d.recorded) AND d.valid @> $2::date
    WHERE t.listed AND t.in_force AND t.detail IS NOT NULL AND (b.code IS NOT NULL OR a.code IS NOT NULL)
      AND (d.code IS NULL OR d.detail - 'level' <> t.detail - 'level' OR d.raw <> t.raw)
  )
  INSERT INTO catalogue_change (job_id, code, kind, state, before, after, staged_at)
  SELECT $1, code, kind, 'waiting', before, after, $4 FROM found ORDER BY code, kind
  ON CONFLICT (job_id, code, kind) DO NOTHING`;

// What waited before waits on if it is still the same; otherwise the newer word takes its place, or nothing where the source went back.
// A list that is not trusted takes nothing back either.
const REPLACE = `
  UPDATE catalogue_change o SET state = 'replaced', decided_at = $2
  WHERE o.state = 'waiting' AND o.job_id <> $1 AND NOT ($3::boolean AND o.kind = 'ended')
    AND NOT EXISTS (SELECT FROM catalogue_change n
      WHERE n.job_id = $1 AND n.code = o.code AND n.kind = o.kind AND n.after IS NOT DISTINCT FROM o.after AND n.before IS NOT DISTINCT FROM o.before)`;

// What waits already, or what somebody turned down in these words, is not staged once more.
const DROP_SAME = `
  DELETE FROM catalogue_change n WHERE n.job_id = $1 AND n.state = 'waiting' AND EXISTS (
    SELECT FROM (
      SELECT state, after, before FROM catalogue_change l
      WHERE l.code = n.code AND l.kind = n.kind AND l.job_id <> $1 AND l.state <> 'replaced' ORDER BY l.id DESC LIMIT 1
    ) last
    WHERE last.state IN ('waiting', 'rejected', 'rolled-back') AND last.after IS NOT DISTINCT FROM n.after
      AND last.before IS NOT DISTINCT FROM n.before)`;

// One look at the dossiers for all changes together, and for those that wait from before. Counted by the procedure as it is written, of
// which there are few: a pattern for each of millions of dossiers would take longer than a statement may.
const TOUCHED = `
  WITH written AS MATERIALIZED (
    SELECT procedure, count(*) FILTER (WHERE status NOT IN (3, 10))::int AS open,
      count(*) FILTER (WHERE coalesce(received_on, (created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) > $2::date - $3::int)::int AS recent
    FROM dossier GROUP BY procedure
  ), counted AS (
    SELECT substring(procedure FROM '^\\d\\.\\d{6}') AS code, sum(open)::int AS open, sum(recent)::int AS recent FROM written GROUP BY 1
  )
  UPDATE catalogue_change c SET open_dossiers = n.open, recent_dossiers = n.recent FROM counted n
  WHERE n.code = c.code AND c.state = 'waiting' AND (c.job_id = $1 OR (c.open_dossiers, c.recent_dossiers) <> (n.open, n.recent))`;

// A walk that did not come to its end says nothing of what it has not shown.
const DIFFERENCES = `
  INSERT INTO catalogue_difference (job_id, code, kind, ours, theirs)
  SELECT $1, s.code, d.kind, d.ours, d.theirs FROM catalogue_source s
  LEFT JOIN procedure_detail b ON b.code = s.code AND upper_inf(b.recorded) AND b.valid @> $2::date
  CROSS JOIN LATERAL (
    SELECT 'not-public' AS kind, s.name AS ours, NULL::text AS theirs WHERE s.cross_by IS DISTINCT FROM $1 OR s.cross_name IS NULL
    UNION ALL SELECT 'other-name', s.name, s.cross_name WHERE s.cross_by = $1 AND lower(s.cross_name) <> lower(s.name)
    UNION ALL SELECT 'other-level', b.detail->>'level', s.cross_level
      WHERE s.cross_by = $1 AND s.cross_level IS NOT NULL AND s.cross_level IS DISTINCT FROM b.detail->>'level'
    UNION ALL SELECT 'no-link', s.name, NULL WHERE s.cross_by IS DISTINCT FROM $1 OR s.cross_link IS NULL
  ) d
  WHERE s.listed_by = $1
    AND (SELECT bool_and(state = 'have') FROM catalogue_part WHERE job_id = $1 AND kind = 'cross')
  ON CONFLICT DO NOTHING`;
