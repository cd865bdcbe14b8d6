import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DatabaseAway } from '#ledger';
import { Overloaded } from '#runtime';
import { Door } from '../door.ts';
import { send, type Answer } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { methodsOf } from '../http/methods.ts';
import { dialectDoorOf, mannerOf, refuse } from '../national/refuse.ts';
import type { ProblemCode } from './dictionary.ts';
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
    const door = dialectDoorOf(request);
    const answer = (code: ProblemCode, headers: Answer['headers'] = {}): Answer =>
      door === undefined ? problem(askerOf(request), code, [], headers) : refuse(code, mannerOf(request, door), headers);
    if (error instanceof DatabaseAway) return answer('database.away', { 'retry-after': AWAY_RETRY_SECONDS });
    if (error instanceof Overloaded) return answer('overloaded', { 'retry-after': OVERLOADED_RETRY_SECONDS });
    const status = statusOf(error);
    if (status === 404) return noSuchRoute(request);
    if (status >= 400 && status < 500) return answer(BY_STATUS[status] ?? 'http.invalid');
    this.door.log.error(error, `request ${request.id} failed`);
    return answer('internal');
  }
}

const BY_STATUS: Readonly<Partial<Record<number, ProblemCode>>> = { 413: 'body.too-large', 415: 'content-type.unsupported' };

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
