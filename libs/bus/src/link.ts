import type { ChannelModel } from 'amqplib';
import { sleep } from '#runtime';
import type { Address } from './addresses.ts';
import { dial } from './dial.ts';
import type { BusSettings } from './settings.ts';
import { TopologyMismatch } from './topology.ts';

/** A connection of one life, as those see it who hang channels on it. */
export interface Line {
  readonly connection: ChannelModel;
  readonly vhost: string;
  /** Gives the connection up, and with it everything on it: a new one is made. The first reason counts. */
  readonly lose: (reason: Error) => void;
}

/** What a link is for. Nothing here may throw but `equip`. */
export interface LinkOptions {
  readonly settings: BusSettings;
  readonly name: string;
  /** Makes channels, queues and consumers; runs for every new connection. */
  readonly equip: (line: Line) => Promise<void>;
  readonly onUp: (address: string) => void;
  /** The connection, or an attempt to get one, came to an end. */
  readonly onDown: (reason: Error, address: string) => void;
}

const DIAL_WITHIN_MS = 5_000;
const EQUIP_WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const MOST_PAUSE_MS = 5_000;
/** A connection that lived that long was a good one: the next attempt comes soon again. */
const GOOD_AFTER_MS = 10_000;

/** One connection that is made anew whenever it is lost, for ever, at the addresses in turn. */
export class Link {
  private readonly stopping = new AbortController();
  private living: Promise<void> = Promise.resolve();
  private turn: number;
  private report: (outcome: Error | undefined) => void = () => undefined;

  constructor(private readonly options: LinkOptions) {
    // Each process begins elsewhere, so that not all of them sit on the first node of a cluster.
    this.turn = Math.floor(Math.random() * options.settings.addresses.length);
  }

  /** Begins. Comes back when it is up for the first time, or with the reason when it is not to be had at any address. */
  start(): Promise<Error | undefined> {
    return new Promise((resolve) => {
      this.report = resolve;
      this.living = this.live();
    });
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.living;
  }

  private async live(): Promise<void> {
    const { addresses } = this.options.settings;
    for (let failures = 0; !this.stopping.signal.aborted;) {
      const since = performance.now();
      const reason = await this.liveOnce();
      this.turn += 1;
      failures = performance.now() - since > GOOD_AFTER_MS ? 1 : failures + 1;
      if (reason instanceof TopologyMismatch || failures >= addresses.length) this.report(reason);
      await sleep(pauseAfter(Math.ceil(failures / addresses.length)), this.stopping.signal);
    }
  }

  /** One connection from its first packet to its end, and why it ended. */
  private async liveOnce(): Promise<Error> {
    const { settings, name, onDown } = this.options;
    const { signal } = this.stopping;
    const address = settings.addresses[this.turn % settings.addresses.length];
    if (address === undefined) return new Error('no address');
    let hangUp = (): Promise<void> => Promise.resolve();
    let reason: Error;
    try {
      const dialled = await dial(address, { tls: settings.tls, name, withinMs: DIAL_WITHIN_MS, signal });
      hangUp = dialled.hangUp;
      reason = await this.untilLost(dialled.connection, address);
    } catch (error) {
      reason = asError(error);
    }
    // First of all: nobody may use what is being closed.
    onDown(reason, address.label);
    await hangUp();
    return reason;
  }

  private async untilLost(connection: ChannelModel, { label, vhost }: Address): Promise<Error> {
    const { signal } = this.stopping;
    const { promise: lost, settle: lose } = firstReason();
    connection.on('error', lose);
    connection.on('close', (reason) => {
      lose(reason ?? new Error('closed by the broker'));
    });
    const stop = (): void => {
      lose(new Error('closing'));
    };
    signal.addEventListener('abort', stop, { once: true });
    const slow = setTimeout(lose, EQUIP_WITHIN_MS, new Error('the broker is there, but a queue does not answer'));
    try {
      const fault = await Promise.race([lost, this.options.equip({ connection, vhost, lose }).then(() => undefined, asError)]);
      // A mismatch closes the channel too; it is the better reason of the two.
      if (fault !== undefined) return fault;
      clearTimeout(slow);
      this.options.onUp(label);
      this.report(undefined);
      return await lost;
    } finally {
      clearTimeout(slow);
      signal.removeEventListener('abort', stop);
    }
  }
}

function firstReason(): { readonly promise: Promise<Error>; readonly settle: (reason: Error) => void } {
  let settle: (reason: Error) => void = () => undefined;
  const promise = new Promise<Error>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

/** Half of it by chance: relays that lost the same broker do not come back in step. */
function pauseAfter(rounds: number): number {
  const most = Math.min(FIRST_PAUSE_MS * 2 ** (rounds - 1), MOST_PAUSE_MS);
  return most / 2 + (Math.random() * most) / 2;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
