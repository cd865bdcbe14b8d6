import type { ChannelModel } from 'amqplib';
import { Socket } from 'node:net';

/**
 * Lets what amqplib writes to a connection's socket in one turn of the event loop leave in one piece. It writes every message and
 * every acknowledgement by itself; with no delay each would be a packet, and a call to the system, of its own.
 */
export function gatherWrites({ connection }: ChannelModel): void {
  const { stream } = connection as { readonly stream?: unknown };
  // Not part of amqplib's own types. Should it ever be called otherwise, messages only go one by one again.
  if (!(stream instanceof Socket)) return;
  const write: (bytes: Uint8Array) => boolean = stream.write.bind(stream);
  let isHeld = false;
  stream.write = (bytes: Uint8Array | string): boolean => {
    if (!isHeld) {
      isHeld = true;
      stream.cork();
      setImmediate(() => {
        isHeld = false;
        stream.uncork();
      });
    }
    return write(bytes as Uint8Array);
  };
}
