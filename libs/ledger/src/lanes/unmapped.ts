import { sha256 } from '#canonical';

const LONGEST = 80;

/** Names the lack of one code at a destination: the cause that its lanes are held for, and the incident. A code of any length fits. */
export function unmappedFingerprint({ destination, table, code }: { destination: string; table: string; code: string }): string {
  const named = code.length <= LONGEST ? code : `${code.slice(0, LONGEST / 2)}…${sha256(code).slice(0, 16)}`;
  return `unmapped|${destination}|${table}|${named}`;
}

/** Runs a statement and answers its rows. */
type Run = (sql: string, values: readonly unknown[]) => Promise<readonly { released: number }[]>;

/**
 * Releases the lanes that are held for a code that is known by now, at its date, and clears what was open for it. Whatever is held
 * counts and not what was just added: a relay that still had the older tables may have held a lane a moment after the newer came.
 * `now` and today as a legal day; answers how many lanes go on.
 */
export async function releaseMapped(run: Run, { now, today }: { now: Date; today: string }): Promise<number> {
  const [row] = await run(RELEASE, [now, today]);
  return row?.released ?? 0;
}

const RELEASE = `
  WITH waiting AS MATERIALIZED (
    SELECT fingerprint, split_part(fingerprint, '|', 2) AS partner, split_part(fingerprint, '|', 3) AS table_name,
      regexp_replace(fingerprint, '^[^|]*\\|[^|]*\\|[^|]*\\|', '') AS code
    FROM incident WHERE kind = 'unmapped' AND cleared_at IS NULL
  ), known AS MATERIALIZED (
    SELECT w.fingerprint, c.valid, false AS is_procedure FROM waiting w
    JOIN code_row c ON c.partner = w.partner AND c.table_name = w.table_name AND c.direction = 'out' AND c.from_code = w.code
    WHERE upper_inf(c.recorded)
    UNION ALL
    SELECT w.fingerprint, p.valid, true FROM waiting w JOIN procedure p ON p.code = substring(w.code FROM '^\\d\\.\\d{6}')
    WHERE w.table_name = 'procedure' AND upper_inf(p.recorded)
  ), released AS (
    UPDATE lane l SET state = 'due', due_at = $1, cause = NULL, hinted_at = NULL
    FROM dossier o
    WHERE l.state = 'held' AND o.id = l.dossier_id AND EXISTS (
      SELECT FROM known k WHERE k.fingerprint = l.cause
        AND k.valid @> CASE WHEN k.is_procedure THEN coalesce(o.received_on, $2::date) ELSE $2::date END)
    RETURNING l.dossier_id, l.destination
  ), cleared AS (
    UPDATE incident i SET cleared_at = $1
    WHERE i.cleared_at IS NULL AND i.fingerprint IN (SELECT fingerprint FROM known) AND NOT EXISTS (
      SELECT FROM lane l WHERE l.state = 'held' AND l.cause = i.fingerprint AND NOT EXISTS (
        SELECT FROM released r WHERE r.dossier_id = l.dossier_id AND r.destination = l.destination))
  )
  SELECT count(*)::int AS released FROM released`;
