import type { FastifyRequest } from 'fastify';
import type { Door } from '../door.ts';
import type { Answer } from '../http/answer.ts';
import { MAX_BODY_BYTES } from '../http/received-body.ts';
import { recognise } from '../wrapper/recognise.ts';
import { envelope, failed, type DialectDoor } from './envelope.ts';
import { MAX_LOGIN_BYTES } from './call.ts';
import { accountIn } from './prove.ts';
import { mannerOf, refuse } from './refuse.ts';
import { refuseAccount } from './refuse-account.ts';
import type { Sessions } from './sessions.ts';

/** What the entrance looks at. */
export interface Entered {
  readonly door: Door;
  readonly sessions: Sessions;
}

/**
 * What can be refused at these doors by the headers alone. Whatever a body calls itself it is read as JSON: clients that the portal
 * takes send other types, or none. At `mapi` the session comes within the body, so that who asks is known only then.
 */
export async function enter(
  { door, sessions }: Entered,
  request: FastifyRequest,
  name: DialectDoor,
): Promise<Answer | undefined> {
  const { 'content-encoding': encoding, 'content-length': length } = request.headers;
  request.raw.headers['content-type'] = 'application/json';
  if (name === 'wrapper') {
    const client = await recognise(door, request.headers.authorization);
    if (client === undefined) return envelope(failed('login.wrong'), mannerOf(request, name));
    request.caller = client;
    const refusal = refuseAccount(door, client, request.ip);
    if (refusal !== undefined) return envelope(refusal, mannerOf(request, name));
  } else
    request.unproven = isLogin(request)
      ? { most: MAX_LOGIN_BYTES }
      : { shownBy: (begin) => accountIn(door, sessions, begin)?.client };
  if (encoding !== undefined) return refuse('content-encoding.unsupported', mannerOf(request, name));
  return Number(length) > MAX_BODY_BYTES ? refuse('body.too-large', mannerOf(request, name)) : undefined;
}

function isLogin(request: FastifyRequest): boolean {
  return request.routeOptions.url?.endsWith('/mapi/login') === true;
}
