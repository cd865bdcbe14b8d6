import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseAway } from '#ledger';
import { Overloaded, type Log, type RenderedProblem } from '#runtime';
import { askerOf } from '../http/asker.ts';
import type { Routes } from '../http/routes.ts';
import { send } from '../http/send.ts';
import type { ProblemCode } from './dictionary.ts';
import { problem } from './problem.ts';
import { Refused } from './refused.ts';

const AWAY_RETRY_SECONDS = '5';
const OVERLOADED_RETRY_SECONDS = '1';
const BY_STATUS: Readonly<Partial<Record<number, ProblemCode>>> = {
  400: 'json.invalid',
  413: 'body.too-large',
  415: 'content-type.unsupported',
};

/** Whatever is thrown becomes a problem: refusals, a database that is away, what the framework refuses, and faults of our own without details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly routes: Routes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    send(http.getResponse<FastifyReply>(), this.answer(error, http.getRequest<FastifyRequest>()));
  }

  private answer(error: unknown, request: FastifyRequest): RenderedProblem {
    const asker = askerOf(request);
    if (error instanceof Refused) return problem(asker, error.code, error.details);
    if (error instanceof DatabaseAway) return problem(asker, 'database.away', { headers: { 'retry-after': AWAY_RETRY_SECONDS } });
    if (error instanceof Overloaded)
      return problem(asker, 'overloaded', { headers: { 'retry-after': OVERLOADED_RETRY_SECONDS } });
    const status = statusOf(error);
    if (status === 404) return this.noSuchRoute(request);
    if (status >= 400 && status < 500) return problem(asker, BY_STATUS[status] ?? 'http.invalid');
    this.log.error(error, `request ${request.id} failed`);
    return problem(asker, 'internal');
  }

  private noSuchRoute(request: FastifyRequest): RenderedProblem {
    const methods = this.routes.methodsOf(request.url);
    if (methods === undefined || methods.split(', ').includes(request.method)) return problem(askerOf(request), 'route.unknown');
    return problem(askerOf(request), 'method.not-allowed', { headers: { allow: methods } });
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : 500;
}
