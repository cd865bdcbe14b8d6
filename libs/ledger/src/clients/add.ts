import type { Change, Changed } from './change.ts';
import { demandFreeName, issueKey, type IssuedKey } from './keys.ts';
import { setManners, type Manners } from './manners.ts';
import { ClientRefused } from './refused.ts';
import { everyUnit, ensureTestUnit, findUnits, type FoundUnit } from './units.ts';

/** Which units a client speaks for: named by their codes, all of today, one for trials with this identifier, or none. */
export type UnitsWanted =
  | { readonly kind: 'codes'; readonly codes: readonly string[] }
  | { readonly kind: 'every' }
  | { readonly kind: 'test'; readonly identifier: string }
  | { readonly kind: 'none' };

/** A client to be made. */
export interface ClientOrder {
  readonly code: string;
  readonly name: string;
  readonly role: 'commune' | 'portal';
  readonly units: UnitsWanted;
  /** Name for the doors where a system logs in; it gets a password then. */
  readonly username?: string;
  readonly manners: Manners;
}

/** A client that was made, with its credentials. */
export interface AddedClient {
  readonly code: string;
  readonly units: readonly string[];
  readonly keys: readonly IssuedKey[];
}

/** Makes a client with its units and credentials. @throws ClientRefused */
export async function addClient(change: Change, order: ClientOrder): Promise<Changed<AddedClient>> {
  const { db, now } = change;
  const { code, name, role, username, manners } = order;
  const sandbox = order.units.kind === 'test';
  // A unit for trials may have to be made: whoever changes units and clients does so in this order.
  const units = await unitsFor(change, order.units);
  const [made] = await db.query<{ id: number }[]>(
    `INSERT INTO client (code, name, role, sandbox, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (code) DO NOTHING RETURNING id`,
    [code, name, role, sandbox, now],
  );
  if (made === undefined) throw new ClientRefused('client.exists', code);
  await setManners(db, made.id, manners);
  await db.query(`INSERT INTO client_scope (client_id, unit_id, valid) SELECT $1, id, '(,)' FROM unnest($2::int[]) AS u (id)`, [
    made.id,
    units.map(({ id }) => id),
  ]);
  const keys = [await issueKey(change, made.id)];
  if (username !== undefined) {
    await demandFreeName(change, username, made.id);
    keys.push(await issueKey(change, made.id, username));
  }
  const unitCodes = units.map((unit) => unit.code);
  const details = { name, role, sandbox, units: unitCodes, ...manners, keys: keys.map(({ id, kind }) => ({ id, kind })) };
  return { result: { code, units: unitCodes, keys }, details: { ...details, ...(username !== undefined && { username }) } };
}

async function unitsFor(change: Change, wanted: UnitsWanted): Promise<FoundUnit[]> {
  switch (wanted.kind) {
    case 'codes':
      return findUnits(change.db, wanted.codes, change.today);
    case 'every':
      return everyUnit(change.db, change.today);
    case 'test':
      return [await ensureTestUnit(change, wanted.identifier)];
    case 'none':
      return [];
  }
}
