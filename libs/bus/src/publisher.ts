import { randomUUID } from 'node:crypto';
import type { ConfirmChannel, Message } from 'amqplib';
import { sleep } from '#runtime';
import type { Line } from './link.ts';
import { published, unconfirmed } from './measures.ts';

/** A small message. Codes and ids only: nothing personal, no content of a dossier. */
export interface Outgoing {
  /** A queue of the topology, or an exchange of it with a routing key. */
  readonly to: { readonly queue: string } | { readonly exchange: string; readonly key: string };
  /** What the body is, such as `lanes.due`. */
  readonly type: string;
  /** Goes out as JSON. */
  readonly body: unknown;
}

/** Nothing was sent: there is no connection, the broker is blocked, too much waits already, or the bus is closing. */
export class BrokerAway extends Error {
  constructor(readonly outcome: 'away' | 'blocked' | 'full' | 'closing') {
    super(`not published: ${outcome}`);
    this.name = 'BrokerAway';
  }
}

/** It may have been sent, but the broker did not say that it keeps it: to be published again some time. */
export class NotConfirmed extends Error {
  constructor(readonly outcome: 'nacked' | 'late' | 'lost' | 'unroutable') {
    super(`not confirmed: ${outcome}`);
    this.name = 'NotConfirmed';
  }
}

export interface PublisherOptions {
  /** Most messages that may be sent and not confirmed. */
  readonly window: number;
  readonly confirmWithinMs: number;
}

interface Sent {
  isReturned: boolean;
  timer: NodeJS.Timeout;
  readonly settle: (failure?: NotConfirmed) => void;
}

interface Waiting {
  readonly go: () => void;
  readonly refuse: (reason: BrokerAway) => void;
}

/** For every message that may be under way, so many may wait; more than that is refused. */
const WAITING_PER_SLOT = 8;
/** How amqplib puts it. */
const NACKED = 'message nacked';

/** Publishes with confirms. It keeps what is unconfirmed, up to its window, and nothing else. */
export class Publisher {
  private channel: ConfirmChannel | undefined;
  private lose: Line['lose'] = () => undefined;
  private refusal: BrokerAway['outcome'] | undefined = 'away';
  private readonly sent = new Map<string, Sent>();
  private waiting: Waiting[] = [];

  constructor(private readonly options: PublisherOptions) {}

  /** Uses that channel from now on. */
  attach(channel: ConfirmChannel, { lose }: Line): void {
    channel.on('return', (message: Message) => {
      const sent = this.sent.get(String(message.properties.messageId));
      if (sent !== undefined) sent.isReturned = true;
    });
    this.channel = channel;
    this.lose = lose;
    this.accept();
  }

  /** The connection is gone: nobody will ever say what became of what is under way. */
  detach(): void {
    this.channel = undefined;
    this.refuse('away');
    for (const sent of [...this.sent.values()]) sent.settle(new NotConfirmed('lost'));
  }

  /** The broker takes nothing for now. What is under way may still be confirmed. */
  block(): void {
    this.refuse('blocked');
  }

  unblock(): void {
    if (this.channel === undefined) return;
    this.accept();
    // What was sent just before has waited unread; it gets its whole time once more.
    for (const sent of this.sent.values()) sent.timer.refresh();
  }

  /** Takes nothing more, and waits for what is under way. */
  async close(): Promise<void> {
    this.refuse('closing');
    const deadline = performance.now() + this.options.confirmWithinMs;
    while (this.sent.size > 0 && performance.now() < deadline) await sleep(10);
  }

  /** Resolves when the broker has confirmed it. @throws BrokerAway, NotConfirmed */
  async publish(message: Outgoing): Promise<void> {
    try {
      await this.send(message);
      published.inc({ outcome: 'confirmed' });
    } catch (error) {
      if (error instanceof BrokerAway || error instanceof NotConfirmed) published.inc({ outcome: error.outcome });
      throw error;
    }
  }

  private refuse(outcome: BrokerAway['outcome']): void {
    if (this.refusal !== 'closing') this.refusal = outcome;
    const { waiting } = this;
    this.waiting = [];
    waiting.forEach(({ refuse }) => {
      refuse(new BrokerAway(outcome));
    });
  }

  private accept(): void {
    if (this.refusal !== 'closing') this.refusal = undefined;
  }

  /** Now, or when it is its turn. A place in the window is taken in the same breath in which it is found free. */
  private send(message: Outgoing): Promise<void> {
    if (this.refusal !== undefined) return Promise.reject(new BrokerAway(this.refusal));
    if (this.sent.size < this.options.window) return this.sendNow(message);
    if (this.waiting.length >= this.options.window * WAITING_PER_SLOT) return Promise.reject(new BrokerAway('full'));
    return new Promise<void>((resolve, refuse) => {
      const go = (): void => {
        this.sendNow(message).then(resolve, refuse);
      };
      this.waiting.push({ go, refuse });
    });
  }

  private async sendNow({ to, type, body }: Outgoing): Promise<void> {
    const { channel } = this;
    if (channel === undefined) throw new BrokerAway('away');
    const content = Buffer.from(JSON.stringify(body));
    const messageId = randomUUID();
    const [exchange, key] = 'queue' in to ? ['', to.queue] : [to.exchange, to.key];
    // An event may have no listener; a command without a queue would be confirmed and thrown away.
    const mandatory = 'queue' in to;
    const options = { persistent: true, mandatory, messageId, type, contentType: 'application/json', appId: 'one-stop-gateway' };
    const confirmed = this.expect(messageId);
    try {
      channel.publish(exchange, key, content, options, (error: unknown) => {
        this.answered(messageId, error);
      });
    } catch {
      // Closed a moment ago, and its end not yet told.
      this.sent.get(messageId)?.settle(new NotConfirmed('lost'));
    }
    await confirmed;
  }

  private answered(messageId: string, error: unknown): void {
    const sent = this.sent.get(messageId);
    if (sent === undefined) return;
    if (error === null && sent.isReturned) this.missing(sent);
    else if (error === null) sent.settle();
    // Both come by the same way: the broker's refusal, and the end of the channel.
    else sent.settle(new NotConfirmed(error instanceof Error && error.message === NACKED ? 'nacked' : 'lost'));
  }

  private expect(messageId: string): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const settle = (failure?: NotConfirmed): void => {
        clearTimeout(this.sent.get(messageId)?.timer);
        if (this.sent.delete(messageId)) unconfirmed.dec();
        if (failure === undefined) resolve();
        else reject(failure);
        this.waiting.shift()?.go();
      };
      const timer = setTimeout(() => {
        this.late(reject);
      }, this.options.confirmWithinMs);
      this.sent.set(messageId, { isReturned: false, timer, settle });
      unconfirmed.inc();
    });
  }

  /**
   * The caller has waited long enough. A blocked broker is slow by its own word, and the message keeps its place; else the
   * channel is not to be trusted any more, and giving it up is what frees the place.
   */
  private late(reject: (failure: NotConfirmed) => void): void {
    reject(new NotConfirmed('late'));
    if (this.refusal !== 'blocked') this.lose(new Error('a confirm did not come in time'));
  }

  /** Somebody has deleted the queue: a new connection declares it again. */
  private missing(sent: Sent): void {
    sent.settle(new NotConfirmed('unroutable'));
    this.lose(new Error('a queue is missing'));
  }
}
