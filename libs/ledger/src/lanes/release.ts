import { released, type NewOutcome, type ReleaseCause } from './write-outcomes.ts';

/** Runs a statement of a transaction and answers its rows. */
export type RunRelease = (sql: string, values: readonly unknown[]) => Promise<readonly ReleasedLane[]>;

/** A lane that goes on, and the item for which it was held or by which it was blocked, where that was noted. */
export interface ReleasedLane {
  readonly dossier_id: number | string;
  readonly destination: string;
  readonly seq: number | null;
}

/** Lanes that go on. What their communes are told of it has to be written as the last statement of the same transaction. */
export interface Release {
  readonly lanes: number;
  readonly outcomes: readonly NewOutcome[];
}

/**
 * Releases the lanes that are held for a code that is known by now, at its date, and clears what was open for it. Whatever is held
 * counts and not what was just added: a relay that still had the older tables may have held a lane a moment after the newer came.
 * `now` and today as a legal day.
 */
export async function releaseMapped(run: RunRelease, { now, today }: { now: Date; today: string }): Promise<Release> {
  return toRelease(await run(MAPPED, [now, today]), 'code.mapped');
}

/** Lets the lanes that a firewall blocked try again, with what it refused in its place. */
export async function releaseForbidden(run: RunRelease, now: Date): Promise<Release> {
  return toRelease(await run(FORBIDDEN, [now]), 'forbidden.retried');
}

function toRelease(lanes: readonly ReleasedLane[], cause: ReleaseCause): Release {
  const outcomes = lanes.flatMap(({ dossier_id, destination, seq }) =>
    seq === null ? [] : [released({ dossierId: Number(dossier_id), destination, seq }, cause)],
  );
  return { lanes: lanes.length, outcomes };
}

// Lanes are locked in id order, as everywhere. A unit that has an identifier at all has one for every day.
const MAPPED = `
  WITH waiting AS MATERIALIZED (
    SELECT fingerprint, split_part(fingerprint, '|', 2) AS partner, split_part(fingerprint, '|', 3) AS table_name,
      regexp_replace(fingerprint, '^[^|]*\\|[^|]*\\|[^|]*\\|', '') AS code
    FROM incident WHERE kind = 'unmapped' AND cleared_at IS NULL
  ), known AS MATERIALIZED (
    SELECT w.fingerprint, c.valid, 'code' AS kind FROM waiting w
    JOIN code_row c ON c.partner = w.partner AND c.table_name = w.table_name AND c.direction = 'out' AND c.from_code = w.code
    WHERE upper_inf(c.recorded)
    UNION ALL
    SELECT w.fingerprint, p.valid, 'procedure' FROM waiting w JOIN procedure p ON p.code = substring(w.code FROM '^\\d\\.\\d{6}')
    WHERE w.table_name = 'procedure' AND upper_inf(p.recorded)
    UNION ALL
    SELECT w.fingerprint, '(,)', 'unit' FROM waiting w WHERE w.table_name = 'unit'
  ), free AS (
    SELECT l.dossier_id, l.destination, l.blocked_seq FROM lane l JOIN dossier o ON o.id = l.dossier_id
    WHERE l.state = 'held' AND EXISTS (
      SELECT FROM known k WHERE k.fingerprint = l.cause
        AND k.valid @> CASE k.kind WHEN 'procedure' THEN coalesce(o.received_on, $2::date) ELSE $2::date END
        AND (k.kind <> 'unit' OR EXISTS (
          SELECT FROM unit_alias a WHERE a.unit_id = o.received_unit_id AND a.scheme <> 'administrative' AND upper_inf(a.recorded))))
    ORDER BY l.dossier_id, l.destination FOR UPDATE OF l
  ), released AS (
    UPDATE lane l SET state = 'due', due_at = $1, cause = NULL, blocked_seq = NULL, hinted_at = NULL
    FROM free f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination
    RETURNING l.dossier_id, l.destination, f.blocked_seq AS seq
  ), cleared AS (
    UPDATE incident i SET cleared_at = $1
    WHERE i.cleared_at IS NULL AND i.fingerprint IN (SELECT fingerprint FROM known) AND NOT EXISTS (
      SELECT FROM lane l WHERE l.state = 'held' AND l.cause = i.fingerprint AND NOT EXISTS (
        SELECT FROM released r WHERE r.dossier_id = l.dossier_id AND r.destination = l.destination))
  )
  SELECT dossier_id, destination, seq FROM released`;

const FORBIDDEN = `
  WITH free AS (
    SELECT dossier_id, destination, blocked_seq FROM lane
    WHERE state = 'blocked' AND cause LIKE 'refused|%|forbidden.content|%' ORDER BY dossier_id, destination FOR UPDATE
  ), released AS (
    UPDATE lane l SET state = 'due', due_at = $1, blocked_seq = NULL, cause = NULL, failures = 0
    FROM free f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination
    RETURNING l.dossier_id, l.destination, f.blocked_seq AS seq
  ), waiting AS (
    UPDATE lane_item li SET state = 'pending' FROM released r
    WHERE li.dossier_id = r.dossier_id AND li.destination = r.destination AND li.state = 'refused'
  ), cleared AS (
    UPDATE incident SET cleared_at = $1 WHERE cleared_at IS NULL AND fingerprint LIKE 'refused|%|forbidden.content|%'
  )
  SELECT dossier_id, destination, seq FROM released`;
