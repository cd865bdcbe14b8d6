import { sleep, type Log } from '#runtime';
import { QueueConsumer, type ConsumeOptions, type Consumer } from './consumer.ts';
import { Link, type Line } from './link.ts';
import { connected } from './measures.ts';
import { Publisher, type Outgoing } from './publisher.ts';
import type { BusSettings } from './settings.ts';
import { assertTopology, TopologyMismatch, type Topology } from './topology.ts';

/** `blocked`: the broker is there but takes nothing, as when its disk is full. */
export type BusState = 'connected' | 'blocked' | 'away';

/** How a bus is opened. */
export interface BusOptions {
  readonly settings: BusSettings;
  readonly topology: Topology;
  readonly log: Log;
  /** What the broker shows beside our connections. */
  readonly name: string;
  /** Most messages that may be unconfirmed; 128 unless told. */
  readonly window?: number;
  /** 5 s unless told. */
  readonly confirmWithinMs?: number;
  /** Told whenever the state is another one. */
  readonly onState?: (state: BusState) => void;
}

/** The road through RabbitMQ. It comes and goes with the broker; whoever uses it asks for `state` and has another road. */
export interface Bus {
  state(): BusState;
  /** Resolves at the broker's confirm. It never waits for a broker that is away. @throws BrokerAway, NotConfirmed */
  publish(message: Outgoing): Promise<void>;
  /** Consumes a queue of the topology, again after each reconnect, until it is stopped. */
  consume(queue: string, options: ConsumeOptions): Consumer;
  /** Stops all consumers, waits for confirms under way, hangs up. */
  close(): Promise<void>;
}

/** How long a start waits to hear that the topology is wrong. */
const OPEN_WITHIN_MS = 3_000;

/**
 * Opens the bus. Whether the broker is there or not, it comes back within 3 s and goes on trying for ever; only a broker that
 * is there and has other queues than ours makes it reject.
 * @throws TopologyMismatch
 */
export async function openBus(options: BusOptions): Promise<Bus> {
  const bus = new RabbitBus(options);
  const mismatch = await bus.start();
  if (mismatch === undefined) return bus;
  await bus.close();
  throw mismatch;
}

const LOGGED_LENGTH = 300;

class RabbitBus implements Bus {
  private readonly publisher: Publisher;
  private readonly consumers = new Set<QueueConsumer>();
  private readonly links: Readonly<Record<'publish' | 'consume', Link>>;
  private readonly up = { publish: false, consume: false };
  private readonly toldOf = { publish: '', consume: '' };
  private consumeLine: Line | undefined;
  private isBlocked = false;
  private isClosing = false;
  private told: BusState = 'away';

  constructor(private readonly options: BusOptions) {
    const { window = 128, confirmWithinMs = 5_000 } = options;
    this.publisher = new Publisher({ window, confirmWithinMs });
    // Apart, because a broker that holds a publisher back stops reading its connection, and would stop acknowledgements too.
    this.links = {
      publish: this.link('publish', (line) => this.equipPublisher(line)),
      consume: this.link('consume', (line) => this.equipConsumers(line)),
    };
  }

  /** Comes back when it is clear how things stand, or when that takes too long. */
  async start(): Promise<TopologyMismatch | undefined> {
    const enough = new AbortController();
    const outcomes: readonly (Error | undefined)[] = await Promise.race([
      Promise.all([this.links.publish.start(), this.links.consume.start()]),
      sleep(OPEN_WITHIN_MS, enough.signal).then(() => []),
    ]);
    enough.abort();
    return outcomes.find((outcome) => outcome instanceof TopologyMismatch);
  }

  state(): BusState {
    if (!this.up.publish || !this.up.consume) return 'away';
    return this.isBlocked ? 'blocked' : 'connected';
  }

  publish(message: Outgoing): Promise<void> {
    return this.publisher.publish(message);
  }

  consume(queue: string, options: ConsumeOptions): Consumer {
    const consumer = new QueueConsumer(queue, options, this.options.log);
    this.consumers.add(consumer);
    const line = this.consumeLine;
    if (line !== undefined) consumer.attach(line).catch(line.lose);
    return {
      stop: async (withinMs) => {
        this.consumers.delete(consumer);
        await consumer.stop(withinMs);
      },
    };
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    await this.publisher.close();
    await Promise.all([this.links.publish.close(), this.links.consume.close()]);
  }

  private link(purpose: 'publish' | 'consume', equip: (line: Line) => Promise<void>): Link {
    const { settings, name } = this.options;
    return new Link({
      settings,
      name: `${name} ${purpose}`,
      equip,
      onUp: (address) => {
        this.up[purpose] = true;
        this.toldOf[purpose] = '';
        this.tell({ address });
      },
      onDown: (reason, address) => {
        this.down(purpose, reason, address);
      },
    });
  }

  private async equipPublisher(line: Line): Promise<void> {
    const channel = await line.connection.createConfirmChannel();
    // What is wrong with the topology says so by itself, and says more than the end of its channel.
    channel.on('error', () => undefined);
    await assertTopology(channel, this.options.topology, line.vhost);
    channel.on('error', line.lose);
    line.connection.on('blocked', (reason) => {
      this.isBlocked = true;
      this.publisher.block();
      this.tell({ reason });
    });
    line.connection.on('unblocked', () => {
      this.isBlocked = false;
      this.publisher.unblock();
      this.tell({});
    });
    this.publisher.attach(channel, line);
  }

  private async equipConsumers(line: Line): Promise<void> {
    const channel = await line.connection.createChannel();
    channel.on('error', () => undefined);
    await assertTopology(channel, this.options.topology, line.vhost);
    await channel.close();
    // One that is added meanwhile is taken along.
    for (const consumer of this.consumers) await consumer.attach(line);
    this.consumeLine = line;
  }

  private down(purpose: 'publish' | 'consume', reason: Error, address: string): void {
    this.up[purpose] = false;
    if (purpose === 'publish') {
      this.isBlocked = false;
      this.publisher.detach();
    } else this.consumeLine = undefined;
    if (this.isClosing) return;
    this.tell({});
    const text = describe(reason);
    // Attempts go on for ever; the same answer is told once.
    if (this.toldOf[purpose] === text) return;
    this.toldOf[purpose] = text;
    const level = reason instanceof TopologyMismatch ? 'error' : 'warn';
    this.options.log.event('broker.lost', { connection: purpose, address, reason: text }, level);
  }

  private tell(fields: Readonly<Record<string, unknown>>): void {
    const state = this.state();
    if (state === this.told) return;
    this.told = state;
    connected.set(state === 'connected' ? 1 : 0);
    if (state === 'connected') this.options.log.event('broker.connected', fields);
    if (state === 'blocked') this.options.log.event('broker.blocked', fields, 'warn');
    this.options.onState?.(state);
  }
}

function describe(reason: Error): string {
  // Where a name has several addresses the reason of all of them is in the code alone.
  const text = reason.message === '' && 'code' in reason ? String(reason.code) : reason.message;
  return text.slice(0, LOGGED_LENGTH);
}
