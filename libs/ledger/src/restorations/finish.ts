import type pg from 'pg';
import { uuidv7 } from '#runtime';
import { BackupRefused } from '../backup/refused.ts';
import { onLongConnection } from '../backup/connection.ts';
import { RESEND_POSITION_LOCK, RESTORED } from '../lanes/write-resend-requests.ts';
import { markRestored, RESTORATION_INCIDENT } from './mark.ts';

/** How a restoration is finished. */
export interface FinishOrder {
  /** Communes send again what was accepted since then; undefined = since what the backup is complete until. */
  readonly since: Date | undefined;
  /** The longest time after which a portal has applied a request or never will: what left before the crash has settled then. */
  readonly settlesWithinMs: number;
  /** How long communes have before older versions give way. */
  readonly resendWithinMs: number;
  /** The database came back by other means than ours; then `since` has to be said. */
  readonly restoredOtherwise: boolean;
  /** Destinations that are in shadow by the configuration of today. */
  readonly inShadow: readonly string[];
  readonly by: string;
}

/** A client that is asked to send again. */
export interface AskedClient {
  readonly code: string;
  readonly name: string;
}

/**
 * What finishing came to. `finished`: it is done now · `widened`: it was done before, and clients are asked for more · `done-before`:
 * nothing was to do.
 */
export interface Finished {
  readonly kind: 'finished' | 'widened' | 'done-before';
  readonly restoration: number;
  readonly since: Date;
  readonly deliverFrom: Date;
  readonly resendUntil: Date;
  readonly clients: readonly AskedClient[];
}

/** Lets a restored ledger deliver again: from when on, what its clients are asked to send again, and who did it. Idempotent. */
export function finishRestoration(ownerUrl: string, order: FinishOrder): Promise<Finished> {
  return onLongConnection(ownerUrl, 'after-restore', async (db) => {
    await db.query('BEGIN');
    try {
      await db.query('SELECT pg_advisory_xact_lock(7200)');
      const finished = await finish(db, order);
      await db.query('COMMIT');
      await db.query('NOTIFY lanes_due');
      return finished;
    } catch (error) {
      await db.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  });
}

interface Row {
  readonly id: number;
  readonly complete_until: Date;
  readonly since: Date | null;
  readonly done_at: Date | null;
  readonly deliver_from: Date | null;
  readonly resend_until: Date | null;
}

async function finish(db: pg.Client, order: FinishOrder): Promise<Finished> {
  const { since, by } = order;
  let last = await lastRestoration(db);
  if (
    order.restoredOtherwise &&
    since !== undefined &&
    last?.done_at !== null &&
    last?.complete_until.getTime() !== since.getTime()
  ) {
    await markRestored(db, { completeUntil: since, by });
    last = await lastRestoration(db);
  }
  if (last === undefined) throw new BackupRefused('restoration.none');
  if (since !== undefined && since > last.complete_until)
    throw new BackupRefused('since.late', [last.complete_until.toISOString()]);
  if (last.done_at === null) return write(db, last, { ...order, kind: 'finished', since: since ?? last.complete_until });
  if (since !== undefined && last.since !== null && since < last.since)
    return write(db, last, { ...order, kind: 'widened', since });
  return show(db, last, 'done-before');
}

async function lastRestoration(db: pg.Client): Promise<Row | undefined> {
  const { rows } = await db.query<Row>('SELECT * FROM restoration ORDER BY id DESC LIMIT 1 FOR UPDATE');
  return rows[0];
}

async function write(
  db: pg.Client,
  { id }: Row,
  order: FinishOrder & { readonly kind: 'finished' | 'widened'; readonly since: Date },
): Promise<Finished> {
  const { since, settlesWithinMs, resendWithinMs, inShadow, kind, by } = order;
  // An older one that was never finished is finished by this one too: nothing that came before it is known any better.
  await db.query(FINISH, [since, settlesWithinMs, resendWithinMs, id, inShadow]);
  const { rows } = await db.query<Row & { now: Date }>('SELECT *, gateway_now() AS now FROM restoration WHERE id = $1', [id]);
  const [row] = rows;
  if (row === undefined) throw new Error('the restoration is gone');
  await askClients(db, { id, since, now: row.now });
  await db.query('DELETE FROM partner_session');
  await db.query('UPDATE incident SET cleared_at = $1 WHERE fingerprint = $2 AND cleared_at IS NULL', [
    row.now,
    RESTORATION_INCIDENT,
  ]);
  await db.query(`INSERT INTO audit (at, actor, act, subject, details) VALUES ($1, $2, 'ledger.after-restore', 'ledger', $3)`, [
    ...[row.now, by],
    JSON.stringify({ restoration: id, kind, since: since.toISOString(), resendWithinMs, settlesWithinMs }),
  ]);
  return show(db, row, kind);
}

// A destination that was in shadow before the lost time and is so today got nothing from us in between: what it has and we do not know,
// another system told it.
const FINISH = `
  UPDATE restoration SET since = $1, done_at = coalesce(done_at, gateway_now()),
    deliver_from = coalesce(deliver_from, greatest(gateway_now(), restored_at + make_interval(secs => $2::float8 / 1000))),
    resend_until = CASE WHEN done_at IS NULL THEN gateway_now() + make_interval(secs => $3::float8 / 1000) ELSE resend_until END,
    in_shadow = CASE WHEN done_at IS NULL THEN ARRAY(
      SELECT d.id FROM destination d WHERE d.id = ANY($5) AND d.mode = 'shadow' AND d.shadow_since <= complete_until ORDER BY 1)
      ELSE in_shadow END
  WHERE id = $4 OR done_at IS NULL`;

/** One request for everything, to every system that sends. */
async function askClients(db: pg.Client, { id, since, now }: { id: number; since: Date; now: Date }): Promise<void> {
  const { rows: clients } = await db.query<{ id: number }>(`SELECT id FROM client WHERE role = 'commune' ORDER BY id`);
  await db.query(
    `WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${String(RESEND_POSITION_LOCK)}))
     INSERT INTO resend_request (pos, id, client_id, dossier_id, restoration_id, want, cause, since, at)
     SELECT nextval('resend_position'), n.id, n.client_id, NULL, $3, 'both', '${RESTORED}', $4, $5
     FROM locked, unnest($1::uuid[], $2::int[]) AS n (id, client_id) ON CONFLICT DO NOTHING`,
    [clients.map(() => uuidv7(now)), clients.map((client) => client.id), id, since, now],
  );
}

async function show(db: pg.Client, row: Row, kind: Finished['kind']): Promise<Finished> {
  const { id, since, deliver_from, resend_until } = row;
  if (since === null || deliver_from === null || resend_until === null) throw new Error('the restoration is not finished');
  const { rows: clients } = await db.query<AskedClient>(
    `SELECT DISTINCT c.code, c.name FROM resend_request r JOIN client c ON c.id = r.client_id
     WHERE r.restoration_id = $1 AND r.dossier_id IS NULL ORDER BY c.code`,
    [id],
  );
  return { kind, restoration: id, since, deliverFrom: deliver_from, resendUntil: resend_until, clients };
}
