import type { FastifyReply } from 'fastify';

/** An answer as it goes out: rendered once, so that the same text can be kept and given again byte for byte. */
export interface Answer<Body extends string | Buffer = string> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or its bytes where they are kept. */
  readonly body: Body;
  /** The problem code, when this is a refusal. */
  readonly code?: string;
}

/** An answer in JSON. */
export function json(status: number, value: unknown): Answer {
  return jsonText(status, JSON.stringify(value));
}

/** An answer whose JSON is already rendered. */
export function jsonText<Body extends string | Buffer>(
  status: number,
  body: Body,
  headers: Answer['headers'] = {},
): Answer<Body> {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

/** Sends an answer. */
export function send(reply: FastifyReply, { status, headers, body, code }: Answer<string | Buffer>): FastifyReply {
  reply.request.refusedWith = code ?? null;
  return reply.code(status).headers(headers).send(body);
}
