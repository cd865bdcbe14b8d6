import type { IncomingMessage } from 'node:http';

export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A request body as it came off the wire. */
export type ReceivedBody =
  { readonly kind: 'complete'; readonly raw: Buffer } | { readonly kind: 'too-large' } | { readonly kind: 'broken' };

type Done = (error: null, body: ReceivedBody) => void;

/**
 * Gathers a body up to the limit. What comes beyond it is read and thrown away rather than cutting the connection, so that
 * the caller, still sending, can hear the refusal; the server's request time-out bounds how long.
 */
export function receiveBody(_request: unknown, payload: IncomingMessage, done: Done): void {
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
    size += chunk.length;
    if (size > MAX_BODY_BYTES) settle({ kind: 'too-large' });
    else if (!settled) chunks.push(chunk);
  });
  payload.on('end', () => {
    settle({ kind: 'complete', raw: Buffer.concat(chunks) });
  });
  payload.on('error', () => {
    settle({ kind: 'broken' });
  });
}
