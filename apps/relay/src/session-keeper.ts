import type { Ledger } from '#ledger';
import type { DestinationSettings, PartnerClient } from '#protocols';
import { sleep, type Clock, type Log } from '#runtime';
import { backoffMs } from './backoff.ts';

/** A session at the partner, by its number. */
export interface HeldSession {
  readonly session: string;
  readonly number: number;
}

interface Parts {
  readonly ledger: Ledger;
  readonly client: PartnerClient;
  readonly destination: DestinationSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: string;
}

const LOOK_AGAIN_MS = 100;

/**
 * The session of one destination, shared over all processes by the ledger: one login per age-out, however many relays. A
 * session that the partner refused is renewed only while it is still the newest one.
 */
export class SessionKeeper {
  private held: (HeldSession & { readonly obtainedAt: number }) | undefined;
  private underWay: Promise<HeldSession | undefined> | undefined;

  constructor(private readonly parts: Parts) {}

  /** A usable session; undefined when none could be had now (the partner refuses or cannot be reached): try later. */
  get(): Promise<HeldSession | undefined> {
    const { destination, clock } = this.parts;
    const { held } = this;
    if (held !== undefined && clock.now().getTime() - held.obtainedAt < destination.sessionAgeMs) return Promise.resolve(held);
    this.underWay ??= this.obtain().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  /** Says that the partner refused the session of that number. */
  refused(number: number): void {
    if (this.held?.number === number) this.held = undefined;
    this.refusedNumber = Math.max(this.refusedNumber, number);
  }

  private refusedNumber = 0;

  private async obtain(): Promise<HeldSession | undefined> {
    const { ledger, destination, clock } = this.parts;
    const until = clock.monotonic() + destination.callTimeoutMs;
    do {
      const { current, number } = await ledger.sessions.read(destination.id);
      if (current !== undefined && this.isUsable(current)) {
        this.held = { ...current, obtainedAt: current.obtainedAt.getTime() };
        return this.held;
      }
      const right = await ledger.sessions.takeLogin(destination.id, {
        number,
        holder: this.parts.holder,
        now: clock.now(),
        untilMs: destination.callTimeoutMs * 2,
      });
      if (right) return this.login(number);
      await sleep(LOOK_AGAIN_MS);
    } while (clock.monotonic() < until);
    return undefined;
  }

  private isUsable({ number, obtainedAt }: { number: number; obtainedAt: Date }): boolean {
    const age = this.parts.clock.now().getTime() - obtainedAt.getTime();
    return number > this.refusedNumber && age < this.parts.destination.sessionAgeMs;
  }

  private async login(number: number): Promise<HeldSession | undefined> {
    const { ledger, client, destination, clock, log, holder } = this.parts;
    const at = clock.monotonic() + destination.callTimeoutMs;
    const answer = await client.login({ at, monotonic: () => clock.monotonic() });
    const now = clock.now();
    const succeeded = answer.verdict === 'delivered' && answer.session !== undefined;
    log.event(
      'partner.login',
      { partner: destination.id, outcome: answer.verdict, cause: answer.cause },
      succeeded ? 'info' : 'warn',
    );
    if (answer.session === undefined || !succeeded) {
      const wait = answer.retryAfterMs ?? backoffMs(3, { first: destination.firstDelayMs, most: destination.mostDelayMs });
      await ledger.sessions.giveBack(destination.id, { number, holder, notBefore: new Date(now.getTime() + wait) });
      return undefined;
    }
    await ledger.sessions.store(destination.id, { number, holder, session: answer.session, now });
    this.held = { session: answer.session, number: number + 1, obtainedAt: now.getTime() };
    return this.held;
  }
}
