import type pg from 'pg';
import { sha256, type DestinationMode } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction } from '../database.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { ReplayRefused, type ReplayOrder, type ReplaySelection, type ReplayTask } from './replay.ts';

/** Codes of a list that are kept to be shown. */
const SHOWN_CODES = 20;
/** The same order of the same person within that time is a second click. */
const SAME_CLICK_MS = 10_000;
/** Replays that are open at the same time, whoever ordered them. */
const MOST_OPEN = 50;
const ORDER_LOCK = 7207;

/** Has whoever orders or resumes a replay do so one after the other, until the transaction ends. */
export async function lockOrders(db: pg.PoolClient): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock($1)', [ORDER_LOCK]);
}

/** Whether there is room for one more beside the others; the orders are to be locked. @throws ReplayRefused */
export async function refuseTooMany(db: pg.PoolClient, own?: string): Promise<void> {
  const { rows } = await db.query<{ open: number }>({
    name: 'replay-count-open',
    text: `SELECT count(*)::int AS open FROM job
      WHERE kind = 'replay' AND (state IN ('listing', 'ready', 'running') OR winding_down) AND id IS DISTINCT FROM $1`,
    values: [own ?? null],
  });
  if ((rows[0]?.open ?? 0) >= MOST_OPEN) throw new ReplayRefused('replay.too-many');
}

/** Writes a replay down, to be listed; answers its id. A second click gets the first one's. @throws ReplayRefused */
export function orderReplay(pool: pg.Pool, order: ReplayOrder, act: Act): Promise<string> {
  return inTransaction(pool, async (db) => {
    const hash = sha256(JSON.stringify([order, act.reason]));
    await lockOrders(db);
    const same = await findSame(db, hash, act);
    if (same !== undefined) return same;
    await refuseTooMany(db);
    const destinations = await chooseDestinations(db, order);
    const { task, codes, unknown } = await resolve(db, order, act.now);
    const id = uuidv7(act.now);
    await db.query({
      name: 'replay-insert',
      text: `INSERT INTO job (id, kind, state, task, task_hash, destinations, codes, unknown_codes, reason, created_by, created_at)
        VALUES ($1, 'replay', 'listing', $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [id, JSON.stringify(task), hash, destinations, codes ?? null, unknown, act.reason, act.by, act.now],
    });
    const details = { mode: order.mode, destinations, selection: task.selection, ...(codes && { codes: codes.length }) };
    await writeDown(db, act, { act: 'replay.create', subject: id, details });
    return id;
  });
}

async function findSame(db: pg.PoolClient, hash: string, { by, now }: Act): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>({
    name: 'replay-same',
    text: `SELECT id FROM job WHERE kind = 'replay' AND created_at > $3 AND task_hash = $1 AND created_by = $2
      AND state IN ('listing', 'ready', 'running') ORDER BY created_at DESC LIMIT 1`,
    values: [hash, by, new Date(now.getTime() - SAME_CLICK_MS)],
  });
  return rows[0]?.id;
}

/** Those that are named, or all that are sent to. In shadow nothing is sent: whoever names such a one expects something else. */
async function chooseDestinations(db: pg.PoolClient, { destinations, selection }: ReplayOrder): Promise<string[]> {
  const { rows } = await db.query<{ id: string; mode: DestinationMode }>('SELECT id, mode FROM destination ORDER BY id');
  const named = [...new Set([...(destinations ?? []), ...[selection.filter?.destination].flatMap((id) => id ?? [])])];
  for (const id of named) {
    const known = rows.find((row) => row.id === id);
    if (known === undefined) throw new ReplayRefused('replay.destination-unknown');
    if (known.mode === 'shadow') throw new ReplayRefused('replay.destination-in-shadow');
  }
  const live = rows.filter(({ mode }) => mode === 'live').map(({ id }) => id);
  if (live.length === 0) throw new ReplayRefused('replay.destination-in-shadow');
  const wanted = destinations ?? live;
  return selection.filter?.destination === undefined ? [...wanted] : wanted.filter((id) => id === selection.filter?.destination);
}

interface Resolved {
  readonly task: ReplayTask;
  readonly codes: readonly string[] | undefined;
  readonly unknown: readonly string[];
}

async function resolve(db: pg.PoolClient, { selection, mode }: ReplayOrder, now: Date): Promise<Resolved> {
  const codes = selection.dossierCode === undefined ? selection.codes : [selection.dossierCode];
  if (codes !== undefined) return resolveCodes(db, { selection, mode }, [...new Set(codes)]);
  const { incidentId, filter } = selection;
  if (incidentId !== undefined) {
    const { rows } = await db.query<{ fingerprint: string }>('SELECT fingerprint FROM incident WHERE id = $1', [incidentId]);
    const [found] = rows;
    if (found === undefined) throw new ReplayRefused('incident.unknown');
    return { task: { mode, selection, fingerprint: found.fingerprint }, codes: undefined, unknown: [] };
  }
  const units = filter?.unit === undefined ? undefined : await readUnits(db, filter.unit, now);
  return { task: { mode, selection, ...(units && { units }) }, codes: undefined, unknown: [] };
}

async function resolveCodes(
  db: pg.PoolClient,
  { selection, mode }: Pick<ReplayOrder, 'selection' | 'mode'>,
  codes: readonly string[],
): Promise<Resolved> {
  const { rows } = await db.query<{ code: string }>({
    name: 'replay-unknown-codes',
    text: `SELECT c.code FROM unnest($1::text[]) AS c (code)
      WHERE NOT EXISTS (SELECT FROM dossier o WHERE o.code = c.code COLLATE "C")`,
    values: [codes],
  });
  const unknown = rows.map(({ code }) => code);
  if (selection.dossierCode !== undefined && unknown.length > 0) throw new ReplayRefused('dossier.unknown');
  const shown: ReplaySelection = selection.codes === undefined ? selection : { codes: codes.slice(0, SHOWN_CODES) };
  return { task: { mode, selection: shown }, codes, unknown };
}

/** The unit of that code today, or at any time where there is none today, and all that became part of it. */
async function readUnits(db: pg.PoolClient, code: string, now: Date): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>({
    name: 'replay-units',
    text: `WITH RECURSIVE named AS (
        SELECT unit_id, valid @> ($2::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS is_valid FROM unit_alias
        WHERE code = $1 AND upper_inf(recorded)
      ), reach (id) AS (
        SELECT unit_id FROM named WHERE is_valid OR NOT EXISTS (SELECT FROM named WHERE is_valid)
        UNION
        SELECT s.old_unit_id FROM unit_successor s JOIN reach r ON s.new_unit_id = r.id
        WHERE upper_inf(s.recorded) AND s.on_date <= ($2::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      )
      SELECT id FROM reach UNION SELECT p.id FROM unit_part p JOIN reach r ON p.heir_id = r.id`,
    values: [code, now],
  });
  if (rows.length === 0) throw new ReplayRefused('replay.unit-unknown');
  return rows.map(({ id }) => id);
}
