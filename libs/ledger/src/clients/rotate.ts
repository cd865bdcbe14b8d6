import { lockClient, type Change, type Changed } from './change.ts';
import { describeKeys, issueKey, validKeys, type IssuedKey, type KeyKind, type ValidKey } from './keys.ts';
import { ClientRefused } from './refused.ts';

/** New credentials of a client, and until when those before them hold. */
export interface RotatedKeys {
  readonly keys: readonly IssuedKey[];
  readonly former: readonly { readonly id: number; readonly kind: KeyKind; readonly until: Date }[];
}

const MOST_VALID = 2;

/**
 * Makes a new credential of every kind that the client was ever given; those before it end after the overlap. Of one kind at most two
 * are valid at a time: a third is refused rather than ending the oldest, which may be the one in use. @throws ClientRefused
 */
export async function rotateKeys(change: Change, code: string, overlapMs: number): Promise<Changed<RotatedKeys>> {
  const client = await lockClient(change.db, code);
  const valid = await validKeys(change, client);
  const keys: IssuedKey[] = [];
  for (const { kind, username } of await kindsOf(change, client.id)) {
    const ofKind = valid.filter((key) => key.kind === kind);
    if (overlapMs > 0 && ofKind.length >= MOST_VALID) throw twoValid(ofKind);
    keys.push(await issueKey(change, client.id, username ?? undefined));
  }
  const former = await endKeys(change, valid, new Date(change.now.getTime() + overlapMs));
  const details = { keys: keys.map(({ id, kind }) => ({ id, kind })), former };
  return { result: { keys, former }, details };
}

/** An API key, and a password where there ever was one. */
function kindsOf({ db }: Change, client: number): Promise<{ kind: KeyKind; username: string | null }[]> {
  return db.query<{ kind: KeyKind; username: string | null }[]>(
    'SELECT DISTINCT ON (kind) kind, username FROM client_key WHERE client_id = $1 ORDER BY kind, id DESC',
    [client],
  );
}

async function endKeys({ db }: Change, keys: readonly ValidKey[], until: Date): Promise<RotatedKeys['former']> {
  return db.query<{ id: number; kind: KeyKind; until: Date }[]>(
    `WITH ended AS (
       UPDATE client_key SET expires_at = least(coalesce(expires_at, 'infinity'), $2) WHERE id = ANY($1) RETURNING id, kind, expires_at
     ) SELECT id, kind, expires_at AS until FROM ended ORDER BY id`,
    [keys.map(({ id }) => id), until],
  );
}

function twoValid(keys: readonly ValidKey[]): ClientRefused {
  return new ClientRefused('key.two-valid', keys.map(({ id }) => String(id)).join(', '), describeKeys(keys));
}
