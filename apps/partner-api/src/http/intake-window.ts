import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Room that was made for its body, in each window that made some. */
    held: Holding[];
  }
}

/** Room that a request holds in a window. */
export interface Holding {
  readonly window: IntakeWindow;
  readonly sender: string;
  bytes: number;
}

/**
 * How many bytes of bodies the door holds at once, each until its answer is out: many large requests must not become one heap. One
 * sender gets no more than its share, so that there is room for the others.
 */
export class IntakeWindow {
  private held = 0;
  private readonly bySender = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly share: number,
  ) {}

  /** Makes room for more bytes of a request; false when there is none. */
  take(request: FastifyRequest, sender: string, bytes: number): boolean {
    const own = this.bySender.get(sender) ?? 0;
    if (this.held + bytes > this.most || own + bytes > this.share) return false;
    this.held += bytes;
    this.bySender.set(sender, own + bytes);
    const holding = request.held.find(({ window }) => window === this);
    if (holding === undefined) request.held.push({ window: this, sender, bytes });
    else holding.bytes += bytes;
    return true;
  }

  /** Gives room back. */
  give({ sender, bytes }: Holding): void {
    this.held -= bytes;
    const left = (this.bySender.get(sender) ?? 0) - bytes;
    if (left > 0) this.bySender.set(sender, left);
    else this.bySender.delete(sender);
  }
}

/** Gives all room of a request back. */
export function giveBack(request: FastifyRequest): void {
  for (const holding of request.held.splice(0)) holding.window.give(holding);
}

/** Gives all room of a request back once its answer is out, or its connection is gone. */
export function giveBackAtEnd(request: FastifyRequest, reply: FastifyReply): void {
  reply.raw.once('close', () => {
    giveBack(request);
  });
}
