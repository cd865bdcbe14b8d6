import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Bytes of its body for which the window made room. */
    heldBytes: number;
  }
}

const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** How many bytes of bodies the door holds at once, each until its answer is out: many large requests must not become one heap. */
export class IntakeWindow {
  private held = 0;

  /** Makes room for more bytes of a request; false when there is none. */
  take(request: FastifyRequest, bytes: number): boolean {
    if (this.held + bytes > MAX_HELD_BYTES) return false;
    this.held += bytes;
    request.heldBytes += bytes;
    return true;
  }

  /** Gives the room of a request back once its answer is out, or its connection is gone. */
  watch(request: FastifyRequest, reply: FastifyReply): void {
    reply.raw.once('close', () => {
      this.held -= request.heldBytes;
    });
  }
}
