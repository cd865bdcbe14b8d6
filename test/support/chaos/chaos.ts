import { sleep } from '#runtime';
import type { Cluster } from '../harness/cluster.ts';
import type { CommuneDriver } from '../harness/commune-driver.ts';
import type { KeptProcess } from '../harness/processes.ts';
import type { PostgresServer } from '../postgres-server.ts';
import type { RabbitServer } from '../rabbit-server.ts';
import { describeBlow, type Blow, type PortalBlow, type ProgramBlow, type ServerBlow, type Track } from './schedule.ts';

/** What is struck, and who is told of it. */
export interface Battered {
  readonly cluster: Cluster;
  readonly driver: CommuneDriver;
  readonly server: PostgresServer;
  readonly broker: RabbitServer;
  readonly say: (line: string) => void;
}

const HIT_WITHIN_MS = 2_000;
const FORGOTTEN_AT_ONCE = 4;

/** Deals the blows of a schedule, side by side over the targets; what was struck is well again when it resolves. */
export class Chaos {
  /** Blows by target and action. */
  readonly dealt: Record<string, number> = {};
  /** Those that hit a program in the act. */
  inTheAct = 0;
  forgotten = 0;

  constructor(
    private readonly parts: Battered,
    private readonly tracks: readonly Track[],
  ) {}

  async run(): Promise<void> {
    const since = performance.now();
    await Promise.all(this.tracks.map(({ blows }) => this.follow(blows, since)));
    for (const portal of this.parts.cluster.portals) await portal.faults();
  }

  private async follow(blows: readonly Blow[], since: number): Promise<void> {
    for (const blow of blows) {
      await sleep(Math.max(0, blow.atMs - (performance.now() - since)));
      this.parts.say(describeBlow(blow));
      await this.deal(blow);
      const name = `${blow.target} ${blow.action}`;
      this.dealt[name] = (this.dealt[name] ?? 0) + 1;
    }
  }

  private deal(blow: Blow): Promise<void> {
    switch (blow.target) {
      case 'portal':
        return blow.action === 'forget' ? this.forget(blow.lastsMs) : this.misbehave(blow);
      case 'broker':
      case 'database':
        return this.strikeServer(blow);
      default:
        return this.strikeProgram(blow);
    }
  }

  private async strikeProgram({ target, action, which, point, lastsMs }: ProgramBlow): Promise<void> {
    const { cluster } = this.parts;
    const armed = target === 'relay' ? cluster.relayPoints : cluster.doorPoints;
    const hit = point === undefined ? undefined : await armed.strike(point, action, HIT_WITHIN_MS);
    if (hit !== undefined) this.inTheAct += 1;
    const pid = hit ?? this.strikeAnywhere(target, which, action);
    if (action === 'kill' || pid === undefined) return;
    await sleep(lastsMs);
    signal(pid, 'SIGCONT');
  }

  private strikeAnywhere(target: ProgramBlow['target'], which: number, action: ProgramBlow['action']): number | undefined {
    const all = this.programs(target);
    const { pid } = all[which % all.length] ?? {};
    if (pid !== undefined) signal(pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
    return pid;
  }

  private programs(target: ProgramBlow['target']): readonly KeptProcess[] {
    const { relays, doors, schedulers } = this.parts.cluster;
    return { relay: relays, door: doors, scheduler: schedulers }[target];
  }

  private async strikeServer({ target, action, lastsMs }: ServerBlow): Promise<void> {
    const { server, broker } = this.parts;
    if (action === 'stop') {
      const struck = target === 'broker' ? broker : server;
      struck.freeze();
      await sleep(lastsMs);
      struck.thaw();
      return;
    }
    if (target === 'broker') {
      // A quorum queue that was just made would not survive it: a fault of RabbitMQ 3.10, not of the road.
      await broker.settle();
      await broker.halt();
    } else await server.halt(action === 'crash' ? 'SIGQUIT' : 'SIGINT');
    await sleep(lastsMs);
    await (target === 'broker' ? broker : server).resume();
  }

  private async misbehave({ at, fault, lastsMs }: PortalBlow): Promise<void> {
    const { cluster } = this.parts;
    for (const name of at) await cluster.at(name).faults(fault);
    await sleep(lastsMs);
    for (const name of at) await cluster.at(name).faults();
  }

  /** Dossiers of which a step is still to come, so that it shows. */
  private async forget(waitMs: number): Promise<void> {
    const { cluster, driver } = this.parts;
    const codes = driver.hold(FORGOTTEN_AT_ONCE);
    await sleep(waitMs);
    const there = (await Promise.all(codes.map((code) => cluster.portal.read(code)))).filter((held) => held !== undefined);
    await cluster.portal.forget(codes);
    driver.release();
    this.forgotten += there.length;
  }
}

function signal(pid: number, what: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, what);
  } catch {
    // It has died of something else in the meantime.
  }
}
