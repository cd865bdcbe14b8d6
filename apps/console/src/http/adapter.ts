import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readJson, uuidv7 } from '#runtime';
import type { Desk } from '../desk.ts';
import { problem } from '../problems/problem.ts';
import { Refused } from '../problems/refused.ts';
import { admit } from './admit.ts';
import { askerOf } from './asker.ts';
import { answerClientFault } from './client-fault.ts';
import { observe } from './observe.ts';
import type { Routes } from './routes.ts';
import { send } from './send.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_PARAMETER_LENGTH = 200;
/** What a route takes that does not say so itself. */
const MAX_BODY_BYTES = 256 * 1024;

/** How the server treats connections. `trustProxy`: addresses and networks whose `X-Forwarded-*` is believed. */
export interface ServerOptions {
  readonly routes: Routes;
  readonly trustProxy: readonly string[];
}

/** The HTTP server: limits first, then admission, then the routes. */
export function openAdapter(desk: Desk, { routes, trustProxy }: ServerOptions): FastifyAdapter {
  const newId = (): string => uuidv7(desk.clock.now());
  const adapter = new FastifyAdapter({
    skipMiddie: true,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    http: { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1_000 },
    // A request that came on an open connection while the console closes is finished, then the connection ends.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    genReqId: newId,
    clientErrorHandler: answerClientFault(newId),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      send(reply, problem(askerOf(request), error.code === 'FST_ERR_BAD_URL' ? 'http.invalid' : 'route.unknown'));
    },
  });
  const server = adapter.getInstance();
  server.decorateRequest('operator', null);
  server.decorateRequest('tokenHash', null);
  server.decorateRequest('refusedWith', null);
  readBodies(server);
  server.addHook('onRoute', (route) => {
    routes.note(route);
    if (route.config?.maxBodyBytes !== undefined) route.bodyLimit = route.config.maxBodyBytes;
  });
  server.addHook('onRequest', admit(desk));
  server.addHook('onResponse', observe(desk));
  return adapter;
}

/** One unambiguous JSON text alone, and a body that is not there is none. */
function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, raw, done) => {
    if (raw.length === 0) {
      done(null, undefined);
      return;
    }
    const reading = readJson(raw);
    if (reading.kind === 'json') done(null, reading.value);
    else done(new Refused('json.invalid'));
  });
}
