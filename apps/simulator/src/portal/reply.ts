import type { FastifyReply } from 'fastify';

/** An answer of a portal; `retryAfter` in seconds. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type: 'json' | 'html';
  readonly retryAfter?: number;
}

/** What goes out; `hang-up` ends the connection without an answer. */
export type Reply = 'hang-up' | Answer;

export function json(body: string, status = 200): Answer {
  return { status, body, type: 'json' };
}

export function send(reply: FastifyReply, answer: Reply): void {
  if (answer === 'hang-up') {
    reply.hijack();
    reply.raw.destroy();
    return;
  }
  if (answer.retryAfter !== undefined) reply.header('retry-after', String(answer.retryAfter));
  const type = answer.type === 'json' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8';
  reply.status(answer.status).header('content-type', type).send(answer.body);
}
