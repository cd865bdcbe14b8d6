import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Which request a connection is busy with: one that never comes to its end is to be answered as its door does. */
export class UnderWay {
  private readonly requests = new WeakMap<Socket, FastifyRequest>();

  /** Follows every request of a server. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (request, _reply, done) => {
      this.requests.set(request.raw.socket, request);
      done();
    });
    server.addHook('onResponse', (request, _reply, done) => {
      this.requests.delete(request.raw.socket);
      done();
    });
  }

  on(socket: Socket): FastifyRequest | undefined {
    return this.requests.get(socket);
  }
}
