import type { Socket } from 'node:net';
import { hangUpWith } from '#runtime';
import { dialectDoorOf, mannerOf, refuse } from '../national/refuse.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { problem } from '../problems/problem.ts';
import { askerOf } from './asker.ts';
import type { UnderWay } from './under-way.ts';

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header.too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
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
    const answer = request !== undefined && door !== undefined ? refuse(code, mannerOf(request, door)) : problem(asker, code);
    hangUpWith(socket, answer);
  };
}
