import type { Socket } from 'node:net';
import { dialectDoorOf, mannerOf, refuse } from '../national/refuse.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { problem } from '../problems/problem.ts';
import { askerOf } from './asker.ts';
import type { UnderWay } from './under-way.ts';

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header.too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  200: 'OK',
  431: 'Request Header Fields Too Large',
};

/**
 * Answers what never became a whole request (broken HTTP, headers too large, not complete in time), and hangs up. `underWay` knows
 * the request whose body did not come to its end, so that it is answered as its door does.
 */
export function answerClientFault(
  newId: () => string,
  underWay: UnderWay,
): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const code = CODES[error.code ?? ''] ?? 'http.invalid';
    const request = underWay.on(socket);
    const door = request && dialectDoorOf(request);
    // Without its headers nothing is known of a request, so the language is ours by default.
    const asker = request === undefined ? ({ requestId: newId(), language: 'vi' } as const) : askerOf(request);
    const { status, headers, body } =
      request !== undefined && door !== undefined ? refuse(code, mannerOf(request, door)) : problem(asker, code);
    const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
    const head = lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('');
    socket.end(`HTTP/1.1 ${String(status)} ${REASONS[status] ?? ''}\r\n${head}\r\n${body}`);
  };
}
