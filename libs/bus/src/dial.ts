import { readFileSync } from 'node:fs';
import { connect, type ChannelModel } from 'amqplib';
import type { Address } from './addresses.ts';
import { gatherWrites } from './gather-writes.ts';
import type { BusSettings } from './settings.ts';

/** Silence of that many seconds, twice in a row, is the end of a connection. */
const HEARTBEAT_S = 10;
const CLOSE_WITHIN_MS = 1_000;

/** An open connection, and the way to be rid of it that needs no answer of the broker. */
export interface Dialled {
  readonly connection: ChannelModel;
  readonly hangUp: () => Promise<void>;
}

/** How to dial. `name` is what the broker shows beside the connection. */
export interface Dialling {
  readonly tls: BusSettings['tls'];
  readonly name: string;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Opens a connection; gives up in time, whatever the other side does or fails to do. */
export async function dial(address: Address, { tls, name, withinMs, signal }: Dialling): Promise<Dialled> {
  const socket = new AbortController();
  const giveUp = (): void => {
    socket.abort();
  };
  const timer = setTimeout(giveUp, withinMs);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    signal.throwIfAborted();
    const { protocol, hostname, port, username, password, vhost } = address;
    const connection = await connect(
      { protocol, hostname, port, username, password, vhost, heartbeat: HEARTBEAT_S },
      // Without noDelay a confirm waits for the acknowledgement of the packet before it, 40 ms.
      { ...certificates(tls), noDelay: true, clientProperties: { connection_name: name }, ...{ signal: socket.signal } },
    );
    gatherWrites(connection);
    return { connection, hangUp: () => hangUp(connection, socket) };
  } catch (error) {
    throw socket.signal.aborted && !signal.aborted ? new Error(`no answer within ${String(withinMs)} ms`) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

function certificates({ ca, cert, key }: BusSettings['tls']): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  return {
    ...(ca !== undefined && { ca: readFileSync(ca) }),
    ...(cert !== undefined && { cert: readFileSync(cert) }),
    ...(key !== undefined && { key: readFileSync(key) }),
  };
}

/** Says goodbye, and cuts the line when nobody answers: a blocked broker does not read what it is sent. */
async function hangUp(connection: ChannelModel, socket: AbortController): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_WITHIN_MS);
  });
  await Promise.race([connection.close().catch(() => undefined), late]);
  clearTimeout(timer);
  socket.abort();
}
