import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from '#runtime';
import type { Desk } from '../desk.ts';
import { problem } from '../problems/problem.ts';
import { admit } from './admit.ts';
import { askerOf } from './asker.ts';
import { answerClientFault } from './client-fault.ts';
import { observe } from './observe.ts';
import type { Routes } from './routes.ts';
import { send } from './send.ts';

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_PARAMETER_LENGTH = 200;
/** The longest thing that an operator says is a list of dossier codes. */
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
  readJson(server);
  server.addHook('onRoute', (route) => {
    routes.note(route);
  });
  server.addHook('onRequest', admit(desk));
  server.addHook('onResponse', observe(desk));
  return adapter;
}

/** JSON alone, and a body that is not there is none. */
function readJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, undefined);
    else void parse(request, String(text), done);
  });
}
