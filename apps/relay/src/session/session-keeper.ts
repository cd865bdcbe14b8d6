import type { Ledger } from '#ledger';
import type { CallDeadline, DestinationSettings, LoginAnswer, OutcomeCatalogue, PartnerClient } from '#protocols';
import { sleep, type Clock, type Log } from '#runtime';
import { backoffMs, delaysOf } from '../deliver/backoff.ts';
import { unexplained } from '../deliver/unexplained.ts';
import type { Maintenance } from '../policy/maintenance.ts';
import type { ProbeAnswer } from './judge-probe.ts';
import { stopDestination } from './stop-destination.ts';

/** A session at the partner, by its number. */
export interface HeldSession {
  readonly session: string;
  readonly number: number;
}

interface Parts {
  readonly ledger: Ledger;
  readonly client: PartnerClient;
  readonly destination: DestinationSettings;
  readonly catalogue: OutcomeCatalogue;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: string;
  readonly maintenance: Pick<Maintenance, 'isOn'>;
}

/** A session with what tells how long it is to be used. */
interface DatedSession extends HeldSession {
  readonly obtainedAt: Date;
  readonly usableUntil: Date | undefined;
}

const LOOK_AGAIN_MS = 100;

/**
 * The session of one destination, shared over all processes by the ledger: one login per age-out, however many relays. It ages
 * out by the configuration, or sooner by the word of a partner that says how long it lives. A session that the partner refused is renewed only while it is still the newest one. A login that is refused stops the
 * destination: the next one is made by its probe.
 */
export class SessionKeeper {
  private held: DatedSession | undefined;
  private underWay: Promise<HeldSession | undefined> | undefined;

  constructor(private readonly parts: Parts) {}

  /** A usable session; undefined when none could be had now (the partner refuses or cannot be reached): try later. */
  get(): Promise<HeldSession | undefined> {
    const { held } = this;
    if (held !== undefined && this.isFresh(held)) return Promise.resolve(held);
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

  /** A new session, whatever there is: for who probes. What became of the login where there is none. */
  async renew(deadline: CallDeadline): Promise<HeldSession | ProbeAnswer> {
    const { ledger, destination } = this.parts;
    const { number } = await ledger.sessions.read(destination.id);
    if (await this.takeLogin(number)) return this.login(number, deadline);
    return { verdict: 'deferred', cause: 'login.under-way' };
  }

  private refusedNumber = 0;

  private async obtain(): Promise<HeldSession | undefined> {
    const { ledger, destination, clock } = this.parts;
    const until = clock.monotonic() + destination.callTimeoutMs;
    do {
      const { current, number } = await ledger.sessions.read(destination.id);
      if (current !== undefined && this.isUsable(current)) {
        this.held = current;
        return current;
      }
      const { stoppedAt, pausedAt } = await ledger.destinations.read(destination.id);
      if (stoppedAt !== undefined || pausedAt !== undefined || this.parts.maintenance.isOn) return undefined;
      if (await this.takeLogin(number)) {
        const at = clock.monotonic() + destination.callTimeoutMs;
        const login = await this.login(number, { at, monotonic: () => clock.monotonic() });
        return 'session' in login ? login : undefined;
      }
      await sleep(LOOK_AGAIN_MS);
    } while (clock.monotonic() < until);
    return undefined;
  }

  private isUsable(session: DatedSession): boolean {
    return session.number > this.refusedNumber && this.isFresh(session);
  }

  private isFresh({ obtainedAt, usableUntil }: DatedSession): boolean {
    const { destination, clock } = this.parts;
    const now = clock.now();
    return now.getTime() - obtainedAt.getTime() < destination.sessionAgeMs && (usableUntil === undefined || now < usableUntil);
  }

  private takeLogin(number: number): Promise<boolean> {
    const { ledger, destination, clock, holder } = this.parts;
    const claim = { number, holder, now: clock.now(), untilMs: destination.callTimeoutMs * 2 };
    return ledger.sessions.takeLogin(destination.id, claim);
  }

  private async login(number: number, deadline: CallDeadline): Promise<HeldSession | ProbeAnswer> {
    const { ledger, client, destination, clock, log, holder } = this.parts;
    const begunAt = clock.now();
    const answer = await client.login(deadline);
    const now = clock.now();
    const succeeded = answer.verdict === 'delivered' && answer.session !== undefined;
    log.event(
      'partner.login',
      { partner: destination.id, outcome: answer.verdict, cause: answer.cause },
      succeeded ? 'info' : 'warn',
    );
    if (answer.session === undefined || !succeeded) {
      await this.giveUp(number, answer);
      return { verdict: answer.verdict, cause: answer.cause };
    }
    const { session, usableForMs } = answer;
    // From when it was asked for: who gave it began to count somewhere between then and now.
    const usableUntil = usableForMs === undefined ? undefined : new Date(begunAt.getTime() + usableForMs);
    await ledger.sessions.store(destination.id, { number, holder, session, usableUntil, now });
    this.held = { session, number: number + 1, obtainedAt: now, usableUntil };
    return this.held;
  }

  /** Stops the destination before others may log in, if it was a refusal; else they wait a while. */
  private async giveUp(number: number, answer: LoginAnswer): Promise<void> {
    const { verdict, cause, retryAfterMs } = answer;
    const { ledger, destination, clock, holder } = this.parts;
    const isRefused = verdict === 'refused' || verdict === 'forbidden';
    if (isRefused && !this.parts.maintenance.isOn) await stopDestination(this.parts, cause);
    const incident = this.parts.maintenance.isOn ? undefined : unexplained({ service: 'login', answer }, this.parts);
    if (incident !== undefined) await ledger.incidents.open({ ...incident, destination: destination.id }, clock.now());
    const wait = retryAfterMs ?? (isRefused ? 0 : backoffMs(3, delaysOf(destination)));
    await ledger.sessions.giveBack(destination.id, { number, holder, notBefore: new Date(clock.now().getTime() + wait) });
  }
}
