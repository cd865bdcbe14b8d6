import type { FastifyRequest } from 'fastify';
import type { Client } from '#ledger';
import { giveBack, IntakeWindow } from './intake-window.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while nobody knows who sends: its headers say nothing, only its body can. */
    unproven: Unproven | null;
  }
}

/** How somebody proves by a body that he is no stranger. */
export interface Unproven {
  /** What is held of a body that longer ones are not worth reading for; absent = as much as of any other. */
  readonly most?: number;
  /** Whom this beginning of a body shows; undefined = nobody yet. */
  readonly shownBy?: (begin: Buffer) => Client | undefined;
}

const MIB = 1024 * 1024;
const MOST_OF_CLIENTS = 64 * MIB;
const MOST_OF_ONE_CLIENT = 32 * MIB;
// A body of 10 MiB whose session comes at its end is still read, but strangers never take the room of clients.
const MOST_OF_STRANGERS = 24 * MIB;
const MOST_OF_ONE_STRANGER = 11 * MIB;
const PROOF_WITHIN_BYTES = 64 * 1024;

/** The room for bodies: of clients, each up to half of it, and apart from it of those who have not shown yet who they are, by address. */
export class Room {
  private readonly clients = new IntakeWindow(MOST_OF_CLIENTS, MOST_OF_ONE_CLIENT);
  private readonly strangers = new IntakeWindow(MOST_OF_STRANGERS, MOST_OF_ONE_STRANGER);

  /** Makes room for the next chunk of a body, behind those that came before; false when there is none. */
  take(request: FastifyRequest, chunk: Buffer, before: readonly Buffer[]): boolean {
    const { unproven } = request;
    if (unproven === null) return this.clients.take(request, senderOf(request), chunk.length);
    const size = before.reduce((sum, { length }) => sum + length, chunk.length);
    const mayShow = size - chunk.length < PROOF_WITHIN_BYTES;
    const client = mayShow ? unproven.shownBy?.(Buffer.concat([...before, chunk])) : undefined;
    if (client === undefined) return this.strangers.take(request, request.ip, chunk.length);
    request.unproven = null;
    request.caller = client;
    giveBack(request);
    return this.clients.take(request, senderOf(request), size);
  }
}

/** A client by its id; a body that no door waits for, by the address from which it comes. */
function senderOf({ caller, ip }: FastifyRequest): string {
  return caller === null ? ip : String(caller.id);
}
