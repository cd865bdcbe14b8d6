import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '#ledger';
import { childOf, readTraceContext, type TraceContext } from '#runtime';
import type { Door } from '../door.ts';
import { enter } from '../national/entrance.ts';
import { dialectDoorOf } from '../national/refuse.ts';
import type { Sessions } from '../national/sessions.ts';
import { problem } from '../problems/problem.ts';
import type { Answer } from './answer.ts';
import { send } from './answer.ts';
import { askerOf } from './asker.ts';
import { MAX_BODY_BYTES } from './received-body.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the admission on every `/v1` request and at the wrapper; at `mapi` once the body shows who it is. */
    caller: Client | null;
    /** The problem code that was answered, for the log. */
    refusedWith: string | null;
    /** Our own span of the caller's trace, or of a new one. */
    trace: TraceContext | null;
  }
}

const BEARER = /^bearer +([\x21-\x7e]{1,512})$/i;
const CHALLENGE = 'Bearer realm="partner-api"';
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

/**
 * The first thing that happens to a request: it gets its id and its span, and under `/v1` its caller. Everything that can be refused by
 * the headers alone is refused here, before a byte of the body is kept, so that a stranger cannot make us hold 10 MiB.
 */
export function admit(
  door: Door,
  sessions: Sessions,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const { traceparent, tracestate } = request.headers;
    const trace = childOf(readTraceContext(traceparent, tracestate));
    request.trace = trace;
    reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id, traceresponse: trace.traceparent });
    const dialect = dialectDoorOf(request);
    if (dialect === undefined && request.routeOptions.url?.startsWith('/v1/') !== true) return undefined;
    const refusal =
      dialect === undefined
        ? ((await refuseStranger(door, request)) ?? refuseCaller(door, request) ?? refuseByHeaders(request))
        : await enter({ door, sessions }, request, dialect);
    return refusal && send(reply, refusal);
  };
}

/** The caller of an admitted request. */
export function callerOf(request: FastifyRequest): Client {
  if (request.caller === null) throw new Error('a /v1 route was reached without admission');
  return request.caller;
}

async function refuseStranger(door: Door, request: FastifyRequest): Promise<Answer | undefined> {
  const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (key === undefined) return problem(askerOf(request), 'key.missing', [], { 'www-authenticate': CHALLENGE });
  const client = await door.ledger.clients.byApiKey(key);
  if (client === undefined)
    return problem(askerOf(request), 'key.unknown', [], { 'www-authenticate': `${CHALLENGE}, error="invalid_token"` });
  request.caller = client;
  return undefined;
}

function refuseCaller(door: Door, request: FastifyRequest): Answer | undefined {
  const client = callerOf(request);
  if (client.role === 'portal') return problem(askerOf(request), 'role.elsewhere');
  if (!door.origins.mayCall(client, request.ip)) return problem(askerOf(request), 'network.not-allowed');
  const wait = door.limits.takeRequest(client);
  return wait === undefined ? undefined : problem(askerOf(request), 'rate.limited', [], { 'retry-after': String(wait) });
}

function refuseByHeaders(request: FastifyRequest): Answer | undefined {
  const { 'content-encoding': encoding, 'content-length': length } = request.headers;
  if (encoding !== undefined) return problem(askerOf(request), 'content-encoding.unsupported');
  if (Number(length) > MAX_BODY_BYTES) return problem(askerOf(request), 'body.too-large');
  return undefined;
}
