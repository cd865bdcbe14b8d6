import type { Channel, ConsumeMessage } from 'amqplib';
import { sleep, type Log } from '#runtime';
import type { Line } from './link.ts';
import { consumed } from './measures.ts';

/** A message as a handler gets it. */
export interface Incoming {
  readonly id: string | undefined;
  readonly type: string | undefined;
  /** What the JSON says; undefined when it is none, which is for the handler to note. */
  readonly body: unknown;
  /** How often it was given out before. */
  readonly deliveries: number;
}

export interface ConsumeOptions {
  /** Most messages that are under way at once; about twice what the handlers can do at a time. */
  readonly prefetch: number;
  /** Acknowledged when it resolves; given out again, after a growing pause, when it rejects. */
  readonly onMessage: (message: Incoming) => Promise<void>;
}

/** A consumer, over all reconnects. */
export interface Consumer {
  /** Takes nothing more, waits for the handlers under way, at most that long, and lets go. */
  stop(withinMs?: number): Promise<void>;
}

const STOP_WITHIN_MS = 5_000;
const FIRST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 5_000;

/** Consumes a queue on whatever connection there is. */
export class QueueConsumer implements Consumer {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private holding: { readonly channel: Channel; readonly tag: string } | undefined;

  constructor(
    readonly queue: string,
    private readonly options: ConsumeOptions,
    private readonly log: Log,
  ) {}

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Begins to consume on a new connection. */
  async attach({ connection, lose }: Line): Promise<void> {
    if (this.isStopped()) return;
    const channel = await connection.createChannel();
    channel.on('error', lose);
    channel.on('close', () => {
      if (!this.isStopped()) lose(new Error(`the channel of ${this.queue} was closed`));
    });
    await channel.prefetch(this.options.prefetch);
    const { consumerTag } = await channel.consume(this.queue, (message) => {
      // Null: the broker has ended the consumer, because the queue was deleted or its leader is gone.
      if (message === null) lose(new Error(`the consumer of ${this.queue} was ended`));
      else this.take(channel, message);
    });
    this.holding = { channel, tag: consumerTag };
    // Stopped meanwhile: what has arrived was left lying, and goes back with the channel.
    if (this.isStopped()) await channel.close();
  }

  async stop(withinMs = STOP_WITHIN_MS): Promise<void> {
    const deadline = new AbortController();
    const late = sleep(withinMs, deadline.signal);
    this.stopping.abort();
    const { holding } = this;
    await Promise.race([holding?.channel.cancel(holding.tag).catch(() => undefined), late]);
    await Promise.race([Promise.all(this.underWay), late]);
    await Promise.race([this.release(), late]);
    deadline.abort();
  }

  private async release(): Promise<void> {
    try {
      await this.holding?.channel.close();
    } catch {
      // Closed with its connection.
    }
  }

  private take(channel: Channel, message: ConsumeMessage): void {
    // Sent before the broker knew that we stop: it goes back when the channel is closed.
    if (this.isStopped()) return;
    const handled = this.handle(channel, message).finally(() => this.underWay.delete(handled));
    this.underWay.add(handled);
  }

  private async handle(channel: Channel, message: ConsumeMessage): Promise<void> {
    const incoming = read(message);
    try {
      await this.options.onMessage(incoming);
      this.answer('acknowledged', () => {
        channel.ack(message);
      });
    } catch (error) {
      this.log.error(error, `a message of ${this.queue} was not handled`);
      await sleep(Math.min(FIRST_PAUSE_MS * 2 ** incoming.deliveries, MOST_PAUSE_MS), this.stopping.signal);
      // Reject and not nack: since RabbitMQ 4.3 only the former counts towards the delivery limit.
      this.answer('rejected', () => {
        channel.reject(message, true);
      });
    }
  }

  /** On a channel that is gone there is nothing to say: the broker gives the message out again by itself. */
  private answer(outcome: 'acknowledged' | 'rejected', say: () => void): void {
    try {
      say();
      consumed.inc({ queue: this.queue, outcome });
    } catch {
      consumed.inc({ queue: this.queue, outcome: 'lost' });
    }
  }
}

function read({ properties, content, fields }: ConsumeMessage): Incoming {
  const count: unknown = properties.headers?.['x-delivery-count'];
  return {
    id: asText(properties.messageId),
    type: asText(properties.type),
    body: parse(content),
    deliveries: typeof count === 'number' ? count : Number(fields.redelivered),
  };
}

function parse(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
