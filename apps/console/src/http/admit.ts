import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OPERATOR_ROLES, type OperatorRole, type OperatorSession } from '#ledger';
import type { RenderedProblem } from '#runtime';
import type { Desk } from '../desk.ts';
import { problem } from '../problems/problem.ts';
import { tokenIn } from '../session/cookie.ts';
import { askerOf } from './asker.ts';
import { send } from './send.ts';

/** Who may call a route: whoever can at least so much, or anybody. */
export type Admission = OperatorRole | 'anybody';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** On every route under `/api`. */
    role?: Admission;
    /** The longest body that the route takes, where it is not the common one. */
    maxBodyBytes?: number;
  }
  interface FastifyRequest {
    /** Whose session the request comes with, on every route that not anybody may call. */
    operator: OperatorSession | null;
    /** The hash of the token that came with the request. */
    tokenHash: Buffer | null;
    /** The problem code that was answered, for the log. */
    refusedWith: string | null;
  }
}

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
const HARMLESS = ['GET', 'HEAD'];
/** No name of ours holds it, and the database could not even look for it. */
const NUL = '\0';
/** A page of somebody else cannot send this header without being asked by the browser whether it may, and it may not. */
const OURS = { header: 'x-requested-by', value: 'console' } as const;

/**
 * The first thing that happens to a request: it gets its id, and under `/api` its operator. Everything that can be refused by the
 * headers alone is refused here, before the body is read.
 */
export function admit(desk: Desk): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id });
    const { role } = request.routeOptions.config;
    if (role === undefined) return undefined;
    const refusal = refuseByHeaders(request) ?? (await refuseStranger(desk, request, role)) ?? refuseAddress(request);
    return refusal && send(reply, refusal);
  };
}

/** The operator of an admitted request. */
export function operatorOf(request: FastifyRequest): OperatorSession {
  if (request.operator === null) throw new Error('a route for operators was reached without admission');
  return request.operator;
}

function refuseByHeaders(request: FastifyRequest): RenderedProblem | undefined {
  if (HARMLESS.includes(request.method)) return undefined;
  const { headers } = request;
  if (headers[OURS.header] !== OURS.value) return problem(askerOf(request), 'csrf.missing');
  if (request.method === 'DELETE' && saysNothing(headers)) return undefined;
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json' || headers['content-encoding'] !== undefined)
    return problem(askerOf(request), 'content-type.unsupported');
  return undefined;
}

/** Whether a request has neither a body nor a word on what it would be. */
function saysNothing({ 'content-length': length = '0', ...headers }: IncomingHttpHeaders): boolean {
  return length === '0' && headers['transfer-encoding'] === undefined && headers['content-type'] === undefined;
}

function refuseAddress(request: FastifyRequest): RenderedProblem | undefined {
  const parts = Object.values(request.params as Readonly<Record<string, string>>);
  return parts.some((part) => part.includes(NUL)) ? problem(askerOf(request), 'route.unknown') : undefined;
}

async function refuseStranger(desk: Desk, request: FastifyRequest, role: Admission): Promise<RenderedProblem | undefined> {
  const token = tokenIn(request.headers.cookie);
  request.tokenHash = token === undefined ? null : desk.ledger.hashToken(token);
  if (role === 'anybody') return undefined;
  const { tokenHash } = request;
  const now = desk.clock.now();
  const session = tokenHash === null ? undefined : await desk.ledger.operators.read({ tokenHash, now });
  if (tokenHash === null || session === undefined) return problem(askerOf(request), 'session.none');
  if (OPERATOR_ROLES.indexOf(session.role) < OPERATOR_ROLES.indexOf(role)) return problem(askerOf(request), 'role.too-low');
  request.operator = session;
  if (session.isStale) await desk.ledger.operators.touch({ tokenHash, now });
  return undefined;
}
