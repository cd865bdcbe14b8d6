import type { EntityManager } from 'typeorm';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { writeAudit } from '../clients/change.ts';
import { findUnits } from '../clients/units.ts';
import { hashLogin, hashSecret } from '../directory.ts';
import { databaseNow, openOwner } from './owner.ts';

/** A client to make: a system, its API key and the administrative codes of the units that it may speak for. */
export interface ClientToCreate {
  readonly code: string;
  readonly name: string;
  /** Absent = it only logs in by name and password. */
  readonly apiKey?: string;
  /** Name and password for the doors where a system logs in; absent = it does not. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Absent = a commune's system. */
  readonly role?: 'commune' | 'portal';
  readonly unitCodes: readonly string[];
  /** Whether a step is made for a version that closes a dossier without one; absent = as it is, at first no. */
  readonly closingStep?: boolean;
  /** The destination whose own system it is; absent = as it is, at first none. */
  readonly speaksFor?: string;
  /** Whether it may send as much as it can; heeded when it is made. Absent = the limits that every client has at first. */
  readonly unlimited?: boolean;
}

/** Makes clients that are not there yet, and adds keys and units that they never had. Idempotent; all or none. */
export async function createClients(ownerUrl: string, pepper: Buffer, clients: readonly ClientToCreate[]): Promise<void> {
  const source = await openOwner(ownerUrl);
  try {
    await source.transaction(async (db) => {
      const now = await databaseNow(db);
      const today = legalDay(instantOf(now));
      for (const client of clients) await createClient(db, client, { pepper, now, today });
      await db.query('NOTIFY clients_changed');
    });
  } finally {
    await source.destroy();
  }
}

interface Making {
  readonly pepper: Buffer;
  readonly now: Date;
  readonly today: LegalDay;
}

async function createClient(db: EntityManager, client: ClientToCreate, { pepper, now, today }: Making): Promise<void> {
  const { code, apiKey, login, unitCodes } = client;
  const id = await ensureClient(db, client, now);
  if (apiKey !== undefined) await ensureKey(db, [id, 'api-key', null, hashSecret(apiKey, pepper), now]);
  if (login !== undefined) await ensureKey(db, [id, 'password', login.username, hashLogin(login, pepper), now]);
  const units = await findUnits(db, unitCodes, today);
  // A unit that somebody took away from it stays away.
  await db.query(
    `INSERT INTO client_scope (client_id, unit_id, valid) SELECT $1, u.id, '(,)' FROM unnest($2::int[]) AS u (id)
     WHERE NOT EXISTS (SELECT 1 FROM client_scope s WHERE s.client_id = $1 AND s.unit_id = u.id)`,
    [id, units.map((unit) => unit.id)],
  );
  if (client.speaksFor !== undefined)
    await db.query('UPDATE client SET speaks_for = $2 WHERE code = $1', [code, client.speaksFor]);
  if (client.closingStep !== undefined)
    await db.query('UPDATE client SET closing_step = $2 WHERE code = $1', [code, client.closingStep]);
}

async function ensureClient(
  db: EntityManager,
  { code, name, role = 'commune', unitCodes, unlimited = false }: ClientToCreate,
  now: Date,
): Promise<number> {
  const [made] = await db.query<{ id: number }[]>(
    'INSERT INTO client (code, name, role, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING RETURNING id',
    [code, name, role, now],
  );
  if (made === undefined) {
    const [known] = await db.query<{ id: number }[]>('SELECT id FROM client WHERE code = $1', [code]);
    if (known === undefined) throw new Error(`the client ${code} is gone`);
    return known.id;
  }
  if (unlimited) await db.query('UPDATE client SET requests_per_second = NULL, items_per_second = NULL WHERE id = $1', [made.id]);
  const details = { name, role, units: unitCodes, unlimited };
  await writeAudit(db, { now, actor: 'setup', act: 'client.add', subject: code, details });
  return made.id;
}

async function ensureKey(db: EntityManager, key: readonly [number, string, string | null, Buffer, Date]): Promise<void> {
  await db.query(
    `INSERT INTO client_key (client_id, kind, username, secret_hash, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (secret_hash) DO NOTHING`,
    [...key],
  );
}
