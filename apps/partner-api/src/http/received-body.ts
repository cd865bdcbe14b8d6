import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Overloaded } from '#runtime';
import type { ProblemCode } from '../problems/dictionary.ts';
import type { Room } from './room.ts';

export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request body as it came off the wire. */
export type ReceivedBody =
  | { readonly kind: 'complete'; readonly raw: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'no-room' }
  | { readonly kind: 'broken' };

/** The bytes of a body that came whole, or why there are none. */
export type OpenedBody =
  { readonly kind: 'bytes'; readonly raw: Buffer } | { readonly kind: 'problem'; readonly code: ProblemCode };

/** Opens a body. @throws Overloaded when there was no room for it */
export function openBody(body: ReceivedBody | undefined): OpenedBody {
  switch (body?.kind) {
    case undefined:
      return { kind: 'problem', code: 'json.invalid' };
    case 'too-large':
      return { kind: 'problem', code: 'body.too-large' };
    case 'no-room':
      throw new Overloaded();
    case 'broken':
      return { kind: 'problem', code: 'http.invalid' };
    case 'complete':
      return { kind: 'bytes', raw: body.raw };
  }
}

type Done = (error: null, body: ReceivedBody) => void;
type Receive = (request: FastifyRequest, payload: IncomingMessage, done: Done) => void;

/**
 * Gathers a body up to the limit, as long as there is room. What comes beyond is read and thrown away rather than cutting the
 * connection, so that the caller, still sending, can hear the refusal; the server's request time-out bounds how long.
 */
export function receiveBody(room: Room): Receive {
  return (request, payload, done) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let settled = false;
    const settle = (body: ReceivedBody): void => {
      if (settled) return;
      settled = true;
      chunks.length = 0;
      done(null, body);
    };
    payload.on('data', (chunk: Buffer) => {
      if (settled) return;
      size += chunk.length;
      if (size > MAX_BODY_BYTES) settle({ kind: 'too-large' });
      else if (!room.take(request, chunk, chunks)) settle({ kind: 'no-room' });
      else chunks.push(chunk);
      if (size > (request.unproven?.most ?? MAX_BODY_BYTES)) settle({ kind: 'complete', raw: Buffer.concat(chunks) });
    });
    payload.on('end', () => {
      settle({ kind: 'complete', raw: Buffer.concat(chunks) });
    });
    payload.on('error', () => {
      settle({ kind: 'broken' });
    });
  };
}
