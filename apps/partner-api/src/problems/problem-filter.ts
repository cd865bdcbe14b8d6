import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseAway } from '#ledger';
import { Overloaded } from '#runtime';
import { Door } from '../door.ts';
import { send, type Answer } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { methodsOf } from '../http/methods.ts';
import { problem } from './problem.ts';

const AWAY_RETRY_SECONDS = '5';
const OVERLOADED_RETRY_SECONDS = '1';

/** Whatever is thrown becomes a problem: what the framework refuses, a database that is away, and faults of our own without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly door: Door) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    send(http.getResponse<FastifyReply>(), this.answer(error, request));
  }

  private answer(error: unknown, request: FastifyRequest): Answer {
    const asker = askerOf(request);
    if (error instanceof DatabaseAway) return problem(asker, 'database.away', [], { 'retry-after': AWAY_RETRY_SECONDS });
    if (error instanceof Overloaded) return problem(asker, 'overloaded', [], { 'retry-after': OVERLOADED_RETRY_SECONDS });
    const status = statusOf(error);
    if (status === 404) return noSuchRoute(request);
    if (status === 413) return problem(asker, 'body.too-large');
    if (status === 415) return problem(asker, 'content-type.unsupported');
    if (status >= 400 && status < 500) return problem(asker, 'http.invalid');
    this.door.log.error(error, `request ${request.id} failed`);
    return problem(asker, 'internal');
  }
}

function noSuchRoute(request: FastifyRequest): Answer {
  const methods = methodsOf(request.url);
  if (methods === undefined || methods.includes(request.method)) return problem(askerOf(request), 'route.unknown');
  return problem(askerOf(request), 'method.not-allowed', [], { allow: methods });
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
