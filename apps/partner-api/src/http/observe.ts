import type { FastifyReply, FastifyRequest } from 'fastify';
import { counter, histogram, traceIdOf } from '#runtime';
import type { Door } from '../door.ts';
import { dialectDoorOf } from '../national/refuse.ts';

const requests = counter('partner_api_requests_total', 'Requests answered, by route and HTTP status', ['route', 'status']);
const seconds = histogram('partner_api_request_seconds', 'Time from the first byte of a request to the end of its answer', [
  'route',
]);

/** After every answer: counts it, and notes a refusal in the log with its code, never with anything that the caller sent. */
export function observe(door: Door): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
  return (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ route, status: String(reply.statusCode) });
    seconds.observe({ route }, reply.elapsedTime / 1_000);
    const name = dialectDoorOf(request) ?? (route.startsWith('/v1/') ? 'native' : undefined);
    if (request.refusedWith !== null && name !== undefined)
      door.log.event('request.refused', { door: name, ...refusalFields(request, reply) });
    done();
  };
}

function refusalFields(request: FastifyRequest, reply: FastifyReply): Record<string, unknown> {
  return {
    requestId: request.id,
    ...(request.trace !== null && { trace_id: traceIdOf(request.trace) }),
    client: request.caller?.code,
    route: request.routeOptions.url,
    status: reply.statusCode,
    code: request.refusedWith,
    durationMs: Math.round(reply.elapsedTime),
  };
}
