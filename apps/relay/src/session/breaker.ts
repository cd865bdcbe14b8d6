import type { Capabilities, Ledger } from '#ledger';
import type { CallDeadline, DestinationSettings, PartnerClient } from '#protocols';
import { gauge, sleep, type Clock, type Log } from '#runtime';
import { judgeProbe, type Finding } from './judge-probe.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { probeDelayMs, stopDestination } from './stop-destination.ts';

interface Parts {
  readonly ledger: Ledger;
  readonly client: PartnerClient;
  readonly destination: DestinationSettings;
  readonly can: Capabilities;
  readonly sessions: SessionKeeper;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 250;
const CODES_KEPT = 2;

const stopped = gauge('gateway_destination_stopped', '1 while a destination is stopped', ['destination'] as const);

/**
 * Tells a destination that refuses us from one that refuses a dossier, by a login and a look-up of a dossier that it has. It
 * stops the former for all relays, and probes it until it answers again. At most one probe per step over all relays.
 */
export class Breaker {
  /** Dossiers that it acknowledged lately, the youngest first. */
  private acknowledgedCodes: readonly string[] = [];

  constructor(private readonly parts: Parts) {}

  acknowledged(dossierCode: string): void {
    this.acknowledgedCodes = [dossierCode, ...this.acknowledgedCodes.filter((code) => code !== dossierCode)].slice(0, CODES_KEPT);
  }

  /** What a refusal of that dossier is about. `unclear` too if a probe was just made or the database is away: ask again later. */
  async examine(dossierCode: string, deadline: CallDeadline): Promise<Finding> {
    const { ledger, destination, log } = this.parts;
    try {
      const right = await ledger.destinations.takeProbe(destination.id, { stopped: false, ...this.term() });
      if (right === undefined) return 'unclear';
      const { finding, cause } = await this.probe(dossierCode, deadline);
      if (finding === 'refuses-us') await stopDestination(this.parts, cause);
      else
        await ledger.destinations.probeAgain(destination.id, { probeAt: this.after(probeDelayMs(0, destination)), failures: 0 });
      return finding;
    } catch (error) {
      log.error(error, 'a probe failed');
      return 'unclear';
    }
  }

  /** Probes a stopped destination until it answers, for as long as the relay runs. */
  async watch(signal: AbortSignal): Promise<void> {
    const { destination, log } = this.parts;
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => {
        log.error(error, 'probing failed');
      });
      await sleep(LOOK_EVERY_MS, signal);
    }
    stopped.set({ destination: destination.id }, 0);
  }

  private async look(): Promise<void> {
    const { ledger, destination, clock } = this.parts;
    const { stoppedAt, probeAt } = await ledger.destinations.read(destination.id);
    stopped.set({ destination: destination.id }, stoppedAt === undefined ? 0 : 1);
    if (stoppedAt === undefined || probeAt === undefined || probeAt > clock.now()) return;
    const right = await ledger.destinations.takeProbe(destination.id, { stopped: true, ...this.term() });
    if (right !== undefined) await this.tryToResume(right.failures + 1);
  }

  private async tryToResume(failures: number): Promise<void> {
    const { ledger, destination, clock, log } = this.parts;
    const at = clock.monotonic() + 2 * destination.callTimeoutMs;
    const { finding, cause } = await this.probe(undefined, { at, monotonic: () => clock.monotonic() });
    if (finding === 'answers') {
      const resumed = await ledger.destinations.resume(destination.id, clock.now());
      if (resumed) log.event('destination.resumed', { partner: destination.id, probes: failures });
      return;
    }
    const probeAt = this.after(probeDelayMs(failures, destination));
    await ledger.destinations.probeAgain(destination.id, { probeAt, failures });
    log.event('destination.probed', { partner: destination.id, cause, probes: failures, probeAt: probeAt.toISOString() }, 'warn');
  }

  /** A new login, and a look-up of a dossier other than that one; where there is none to look up, what the partner can be asked instead. */
  private async probe(other: string | undefined, deadline: CallDeadline): Promise<{ finding: Finding; cause: string }> {
    const { client, can, sessions } = this.parts;
    const login = await sessions.renew(deadline);
    if (!('session' in login)) return judgeProbe(login);
    const code = can.lookup === 'none' ? undefined : await this.knownCode(other);
    if (code !== undefined) return judgeProbe(await client.lookup(code, login.session, deadline));
    if (client.probe === undefined) return { finding: 'answers', cause: 'probe.login' };
    return judgeProbe(await client.probe(login.session, deadline));
  }

  private async knownCode(other: string | undefined): Promise<string | undefined> {
    const { ledger, destination } = this.parts;
    const known = this.acknowledgedCodes.find((code) => code !== other);
    return known ?? (await ledger.destinations.acknowledgedCode(destination.id, other));
  }

  /** Now, and until when a probe surely has ended. */
  private term(): { now: Date; until: Date } {
    return { now: this.parts.clock.now(), until: this.after(3 * this.parts.destination.callTimeoutMs) };
  }

  private after(ms: number): Date {
    return new Date(this.parts.clock.now().getTime() + ms);
  }
}
