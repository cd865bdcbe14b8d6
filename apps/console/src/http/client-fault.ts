import type { Socket } from 'node:net';
import { hangUpWith } from '#runtime';
import type { ProblemCode } from '../problems/dictionary.ts';
import { problem } from '../problems/problem.ts';

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header.too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};

/** Answers what never became a whole request, and hangs up. Of such a request nothing is known, so the language is ours by default. */
export function answerClientFault(newId: () => string): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else hangUpWith(socket, problem({ requestId: newId(), language: 'vi' }, CODES[error.code ?? ''] ?? 'http.invalid'));
  };
}
