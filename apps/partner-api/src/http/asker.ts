import type { FastifyRequest } from 'fastify';
import { languageOf, type Asker } from '#runtime';

/** Who asks, for the answer: the id of the request and the language of its texts. */
export function askerOf(request: FastifyRequest): Asker {
  return { requestId: request.id, language: languageOf(request.headers['accept-language']), trace: request.trace ?? undefined };
}
