import type { FastifyRequest } from 'fastify';
import { languageOf } from '#runtime';
import type { Answer } from '../http/answer.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { envelope, failed, type DialectDoor, type Manner } from './envelope.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** On the routes that speak the national dialect. */
    door?: DialectDoor;
  }
}

/** The door of the route that a request came to, if it is one that speaks this dialect. */
export function dialectDoorOf(request: FastifyRequest): DialectDoor | undefined {
  return request.routeOptions.config.door;
}

/** How the one who asks is answered. */
export function mannerOf(request: FastifyRequest, door: DialectDoor): Manner {
  const { caller, headers } = request;
  return { door, language: languageOf(headers['accept-language']), errorCodeAsText: caller?.errorCodeAsText ?? false };
}

/** A problem of the request as a whole, in this dialect. */
export function refuse(code: ProblemCode, manner: Manner, headers: Answer['headers'] = {}): Answer {
  return envelope(failed(code), manner, headers);
}
