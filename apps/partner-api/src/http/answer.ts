import type { FastifyReply } from 'fastify';

/** An answer as it goes out: rendered once, so that the same text can be kept and given again byte for byte. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The problem code, when this is a refusal. */
  readonly code?: string;
}

/** An answer in JSON. */
export function json(status: number, value: unknown): Answer {
  return jsonText(status, JSON.stringify(value));
}

/** An answer whose JSON is already rendered. */
export function jsonText(status: number, body: string, headers: Answer['headers'] = {}): Answer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

/** Sends an answer. */
export function send(reply: FastifyReply, { status, headers, body, code }: Answer): FastifyReply {
  reply.request.refusedWith = code ?? null;
  return reply.code(status).headers(headers).send(body);
}
