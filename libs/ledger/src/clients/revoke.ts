import { lockClient, type Change, type Changed } from './change.ts';
import { describeKeys, validKeys, type ValidKey } from './keys.ts';
import { ClientRefused } from './refused.ts';

/** Which credentials: all, the one of that number, or all that there are unless two of a kind overlap. */
export type KeysToRevoke = 'every' | 'unambiguous' | number;

/** Ends credentials at once; answers their ids. @throws ClientRefused */
export async function revokeKeys(change: Change, code: string, which: KeysToRevoke): Promise<Changed<readonly number[]>> {
  const client = await lockClient(change.db, code);
  const ids = pick(await validKeys(change, client), which);
  await change.db.query('UPDATE client_key SET revoked_at = $2 WHERE id = ANY($1)', [ids, change.now]);
  return { result: ids, details: { keys: ids } };
}

function pick(valid: readonly ValidKey[], which: KeysToRevoke): number[] {
  const ids = valid.map(({ id }) => id);
  if (typeof which === 'number') {
    if (!ids.includes(which)) throw new ClientRefused('key.unknown', String(which), describeKeys(valid));
    return [which];
  }
  const isOverlap = new Set(valid.map(({ kind }) => kind)).size < valid.length;
  if (which === 'unambiguous' && isOverlap) throw new ClientRefused('key.which', ids.join(', '), describeKeys(valid));
  return ids;
}
