import { lifetimeOf, readObject, tokenIn } from '#protocols';
import type { Reply } from '#runtime';
import { byCode, weigh, type Reading } from './answer.read.ts';

const BAD_REQUEST = 400;
const UNAUTHORISED = 401;

/** What a reply to a login means; with how long the token lives, by the service's word, where it gave one. */
export interface TokenReading extends Reading {
  readonly lifetimeMs: number | undefined;
}

/**
 * Reads the reply of a token service: OAuth 2.0, client_credentials (source: RFC 6749, 4.4 and 5). The session that it gives is
 * the value of the header that a call is opened with.
 */
export function readToken(reply: Reply): TokenReading {
  const answer = readObject(reply.body);
  const token = tokenIn(answer);
  // An unknown client is told by 400 as well as by 401.
  const isRefusal = reply.http === BAD_REQUEST && typeof answer?.['error'] === 'string';
  const reading = weigh(
    { service: 'login', ours: [] },
    { ...reply, http: isRefusal ? UNAUTHORISED : reply.http },
    { envelope: token === undefined ? undefined : { error_code: 0, session: `Bearer ${token}` }, measure: byCode },
  );
  return { ...reading, lifetimeMs: lifetimeOf(answer) };
}
