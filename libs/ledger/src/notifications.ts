import pg from 'pg';
import type { Log } from '#runtime';
import { connectionOptions } from './database.ts';

/** The channels of PostgreSQL's NOTIFY that the processes use. A notice carries no data, only "look again". */
export type Channel = 'lanes_due' | 'clients_changed' | 'codes_changed' | 'clock_shifted';

const RECONNECT_MS = 500;

/** Hears notices on a connection of its own and reconnects for ever; after each reconnect every listener is called once, since notices may have been missed. */
export class Notifications {
  private readonly listeners = new Map<Channel, (() => void)[]>();
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly application: string,
    private readonly log: Log,
  ) {}

  /** Registers a listener; to be called before `open`. */
  on(channel: Channel, listener: () => void): void {
    this.listeners.set(channel, [...(this.listeners.get(channel) ?? []), listener]);
  }

  async open(): Promise<void> {
    const client = new pg.Client(connectionOptions(this.url, `${this.application}-listen`));
    client.on('error', () => undefined); // 'end' follows and reconnects
    client.on('end', () => {
      if (this.client === client) this.reconnect();
    });
    client.on('notification', ({ channel }) => {
      this.tell(channel as Channel);
    });
    this.client = client;
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`LISTEN ${channel}`);
      for (const channel of this.listeners.keys()) this.tell(channel);
    } catch {
      this.reconnect();
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private tell(channel: Channel): void {
    for (const listener of this.listeners.get(channel) ?? []) listener();
  }

  private reconnect(): void {
    if (this.closed || this.retry !== undefined) return;
    this.log.event('database.listen-lost', {}, 'warn');
    const dead = this.client;
    this.client = undefined;
    void dead?.end().catch(() => undefined);
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.open();
    }, RECONNECT_MS);
  }
}
