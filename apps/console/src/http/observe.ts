import type { FastifyReply, FastifyRequest } from 'fastify';
import { counter, histogram } from '#runtime';
import type { Desk } from '../desk.ts';

const requests = counter('gateway_console_requests_total', 'Requests answered, by route and HTTP status', ['route', 'status']);
const seconds = histogram('gateway_console_request_seconds', 'Time from the first byte of a request to the end of its answer', [
  'route',
]);

/** After every answer: counts it, and notes a refusal in the log with its code, never with anything that the caller sent. */
export function observe({ log }: Desk): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  return (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ route, status: String(reply.statusCode) });
    seconds.observe({ route }, reply.elapsedTime / 1_000);
    if (request.refusedWith !== null && route.startsWith('/api'))
      log.event('request.refused', {
        ...{ requestId: request.id, operator: request.operator?.username, route, status: reply.statusCode },
        ...{ code: request.refusedWith, durationMs: Math.round(reply.elapsedTime) },
      });
    done();
  };
}
