import { lockClient, type Change, type Changed, type ClientToChange } from './change.ts';
import { demandFreeName, describeKeys, issueKey, validKeys, type IssuedKey, type ValidKey } from './keys.ts';
import { setManners, type Manners } from './manners.ts';
import { ClientRefused } from './refused.ts';

/** How the gateway is to deal with a client from now on, and ways in that it had none of until now. */
export interface ClientChange {
  readonly code: string;
  readonly manners: Manners;
  /** It gets an API key. */
  readonly apiKey?: boolean;
  /** It gets this name, with a password, for the doors where a system logs in. */
  readonly username?: string;
}

/** Changes a client; answers the credentials that it got. Those it has are never replaced here. @throws ClientRefused */
export async function setClient(change: Change, wanted: ClientChange): Promise<Changed<readonly IssuedKey[]>> {
  const { manners, username } = wanted;
  const client = await lockClient(change.db, wanted.code);
  await setManners(change.db, client.id, manners);
  const keys = await openWays(change, client, wanted);
  const opened = { ...(username !== undefined && { username }), keys: keys.map(({ id, kind }) => ({ id, kind })) };
  return { result: keys, details: { ...manners, ...(keys.length > 0 && opened) } };
}

async function openWays(change: Change, client: ClientToChange, { apiKey, username }: ClientChange): Promise<IssuedKey[]> {
  const valid = await validKeys(change, client);
  const keys: IssuedKey[] = [];
  if (apiKey === true) {
    demandNone(valid, 'api-key');
    keys.push(await issueKey(change, client.id));
  }
  if (username !== undefined) {
    demandNone(valid, 'password');
    await demandFreeName(change, username, client.id);
    keys.push(await issueKey(change, client.id, username));
  }
  return keys;
}

/** A second one beside it would never end by itself: that is what rotating is for. */
function demandNone(valid: readonly ValidKey[], kind: ValidKey['kind']): void {
  const present = valid.filter((key) => key.kind === kind);
  if (present.length > 0)
    throw new ClientRefused('key.present', present.map(({ id }) => String(id)).join(', '), describeKeys(present));
}
