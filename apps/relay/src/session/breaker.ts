import type { Ledger } from '#ledger';
import type { CallDeadline, DestinationSettings, PartnerClient } from '#protocols';
import { gauge, sleep, type Clock, type Log } from '#runtime';
import { askOf } from '../look-up/ask.ts';
import type { Maintenance } from '../policy/maintenance.ts';
import { judgeProbe, judgeWitness, type Finding, type ProbeAnswer } from './judge-probe.ts';
import type { SessionKeeper } from './session-keeper.ts';
import { probeDelayMs, stopDestination } from './stop-destination.ts';
import { Witness, type VisitAnother } from './witness.ts';

interface Parts {
  readonly ledger: Ledger;
  readonly client: PartnerClient;
  readonly destination: DestinationSettings;
  readonly sessions: SessionKeeper;
  readonly maintenance: Maintenance;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 250;
const CODES_KEPT = 2;
/** Dossiers that bear witness in turn: one of them may be what the destination does not like. */
const WITNESSES = 3;

const LOGIN_ALONE: Found = { finding: 'answers', cause: 'probe.login' };
const NOBODY_YET: Found = { finding: 'unclear', cause: 'probe.nobody' };

interface Found {
  readonly finding: Finding;
  readonly cause: string;
}

/** How to probe: not with that dossier, passing over so many others that could bear witness. */
interface Probe {
  readonly other: string | undefined;
  readonly skip: number;
  readonly deadline: CallDeadline;
}

const stopped = gauge('gateway_destination_stopped', '1 while a destination is stopped', ['destination'] as const);
const paused = gauge('gateway_destination_paused', '1 while an operator holds a destination', ['destination'] as const);

/**
 * Tells a destination that refuses us from one that refuses a dossier, by a login and a look-up of a dossier that it has; where
 * nothing can be looked up, by a call of another dossier. It stops the former for all relays, and probes it until it answers again.
 * At most one probe per step over all relays.
 */
export class Breaker {
  /** Dossiers that it acknowledged lately, the youngest first. */
  private acknowledgedCodes: readonly string[] = [];
  private readonly witness = new Witness();
  private isHeld = false;

  constructor(private readonly parts: Parts) {}

  /** Whether an operator holds the destination, as of the last look. */
  get isPaused(): boolean {
    return this.isHeld;
  }

  /** Says who visits lanes, for who probes by them. */
  visitsBy(visitAnother: VisitAnother): void {
    this.witness.comesBy(visitAnother);
  }

  /** Takes note of what a dossier was answered. */
  heard(dossierCode: string, answer: ProbeAnswer): void {
    this.witness.heard(dossierCode, answer);
    if (answer.verdict !== 'delivered') return;
    this.acknowledgedCodes = [dossierCode, ...this.acknowledgedCodes.filter((code) => code !== dossierCode)].slice(0, CODES_KEPT);
  }

  /** What a refusal of that dossier is about. `unclear` too if a probe was just made or the database is away: ask again later. */
  async examine(dossierCode: string, deadline: CallDeadline): Promise<Finding> {
    const { ledger, destination, maintenance, log } = this.parts;
    if (maintenance.isOn) return 'unclear';
    try {
      const right = await ledger.destinations.takeProbe(destination.id, { stopped: false, ...this.term() });
      if (right === undefined) return 'unclear';
      const { finding, cause } = await this.probe({ other: dossierCode, skip: 0, deadline });
      log.event('destination.examined', { partner: destination.id, dossier: dossierCode, finding, cause });
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
    paused.set({ destination: destination.id }, 0);
    this.parts.maintenance.rest();
  }

  private async look(): Promise<void> {
    const { ledger, destination, maintenance, clock } = this.parts;
    const { stoppedAt, probeAt, pausedAt, maintenance: known } = await ledger.destinations.read(destination.id);
    this.noteHeld(pausedAt !== undefined);
    await maintenance.tell(known);
    stopped.set({ destination: destination.id }, stoppedAt === undefined ? 0 : 1);
    if (this.isHeld || maintenance.isOn || stoppedAt === undefined || probeAt === undefined || probeAt > clock.now()) return;
    const right = await ledger.destinations.takeProbe(destination.id, { stopped: true, ...this.term() });
    if (right !== undefined) await this.tryToResume(right.failures + 1);
  }

  private noteHeld(isHeld: boolean): void {
    const { destination, log } = this.parts;
    paused.set({ destination: destination.id }, isHeld ? 1 : 0);
    if (isHeld !== this.isHeld) log.event(isHeld ? 'destination.held' : 'destination.let-go', { partner: destination.id });
    this.isHeld = isHeld;
  }

  private async tryToResume(failures: number): Promise<void> {
    const { ledger, destination, clock, log } = this.parts;
    const at = clock.monotonic() + 2 * destination.callTimeoutMs;
    const deadline = { at, monotonic: () => clock.monotonic() };
    const { finding, cause } = await this.probe({ other: undefined, skip: failures % WITNESSES, deadline });
    if (finding === 'answers') {
      const resumed = await ledger.destinations.resume(destination.id, clock.now());
      if (resumed) log.event('destination.resumed', { partner: destination.id, probes: failures });
      return;
    }
    const probeAt = this.after(probeDelayMs(failures, destination));
    await ledger.destinations.probeAgain(destination.id, { probeAt, failures });
    log.event('destination.probed', { partner: destination.id, cause, probes: failures, probeAt: probeAt.toISOString() }, 'warn');
  }

  /** A new login, and then what shows whether it is good for anything: a look-up, what else the partner can be asked, or a call. */
  private async probe(probe: Probe): Promise<Found> {
    const { client, sessions } = this.parts;
    const ask = askOf(this.parts);
    const login = await sessions.renew(probe.deadline);
    if (!('session' in login)) return judgeProbe(login);
    const code = ask === undefined ? undefined : await this.knownCode(probe.other);
    if (ask !== undefined && code !== undefined) return judgeProbe(await ask(code, login.session, probe.deadline));
    if (client.probe !== undefined) return judgeProbe(await client.probe(login.session, probe.deadline));
    return ask === undefined ? this.probeByWitness(probe) : LOGIN_ALONE;
  }

  /** By a call of another dossier. */
  private async probeByWitness({ other, skip, deadline }: Probe): Promise<Found> {
    const { ledger, destination } = this.parts;
    const said = await this.witness.hear(other, { skip, deadline });
    if (said === 'silent') return { finding: 'unclear', cause: 'probe.silent' };
    if (said !== 'nobody') return judgeWitness(said);
    // What waits for its time can be asked soon; where nothing waits, the next dossier will show.
    if (other === undefined) return (await ledger.destinations.hasWork(destination.id)) ? NOBODY_YET : LOGIN_ALONE;
    // Whoever refuses the only dossier that there is refuses us, unless it took others before.
    const tookOthers = this.acknowledgedCodes.some((code) => code !== other);
    return tookOthers ? NOBODY_YET : { finding: 'refuses-us', cause: 'probe.alone' };
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
