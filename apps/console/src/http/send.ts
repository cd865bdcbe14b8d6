import type { FastifyReply } from 'fastify';
import type { RenderedProblem } from '#runtime';

/** Sends a refusal. */
export function send(reply: FastifyReply, { status, headers, body, code }: RenderedProblem): FastifyReply {
  reply.request.refusedWith = code;
  return reply.code(status).headers(headers).send(body);
}
