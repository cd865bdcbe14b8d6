import { PROCEDURE_ALIASES } from '#canonical';
import { isOfAgency } from '../known-units.ts';
import { clearIncidents } from './clear-incidents.ts';
import { isNamed } from './names-of-code.ts';
import { released, type NewOutcome, type ReleaseCause } from './write-outcomes.ts';

/** Runs a statement of a transaction and answers its rows. */
export type RunRelease = <R>(sql: string, values: readonly unknown[]) => Promise<readonly R[]>;

/** A lane that goes on, and the item for which it was held or by which it was blocked, where that was noted. */
interface ReleasedLane {
  readonly dossier_id: number | string;
  readonly destination: string;
  readonly seq: number | null;
}

/**
 * A missing code that the tables have by now, and from when until when. `kind`: which day it has to be known on: a procedure, under
 * whatever name, on that of reception, any other code today.
 */
export interface KnownCode {
  readonly fingerprint: string;
  readonly kind: 'code' | 'procedure' | 'unit';
  /** A daterange in text. */
  readonly valid: string;
}

/** How far the lanes that wait for a code have been released. What their communes are told has to be written as the transaction's last statement. */
export interface ReleasedBatch {
  readonly lanes: number;
  readonly outcomes: readonly NewOutcome[];
  /** The last dossier that was looked at; undefined = there are no more. */
  readonly upTo: number | undefined;
}

/** Which codes were missing and are known by now. Whatever lanes wait for counts, and not what was just added. */
export function findKnown(run: RunRelease): Promise<readonly KnownCode[]> {
  return run<KnownCode>(KNOWN, []);
}

/**
 * Releases some of the lanes that wait for a code that is known at their date, the oldest dossiers first, and clears its incident with
 * the last one. Lanes that somebody has locked are passed over: the next look finds them. `today` as a legal day.
 */
export async function releaseBatch(
  run: RunRelease,
  { known, after, most, now, today }: { known: KnownCode; after: number; most: number; now: Date; today: string },
): Promise<ReleasedBatch> {
  const { fingerprint, kind, valid } = known;
  const rows = await run<ReleasedLane & { goes: boolean }>(BATCH, [now, today, fingerprint, kind, valid, after, most]);
  await clear(run, [fingerprint], now);
  const upTo = rows.length < most ? undefined : Math.max(...rows.map(({ dossier_id }) => Number(dossier_id)));
  const free = rows.filter(({ goes }) => goes);
  return { lanes: free.length, outcomes: outcomesOf(free, 'code.mapped'), upTo };
}

/** Lets the lanes that a firewall blocked try again, with what it refused in its place. */
export async function releaseForbidden(run: RunRelease, now: Date): Promise<readonly NewOutcome[]> {
  const rows = await run<ReleasedLane & { cause: string }>(FORBIDDEN, [now]);
  const causes = rows.map(({ cause }) => cause);
  await clear(run, causes, now);
  return outcomesOf(rows, 'forbidden.retried');
}

async function clear(run: RunRelease, fingerprints: readonly string[], now: Date): Promise<void> {
  for (const { text, values = [] } of clearIncidents(fingerprints, now)) await run(text, values as readonly unknown[]);
}

function outcomesOf(lanes: readonly ReleasedLane[], cause: ReleaseCause): NewOutcome[] {
  return lanes.flatMap(({ dossier_id, destination, seq }) =>
    seq === null ? [] : [released({ dossierId: Number(dossier_id), destination, seq }, cause)],
  );
}

// A unit that has an identifier at all has one for every day. A row that maps to nothing is no code. A relay of the version before names
// what is missing by the fingerprint alone.
// An alias may lead to another one: it leads to a procedure on the days that all of them have in common. A circle would end as well.
const MOST_ALIASES = 16;
const KNOWN = `
  WITH RECURSIVE waiting AS MATERIALIZED (
    SELECT fingerprint, coalesce(partner, split_part(fingerprint, '|', 2)) AS partner,
      coalesce(table_name, split_part(fingerprint, '|', 3)) AS table_name,
      coalesce(from_code, regexp_replace(fingerprint, '^[^|]*\\|[^|]*\\|[^|]*\\|', '')) AS from_code
    FROM incident WHERE kind = 'unmapped' AND cleared_at IS NULL
  ), led AS (
    SELECT fingerprint, partner, from_code AS code, '(,)'::daterange AS valid, 0 AS passed FROM waiting WHERE table_name = '${PROCEDURE_ALIASES}'
    UNION
    SELECT l.fingerprint, l.partner, c.to_code, l.valid * c.valid, l.passed + 1 FROM led l
    JOIN code_row c ON c.partner = l.partner AND c.table_name = '${PROCEDURE_ALIASES}' AND c.direction = 'out'
      AND ${isNamed(`'${PROCEDURE_ALIASES}'`, 'l.code', 'c.from_code')}
    WHERE upper_inf(c.recorded) AND l.valid && c.valid AND l.passed < ${String(MOST_ALIASES)}
  )
  SELECT w.fingerprint, c.valid::text AS valid, 'code' AS kind FROM waiting w
  JOIN code_row c ON c.partner = w.partner AND c.table_name = w.table_name AND c.direction = 'out'
    AND ${isNamed('w.table_name', 'w.from_code', 'c.from_code')}
  WHERE w.table_name <> '${PROCEDURE_ALIASES}' AND upper_inf(c.recorded) AND trim(c.to_code) <> ''
  UNION
  SELECT l.fingerprint, (l.valid * p.valid)::text, 'procedure' FROM led l
  JOIN procedure p ON p.code = substring(l.code FROM '^\\d\\.\\d{6}') AND upper_inf(p.recorded) AND l.valid && p.valid
  UNION ALL
  SELECT w.fingerprint, '(,)', 'unit' FROM waiting w WHERE w.table_name = 'unit'
  ORDER BY 1`;

// The dossiers are walked by the index of what waits for this code, each once, and the lanes locked in the order of their ids, as
// everywhere. They become due in that order too. A lane that lacks other codes as well waits on for those.
const BATCH = `
  WITH free AS MATERIALIZED (
    SELECT l.dossier_id, l.destination, l.blocked_seq, row_number() OVER () AS place,
      (SELECT min(w.fingerprint) FROM lane_wait w
        WHERE w.dossier_id = l.dossier_id AND w.destination = l.destination AND w.fingerprint <> $3) AS other
    FROM (
      SELECT l.dossier_id, l.destination, l.blocked_seq FROM lane_wait w
      JOIN lane l ON l.dossier_id = w.dossier_id AND l.destination = w.destination JOIN dossier o ON o.id = w.dossier_id
      WHERE w.fingerprint = $3 AND w.dossier_id > $6 AND l.state = 'held'
        AND $5::daterange @> CASE $4 WHEN 'procedure' THEN coalesce(o.received_on, $2::date) ELSE $2::date END
        AND ($4 <> 'unit' OR EXISTS (
          SELECT FROM unit_alias a WHERE a.unit_id = o.received_unit_id AND ${isOfAgency('a')} AND upper_inf(a.recorded)))
      ORDER BY w.dossier_id LIMIT $7 FOR UPDATE OF l SKIP LOCKED
    ) l
  ), known AS (
    DELETE FROM lane_wait w USING free f
    WHERE w.dossier_id = f.dossier_id AND w.destination = f.destination AND w.fingerprint = $3 AND f.other IS NOT NULL
  )
  UPDATE lane l SET state = CASE WHEN f.other IS NULL THEN 'due' ELSE l.state END, cause = f.other, hinted_at = NULL,
    due_at = CASE WHEN f.other IS NULL THEN $1::timestamptz + f.place * interval '1 microsecond' END,
    blocked_seq = CASE WHEN f.other IS NOT NULL THEN l.blocked_seq END
  FROM free f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination
  RETURNING l.dossier_id, l.destination, f.blocked_seq AS seq, f.other IS NULL AS goes`;

const FORBIDDEN = `
  WITH free AS (
    SELECT dossier_id, destination, blocked_seq, cause FROM lane
    WHERE state = 'blocked' AND cause LIKE 'refused|%|forbidden.content|%' ORDER BY dossier_id, destination FOR UPDATE
  ), released AS (
    UPDATE lane l SET state = 'due', due_at = $1, blocked_seq = NULL, cause = NULL, failures = 0
    FROM free f WHERE l.dossier_id = f.dossier_id AND l.destination = f.destination
    RETURNING l.dossier_id, l.destination, f.blocked_seq AS seq, f.cause
  ), waiting AS (
    UPDATE lane_item li SET state = 'pending' FROM released r
    WHERE li.dossier_id = r.dossier_id AND li.destination = r.destination AND li.state = 'refused'
  )
  SELECT dossier_id, destination, seq, cause FROM released`;
