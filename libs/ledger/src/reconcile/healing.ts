import type pg from 'pg';
import { uuidv7 } from '#runtime';
import { inTransaction, query, sendAll } from '../database.ts';
import { RESEND_POSITION_LOCK } from '../lanes/write-resend-requests.ts';
import { wantOf, type DiscrepancyKind } from './kinds.ts';

/** How much is mended by itself at most. */
export interface HealCaps {
  /** On account of one run or manifest. */
  readonly perRun: number;
  /** At one destination, or of one commune, at the same time. */
  readonly perSide: number;
  /** In an hour, all together. */
  readonly perHour: number;
  /** How often the same is tried before it stops. */
  readonly tries: number;
}

interface HealOrder {
  readonly caps: HealCaps;
  readonly now: Date;
}

const HOUR_MS = 3_600_000;

/** What was tried often enough, and is there all the same, is left to a person. */
export async function stopHealing(pool: pg.Pool, { caps }: HealOrder): Promise<number> {
  const rows = await query(pool, {
    name: 'heal-stop',
    text: STOP,
    values: [caps.tries],
  });
  return rows.length;
}

// What a manifest is just writing is left to the next look: whoever waited for it could be waited for by it.
const STOP = `
  WITH tried AS (
    SELECT id FROM discrepancy WHERE cleared_at IS NULL AND heal_state = 'waiting' AND tries >= $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE discrepancy d SET heal_state = 'stopped', must_act = 'province' FROM tried t WHERE d.id = t.id RETURNING 1`;

/**
 * Has lanes of a destination send what was found to be missing, as an operator's replay would. A dossier is mended once for all that was
 * found in it, and counts as changed, so that the next run looks whether it helped.
 */
export function healLanes(pool: pg.Pool, destination: string, { caps, now }: HealOrder): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'heal-turn', text: 'SELECT pg_advisory_xact_lock(7208)' });
    const values = [destination, now, new Date(now.getTime() - HOUR_MS), caps.perRun, caps.perSide, caps.perHour];
    const { rows } = await db.query<{ healed: number }>({ name: 'heal-lanes', text: LANES, values });
    const healed = rows[0]?.healed ?? 0;
    if (healed > 0) await db.query('NOTIFY lanes_due');
    return healed;
  });
}

// Of all that may be done to a dossier the most is done. A run has its share of what may still be mended. What is counted by runs and sides is counted
// once: with a table that has just grown a planner would count it for every row.
const ROOM = `least($5::bigint - (SELECT count(DISTINCT dossier_code) FROM discrepancy WHERE side = $1 AND cleared_at IS NULL AND heal_state = 'asked'),
      $6::bigint - ${mendedSince('$3')})`;

/** Dossiers that were to be mended since then, whatever was found in each of them, once for each side. */
function mendedSince(since: string): string {
  return `(SELECT count(DISTINCT (side, dossier_code)) FROM discrepancy WHERE asked_at > ${since})`;
}

const LANES = `
  WITH room AS MATERIALIZED (SELECT greatest(0, ${ROOM}) AS places), wanted AS MATERIALIZED (
    SELECT d.dossier_id, min(d.dossier_code) AS dossier_code, count(*) AS found, min(d.first_at) AS first_at, max(d.seen_by::text)::uuid AS run,
      CASE WHEN bool_or(d.heal = 'renew') THEN 'renew' WHEN bool_or(d.heal = 'reassert') THEN 'reassert' ELSE 'converge' END AS heal
    FROM discrepancy d WHERE d.side = $1 AND d.cleared_at IS NULL AND d.heal_state = 'waiting' AND d.dossier_id IS NOT NULL
    GROUP BY d.dossier_id
  ), run AS MATERIALIZED (
    SELECT DISTINCT run AS id FROM wanted
  ), used AS MATERIALIZED (
    SELECT r.id AS run, count(DISTINCT a.dossier_id) AS count FROM run r JOIN discrepancy a ON a.asked_for = r.id GROUP BY 1
  ), shared AS (
    SELECT w.*, row_number() OVER (PARTITION BY w.run ORDER BY w.first_at, w.dossier_id) + coalesce(u.count, 0) AS place
    FROM wanted w LEFT JOIN used u ON u.run = w.run
  ), picked AS (
    SELECT s.dossier_id, s.dossier_code, s.found, s.heal, s.run FROM shared s JOIN lane l ON l.dossier_id = s.dossier_id AND l.destination = $1
    JOIN destination t ON t.id = $1 AND t.mode = 'live'
    WHERE s.place <= $4 AND l.state = 'idle' AND l.asked_by IS NULL AND NOT l.shadow
    ORDER BY s.dossier_id LIMIT (SELECT places FROM room) FOR UPDATE OF l SKIP LOCKED
  ), free AS MATERIALIZED (
    SELECT d.id, d.dossier_id FROM picked p JOIN discrepancy d ON d.dossier_code = p.dossier_code AND d.dossier_id = p.dossier_id AND d.side = $1
      AND d.cleared_at IS NULL AND d.heal_state = 'waiting' FOR UPDATE OF d SKIP LOCKED
  ), chosen AS MATERIALIZED (
    SELECT * FROM picked p WHERE p.found = (SELECT count(*) FROM free f WHERE f.dossier_id = p.dossier_id)
  ), asked AS (
    UPDATE lane l SET asked = p.heal, asked_by = p.run, state = 'due', due_at = $2, hinted_at = NULL
    FROM chosen p WHERE l.dossier_id = p.dossier_id AND l.destination = $1
  ), again AS (
    UPDATE lane_check c SET changed_at = $2 FROM chosen p WHERE c.dossier_id = p.dossier_id AND c.destination = $1
  ), noted AS (
    UPDATE discrepancy d SET heal_state = 'asked', tries = d.tries + 1, asked_at = $2, asked_for = p.run
    FROM chosen p JOIN free f ON f.dossier_id = p.dossier_id WHERE d.id = f.id
  ), counted AS (
    UPDATE reconcile_run r SET healed = r.healed + n.count FROM (SELECT run, count(*) AS count FROM chosen GROUP BY run) n WHERE r.id = n.run
  )
  SELECT count(*)::int AS healed FROM chosen`;

interface ToResend {
  readonly id: string;
  readonly kind: DiscrepancyKind;
  readonly field: string;
  readonly client_id: number;
  readonly dossier_id: number | null;
  readonly dossier_code: string;
  readonly first_at: Date;
  readonly cause: string;
}

/** Asks communes to send again what is missing here or not alike. */
export function askCommunes(pool: pg.Pool, { caps, now }: HealOrder): Promise<number> {
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'heal-turn', text: 'SELECT pg_advisory_xact_lock(7208)' });
    const { rows } = await db.query<ToResend>({
      name: 'heal-communes',
      text: COMMUNES,
      values: [now, new Date(now.getTime() - HOUR_MS), caps.perRun, caps.perSide, caps.perHour],
    });
    if (rows.length > 0) await sendAll(db, [insertRequests(rows, now)]);
    return rows.length;
  });
}

const COMMUNES = `
  WITH room AS MATERIALIZED (
    SELECT greatest(0, $5::bigint - ${mendedSince('$2')}) AS places
  ), wanted AS MATERIALIZED (
    SELECT d.id, d.first_at, d.seen_by, d.side
    FROM discrepancy d WHERE d.tier = 'commune' AND d.cleared_at IS NULL AND d.heal_state = 'waiting' AND d.heal = 'resend'
  ), run AS MATERIALIZED (
    SELECT DISTINCT seen_by AS id FROM wanted
  ), used AS MATERIALIZED (
    SELECT r.id AS asked_for, count(*) AS count FROM run r JOIN discrepancy a ON a.asked_for = r.id GROUP BY 1
  ), asked AS MATERIALIZED (
    SELECT a.side, count(*) AS count FROM discrepancy a WHERE a.tier = 'commune' AND a.cleared_at IS NULL AND a.heal_state = 'asked' GROUP BY 1
  ), shared AS (
    SELECT w.id, w.first_at, row_number() OVER (PARTITION BY w.seen_by ORDER BY w.first_at, w.id) + coalesce(u.count, 0) AS of_run,
      row_number() OVER (PARTITION BY w.side ORDER BY w.first_at, w.id) + coalesce(a.count, 0) AS of_side
    FROM wanted w LEFT JOIN used u ON u.asked_for = w.seen_by LEFT JOIN asked a ON a.side = w.side
  ), picked AS MATERIALIZED (
    SELECT id FROM shared WHERE of_run <= $3 AND of_side <= $4 ORDER BY first_at, id LIMIT (SELECT places FROM room)
  ), free AS MATERIALIZED (
    SELECT d.id FROM picked p JOIN discrepancy d ON d.id = p.id AND d.cleared_at IS NULL AND d.heal_state = 'waiting' FOR UPDATE OF d SKIP LOCKED
  )
  UPDATE discrepancy d SET heal_state = 'asked', tries = d.tries + 1, asked_at = $1, asked_for = d.seen_by FROM free f WHERE d.id = f.id
  RETURNING d.id, d.kind, d.field, d.client_id, d.dossier_id, d.dossier_code, d.first_at, d.cause`;

function insertRequests(rows: readonly ToResend[], now: Date): pg.QueryConfig {
  const of = <T>(pick: (row: ToResend) => T): T[] => rows.map(pick);
  return {
    name: 'heal-resend',
    text: `WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(RESEND_POSITION_LOCK)}))
      INSERT INTO resend_request (pos, id, client_id, dossier_id, discrepancy_id, dossier_code, want, cause, since, at, item_pos)
      SELECT nextval('resend_position'), n.id, n.client_id, n.dossier_id, n.discrepancy_id, n.code, n.want, n.cause, n.since, $1,
        (SELECT coalesce(max(pos), 0) FROM item)
      FROM locked, unnest($2::uuid[], $3::int[], $4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
        AS n (id, client_id, dossier_id, discrepancy_id, code, want, cause, since)`,
    values: [
      ...[
        now,
        rows.map(() => uuidv7(now)),
        of(({ client_id }) => client_id),
        of(({ dossier_id }) => dossier_id),
        of(({ id }) => id),
      ],
      ...[
        of(({ dossier_code }) => dossier_code),
        of(wantOf),
        of(({ cause }) => `reconcile.${cause}`),
        of(({ first_at }) => first_at),
      ],
    ],
  };
}

/**
 * Ends requests that were answered: something of the dossier was accepted since, or both sides agree. Since is told by positions: the clocks of
 * who asks and who accepts may differ a little.
 */
export async function closeAnswered(pool: pg.Pool, now: Date): Promise<number> {
  const rows = await query(pool, { name: 'heal-close', text: CLOSE, values: [now] });
  return rows.length;
}

const CLOSE = `
  UPDATE resend_request r SET closed_at = $1 FROM discrepancy d
  WHERE r.closed_at IS NULL AND r.discrepancy_id IS NOT NULL AND d.id = r.discrepancy_id AND (d.cleared_at IS NOT NULL OR EXISTS (
    SELECT FROM dossier o JOIN item i ON i.dossier_id = o.id AND i.seq = o.last_seq
    WHERE o.code = r.dossier_code AND o.client_id = r.client_id AND i.pos > r.item_pos))
  RETURNING 1`;
