import { randomBytes } from 'node:crypto';
import { instantOf } from '#canonical';
import { hashLogin, hashSecret } from '../directory.ts';
import type { Change, ClientToChange } from './change.ts';
import { ClientRefused } from './refused.ts';

export type KeyKind = 'api-key' | 'password';

/** A credential that was just made: the only time that its secret is seen. */
export interface IssuedKey {
  readonly id: number;
  readonly kind: KeyKind;
  readonly username: string | undefined;
  readonly secret: string;
}

/** A credential that is valid at this moment. */
export interface ValidKey {
  readonly id: number;
  readonly kind: KeyKind;
  readonly username: string | null;
  readonly expires_at: Date | null;
}

// So that those who look for leaked secrets in code and logs recognise ours.
const PREFIXES: Readonly<Record<KeyKind, string>> = { 'api-key': 'osgk_', password: 'osgp_' };
const SECRET_BYTES = 32;

/** Makes a credential: an API key, or the password that goes with a name. */
export async function issueKey({ db, now, pepper }: Change, client: number, username?: string): Promise<IssuedKey> {
  const kind = username === undefined ? 'api-key' : 'password';
  const secret = `${PREFIXES[kind]}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const hash = username === undefined ? hashSecret(secret, pepper) : hashLogin({ username, password: secret }, pepper);
  const [made] = await db.query<{ id: number }[]>(
    'INSERT INTO client_key (client_id, kind, username, secret_hash, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [client, kind, username ?? null, hash, now],
  );
  if (made === undefined) throw new Error('the credential was not made');
  return { id: made.id, kind, username, secret };
}

/** The credentials of a client that are valid now, the oldest first. */
export function validKeys({ db, now }: Change, { id }: Pick<ClientToChange, 'id'>): Promise<ValidKey[]> {
  return db.query<ValidKey[]>(
    `SELECT id, kind, username, expires_at FROM client_key
     WHERE client_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2) ORDER BY id`,
    [id, now],
  );
}

/** Credentials as a person tells them apart, a line each. */
export function describeKeys(keys: readonly ValidKey[]): string[] {
  return keys.map(({ id, kind, username, expires_at: until }) =>
    [String(id), kind, username, until && `→ ${instantOf(until)}`].filter((part) => part !== null).join(' '),
  );
}

/** A name to log in with belongs to one client. @throws ClientRefused */
export async function demandFreeName({ db, now }: Change, username: string, client: number | null): Promise<void> {
  const [taken] = await db.query<{ code: string }[]>(
    `SELECT c.code FROM client_key k JOIN client c ON c.id = k.client_id
     WHERE k.username = $1 AND k.client_id IS DISTINCT FROM $2 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3)`,
    [username, client, now],
  );
  if (taken !== undefined) throw new ClientRefused('username.taken', username, [taken.code]);
}
