import { readObject } from '#protocols';
import type { Reply } from '#runtime';
import { byCode, weigh, type Reading } from './answer.read.ts';

const TOKEN = /^[\x21-\x7e]{1,4096}$/;
const BAD_REQUEST = 400;
const UNAUTHORISED = 401;

/**
 * Reads the reply of a token service: OAuth 2.0, client_credentials (source: RFC 6749, 4.4 and 5). The session that it gives is
 * the value of the header that a call is opened with.
 */
export function readToken(reply: Reply): Reading {
  const answer = readObject(reply.body);
  const session = sessionIn(answer);
  // An unknown client is told by 400 as well as by 401.
  const isRefusal = reply.http === BAD_REQUEST && typeof answer?.['error'] === 'string';
  return weigh(
    { service: 'login', ours: [] },
    { ...reply, http: isRefusal ? UNAUTHORISED : reply.http },
    { envelope: session === undefined ? undefined : { error_code: 0, session }, measure: byCode },
  );
}

function sessionIn(answer: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { access_token: token, token_type: type = 'Bearer' } = answer ?? {};
  const isBearer = typeof type === 'string' && type.toLowerCase() === 'bearer';
  return isBearer && typeof token === 'string' && TOKEN.test(token) ? `Bearer ${token}` : undefined;
}
