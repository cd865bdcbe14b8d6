import type { ChannelModel } from 'amqplib';
import { Writable } from 'node:stream';

/**
 * Answers a function that holds the writes to a connection's socket until all that is published in this turn of the event loop has
 * been handed to it. amqplib writes every message by itself, in the turn after; with no delay each would be a packet of its own.
 */
export function holdingWrites({ connection }: ChannelModel): () => void {
  const { stream } = connection as { readonly stream?: unknown };
  // Not part of amqplib's own types. Should it ever be called otherwise, messages only go one by one again.
  if (!(stream instanceof Writable)) return () => undefined;
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    setImmediate(() => {
      setImmediate(() => {
        isHeld = false;
        stream.uncork();
      });
    });
  };
}
