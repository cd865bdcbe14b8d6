import type { Socket } from 'node:net';
import type { RenderedProblem } from './problem.ts';

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  200: 'OK',
  431: 'Request Header Fields Too Large',
};

/** Answers on a connection on which no whole request came, and hangs up. */
export function hangUpWith(
  socket: Socket,
  { status, headers, body }: Pick<RenderedProblem, 'status' | 'headers' | 'body'>,
): void {
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('');
  socket.end(`HTTP/1.1 ${String(status)} ${REASONS[status] ?? ''}\r\n${head}\r\n${body}`);
}
