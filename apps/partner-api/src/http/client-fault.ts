import type { Socket } from 'node:net';
import type { ProblemCode } from '../problems/dictionary.ts';
import { problem } from '../problems/problem.ts';

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header.too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
};

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what never became a request (broken HTTP, headers too large, not complete in time) as a problem, and hangs up. */
export function answerClientFault(newId: () => string): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    // The headers are not known here, so the language is ours by default.
    const { status, headers, body } = problem({ requestId: newId(), language: 'vi' }, CODES[error.code ?? ''] ?? 'http.invalid');
    const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
    const head = lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('');
    socket.end(`HTTP/1.1 ${String(status)} ${REASONS[status] ?? ''}\r\n${head}\r\n${body}`);
  };
}
