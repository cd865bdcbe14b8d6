import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from '#runtime';
import type { Door } from '../door.ts';
import type { Sessions } from '../national/sessions.ts';
import { problem } from '../problems/problem.ts';
import { admit } from './admit.ts';
import { send } from './answer.ts';
import { askerOf } from './asker.ts';
import { answerClientFault } from './client-fault.ts';
import { giveBackAtEnd } from './intake-window.ts';
import { observe } from './observe.ts';
import { receiveBody } from './received-body.ts';
import { Room } from './room.ts';
import { UnderWay } from './under-way.ts';

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_PARAMETER_LENGTH = 200;

/** How the server treats connections. `trustProxy`: addresses and networks whose `X-Forwarded-For` is believed. */
export interface ServerOptions {
  readonly requestTimeoutMs: number;
  readonly trustProxy: readonly string[];
  /** By which callers of the national dialect are known. */
  readonly sessions: Sessions;
}

/** The HTTP server: limits first, then admission, then the routes. */
export function openAdapter(door: Door, { requestTimeoutMs, trustProxy, sessions }: ServerOptions): FastifyAdapter {
  const underWay = new UnderWay();
  const newId = (): string => uuidv7(door.clock.now());
  const adapter = new FastifyAdapter({
    // Nest middleware is not used; without its plugin a request is cheaper.
    skipMiddie: true,
    requestTimeout: requestTimeoutMs,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs / 4),
    },
    // A request that came on an open connection while the door closes is finished, then the connection ends.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    genReqId: newId,
    clientErrorHandler: answerClientFault(newId, underWay),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      send(reply, problem(askerOf(request), error.code === 'FST_ERR_BAD_URL' ? 'http.invalid' : 'route.unknown'));
    },
  });
  const server = adapter.getInstance();
  server.decorateRequest('caller', null);
  server.decorateRequest('refusedWith', null);
  server.decorateRequest('trace', null);
  server.removeAllContentTypeParsers();
  server.decorateRequest('unproven', null);
  server.addContentTypeParser('application/json', receiveBody(new Room()));
  underWay.watch(server);
  server.addHook('onRequest', admit(door, sessions));
  server.addHook('preParsing', (request, reply, _payload, done) => {
    request.held = [];
    giveBackAtEnd(request, reply);
    done();
  });
  server.addHook('onResponse', observe(door));
  return adapter;
}
