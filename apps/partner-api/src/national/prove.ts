import type { Account } from '#ledger';
import type { Door } from '../door.ts';
import type { Sessions } from './sessions.ts';

const SESSIONS = /"session"\s*:\s*"([\w.-]{1,200})"/gi;
/** An item may have a member of that name too; who hides the session behind many of them is nobody whom we know. */
const MOST_TRIED = 50;

/** The account of a session, while both are good. */
export function accountOf(door: Door, sessions: Sessions, session: unknown): Account | undefined {
  const keyId = sessions.credentialOf(session, door.clock.now());
  return keyId === undefined ? undefined : door.ledger.clients.byKey(keyId);
}

/** The account of a good session somewhere in what came so far: a large body is read and parsed only for one who may send it. */
export function accountIn(door: Door, sessions: Sessions, begin: Buffer): Account | undefined {
  let tried = 0;
  for (const [, session] of begin.toString('latin1').matchAll(SESSIONS)) {
    const account = accountOf(door, sessions, session);
    tried += 1;
    if (account !== undefined || tried === MOST_TRIED) return account;
  }
  return undefined;
}
