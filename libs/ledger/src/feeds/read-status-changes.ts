import type pg from 'pg';
import type { Status, Step } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { homeAt } from '../hand-overs/home.ts';
import { isNoTrial } from '../trials.ts';
import { toPortion, WINDOW, type Portion, type PortionRow } from './portion.ts';

/** A change of a dossier's current status, with what a step says of it. Versions say nothing: `content` and `officer` are null. */
export interface StatusEntry {
  readonly pos: number;
  readonly id: string;
  readonly dossierCode: string;
  readonly seq: number;
  readonly origin: string;
  readonly status: Status;
  readonly occurredAt: Date | null;
  readonly acceptedAt: Date;
  readonly content: string | null;
  readonly officer: string | null;
}

/** Which part of the feed: of the dossiers that were these units' (ids, or those of parts that were handed over) then, or of all but trials. */
export interface StatusChangesWanted {
  readonly scope: readonly number[] | 'all';
  /** Position behind which it begins; 0 = the beginning. */
  readonly after: number;
  /** Position up to and with which it goes; absent = as far as there is something. */
  readonly until?: number;
  readonly limit: number;
}

/**
 * Reads changes of status in the order of their positions, which is the order of the commits: what is behind a position that was read
 * can never appear before it. At most `limit` entries, and at most 5,000 positions are looked at, so that `hasMore` may come with no
 * entry at all. Everything, bodies too, is one statement.
 */
export async function readStatusChanges(
  pool: pg.Pool,
  cipher: Cipher,
  wanted: StatusChangesWanted,
): Promise<Portion<StatusEntry>> {
  const { scope, after, until, limit } = wanted;
  const rows = await query<StatusRow>(pool, {
    name: 'feed-status-walk',
    text: WALK,
    values: [after, until ?? null, WINDOW, scope === 'all' ? null : scope, limit + 1],
  });
  await cipher.load(rows.flatMap(({ key_id }) => key_id ?? []));
  const portion = toPortion(rows, { after, limit }, (row) => toEntry(row, cipher));
  return until !== undefined && portion.position >= until ? { ...portion, hasMore: false } : portion;
}

/** Which entries of dossiers that were handed over at once: those since then, and those that the scope of whoever asks did not show before. */
export interface HandedWanted {
  readonly part: number;
  readonly scope: readonly number[];
  readonly after: number;
  readonly until: number;
  readonly limit: number;
}

/** Reads them; the dossiers of one hand-over are few, so that no window is needed. */
export async function readHanded(pool: pg.Pool, cipher: Cipher, wanted: HandedWanted): Promise<Portion<StatusEntry>> {
  const { part, scope, after, until, limit } = wanted;
  const rows = await query<StatusRow & { readonly pos: number }>(pool, {
    name: 'feed-status-handed',
    text: HANDED,
    values: [part, scope, after, until, limit + 1],
  });
  await cipher.load(rows.flatMap(({ key_id }) => key_id ?? []));
  const shown = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return { entries: shown.map((row) => toEntry(row, cipher)), position: (hasMore ? shown.at(-1)?.pos : until) ?? until, hasMore };
}

interface StatusRow extends PortionRow, Omit<StatusEntry, 'pos' | 'content' | 'officer'> {
  readonly body_enc: Buffer | null;
  readonly key_id: number | null;
}

// The window is a subquery and no CTE: its order is then known to what joins it, and a full page reads no further than its last entry.
const WALK = `
  WITH found AS MATERIALIZED (
    SELECT s.pos, d.code FROM (
      SELECT pos, dossier_id, changes_status FROM item
      WHERE pos > $1 AND pos <= coalesce($2, 9223372036854775807) ORDER BY pos LIMIT $3
    ) s JOIN dossier d ON d.id = s.dossier_id
    WHERE s.changes_status AND (CASE WHEN $4::int[] IS NULL THEN ${isNoTrial('d')} ELSE (${homeAt('d', 's.pos')}) = ANY($4) END)
    ORDER BY s.pos LIMIT $5
  ), looked AS (
    SELECT max(w.pos) AS edge, count(*)::int AS looked FROM (
      SELECT pos FROM item WHERE pos > $1 AND pos <= coalesce($2, 9223372036854775807) ORDER BY pos
      LIMIT CASE WHEN (SELECT count(*) FROM found) < $5 THEN $3 ELSE 0 END
    ) w
  )
  SELECT l.edge, l.looked, f.pos, f.code AS "dossierCode", i.id, i.seq, i.origin, i.status, i.occurred_at AS "occurredAt",
    i.accepted_at AS "acceptedAt", CASE WHEN i.kind = 'step' THEN i.body_enc END AS body_enc,
    CASE WHEN i.kind = 'step' THEN i.key_id END AS key_id
  FROM looked l LEFT JOIN (found f JOIN item i ON i.pos = f.pos) ON true ORDER BY f.pos`;

// Of what no unit of the scope saw, each entry belongs to the first hand-over behind it that brought the dossier back into the scope.
const HANDED = `
  SELECT i.pos, d.code AS "dossierCode", i.id, i.seq, i.origin, i.status, i.occurred_at AS "occurredAt", i.accepted_at AS "acceptedAt",
    CASE WHEN i.kind = 'step' THEN i.body_enc END AS body_enc, CASE WHEN i.kind = 'step' THEN i.key_id END AS key_id
  FROM handed_dossier p JOIN dossier d ON d.id = p.dossier_id JOIN item i ON i.dossier_id = d.id
  WHERE p.part_id = $1 AND i.pos > $3 AND i.pos <= $4 AND i.changes_status
    AND ((${homeAt('d', 'i.pos')}) = $1 OR NOT (${homeAt('d', 'i.pos')}) = ANY($2) AND $1 = (
      SELECT h.part_id FROM handed_dossier h
      WHERE h.dossier_id = d.id AND h.pos >= i.pos AND h.part_id = ANY($2) ORDER BY h.pos LIMIT 1))
  ORDER BY i.pos LIMIT $5`;

function toEntry(row: StatusRow & { readonly pos: number }, cipher: Cipher): StatusEntry {
  const { pos, id, dossierCode, seq, origin, status, occurredAt, acceptedAt, body_enc, key_id } = row;
  const step =
    body_enc === null || key_id === null ? undefined : (JSON.parse(cipher.unseal(body_enc, key_id, id).toString()) as Step);
  const { content = null, officer = null } = step ?? {};
  return { pos, id, dossierCode, seq, origin, status, occurredAt, acceptedAt, content, officer };
}
