import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { gauge, Nap, Overloaded } from '#runtime';
import { Desk } from '../desk.ts';
import { EVENT_SOURCES, type EventSource } from './event-source.ts';
import { eventText, type Watcher } from './watcher.ts';

const watching = gauge('gateway_console_watchers', 'Streams of events that are open');

const LOOK_EVERY_MS = 1_000;
const CHECK_EVERY_MS = 2_000;
const BEAT_EVERY_MS = 15_000;
const MOST = 500;
const MOST_OF_ONE_SESSION = 20;
const BEAT = ': còn đây / still here\n\n';

interface Told {
  readonly fingerprint: string;
  readonly text: string;
}

/**
 * Everybody who watches. However many they are, each source is asked once a second for all of them, and all of their sessions are
 * checked in one go; while nobody watches nothing is asked.
 */
@Injectable()
export class Watchers implements OnModuleDestroy {
  private readonly all = new Set<Watcher>();
  /** What was told last, by source. */
  private readonly told = new Map<EventSource, Told>();
  private readonly nap = new Nap();
  private isClosing = false;
  private loop: Promise<void> | undefined;
  private checkedAt = 0;
  private beatAt = 0;

  constructor(
    private readonly desk: Desk,
    @Inject(EVENT_SOURCES) private readonly sources: readonly EventSource[],
  ) {}

  /** Whether another one may watch with that session. @throws Overloaded */
  demandRoom(tokenHash: Buffer): void {
    const own = [...this.all].filter((watcher) => watcher.tokenHash.equals(tokenHash)).length;
    if (this.isClosing || this.all.size >= MOST || own >= MOST_OF_ONE_SESSION) throw new Overloaded();
  }

  /** Takes somebody in, and tells him what the others know. */
  add(watcher: Watcher): void {
    this.all.add(watcher);
    watching.set(this.all.size);
    watcher.tell(BEAT);
    for (const { text } of this.told.values()) watcher.tell(text);
    this.loop ??= this.run();
  }

  /** One who is gone. */
  remove(watcher: Watcher): void {
    this.all.delete(watcher);
    watching.set(this.all.size);
    if (this.all.size === 0) this.nap.wake();
  }

  /** Looks at once: something was changed here. */
  look(): void {
    this.nap.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosing = true;
    for (const watcher of this.all) watcher.end();
    this.nap.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.isClosing && this.all.size > 0) {
      const now = this.desk.clock.monotonic();
      await Promise.all([this.check(now), ...this.sources.map((source) => this.ask(source))]);
      if (now - this.beatAt >= BEAT_EVERY_MS) {
        this.beatAt = now;
        this.tellAll(BEAT);
      }
      await this.nap.sleep(LOOK_EVERY_MS);
    }
    // Who comes later is told anew.
    this.told.clear();
    this.loop = undefined;
  }

  private async ask(source: EventSource): Promise<void> {
    try {
      const data = await source.read();
      if (data === undefined) return;
      const fingerprint = JSON.stringify(source.part?.(data) ?? data);
      if (this.told.get(source)?.fingerprint === fingerprint) return;
      const text = eventText(source.event, JSON.stringify(data));
      this.told.set(source, { fingerprint, text });
      this.tellAll(text);
    } catch (error) {
      this.desk.log.error(error, `those who watch are not told of ${source.event}`);
    }
  }

  /** Ends the streams of sessions that hold no more. While nobody can tell they go on, and nothing is told. */
  private async check(now: number): Promise<void> {
    if (now - this.checkedAt < CHECK_EVERY_MS) return;
    // Who comes meanwhile has just shown his session.
    const checked = [...this.all];
    try {
      const hashes = [...new Map(checked.map(({ tokenHash }) => [tokenHash.toString('hex'), tokenHash])).values()];
      const valid = await this.desk.ledger.operators.stillValid(hashes, this.desk.clock.now());
      for (const watcher of checked) if (!valid.has(watcher.tokenHash.toString('hex'))) watcher.end();
      this.checkedAt = now;
    } catch (error) {
      this.desk.log.error(error, 'the sessions of those who watch cannot be checked');
    }
  }

  private tellAll(text: string): void {
    for (const watcher of this.all) watcher.tell(text);
  }
}
