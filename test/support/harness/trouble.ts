import { eventually } from '../eventually.ts';
import type { RabbitServer } from '../rabbit-server.ts';
import { strikeBroker, type BrokerBlow, type Stretch } from './broker-blows.ts';
import { Chance } from './chance.ts';
import { TWO_LEASES_MS, type Cluster } from './cluster.ts';
import type { CommuneDriver } from './commune-driver.ts';
import { isUnderWay } from './ledger-eye.ts';
import type { PortalFault, PortalName } from './simulated-portal.ts';

/** A database server that can be taken away and brought back with its data. */
export interface StoppableServer {
  halt: (signal: 'SIGINT' | 'SIGQUIT') => Promise<void>;
  resume: () => Promise<void>;
}

/** A misbehaviour, and where; at the national portal unless told. */
export interface FaultAt extends PortalFault {
  readonly at?: readonly PortalName[];
}

/** What shall go wrong. Counts are of blows that hit in the act; a blow that nobody came by for is tried again. */
export interface TroubleOptions {
  readonly seed: number;
  readonly kills: number;
  readonly stops: number;
  /** How long the database stays away, once per entry, in milliseconds. */
  readonly databaseAway: readonly number[];
  readonly faults: readonly FaultAt[];
  readonly faultMs: number;
  readonly forgotten: number;
  /** Blows at the broker, one after the other; none unless told. */
  readonly broker?: readonly BrokerBlow[];
}

/** Blows that hit, by kind. */
export type Blows = Record<
  | 'relay killed'
  | 'relay stopped'
  | 'door killed'
  | 'door stopped'
  | 'database stopped'
  | `broker ${BrokerBlow}`
  | 'portal faults'
  | 'forgotten',
  number
>;

/** A relay at the last of these has nothing under way any more: struck there too, but not counted. */
export const RELAY_POINTS = ['relay.begun', 'relay.answered', 'relay.looked-up', 'relay.settled'] as const;
export const DOOR_POINTS = ['partner-api.read', 'door.written', 'door.committed', 'partner-api.committed'] as const;

/** Every way in which a portal may misbehave, one after the other. */
export const ALL_FAULTS: readonly PortalFault[] = [
  { mode: 'drop-reply', rate: 0.4 },
  { mode: 'stale-reply', rate: 0.3 },
  { mode: 'garbage', rate: 0.4 },
  { mode: 'error-in-200', rate: 0.4 },
  { mode: 'http-429', rate: 0.5 },
  { mode: 'slow', rate: 0.4, delayMs: 1_300 },
  { mode: 'late', rate: 0.4, delayMs: 1_500 },
  { mode: 'session-lost', rate: 0.1 },
  { mode: 'down' },
];

/** Faults at one portal, then at the other, and at last some at both: each of them while the other is well, too. */
export function inTurn(faults: readonly PortalFault[]): FaultAt[] {
  const both: readonly PortalName[] = ['national', 'province'];
  const one = faults.flatMap((fault, index) =>
    (index % 2 === 0 ? both : both.toReversed()).map((at) => ({ ...fault, at: [at] })),
  );
  return [...one, ...faults.filter((_, index) => index % 3 === 0).map((fault) => ({ ...fault, at: both }))];
}

const ALONE: readonly PortalName[] = ['national'];
const BETWEEN_BROKER_BLOWS_MS = 3_000;

/** Makes everything go wrong that was asked for, side by side; resolves when all of it has happened and the portal is well again. */
export class Trouble {
  readonly blows: Blows = {
    ...{ 'relay killed': 0, 'relay stopped': 0, 'door killed': 0, 'door stopped': 0 },
    ...{ 'database stopped': 0, 'portal faults': 0, forgotten: 0 },
    ...{ 'broker killed': 0, 'broker wiped': 0, 'broker purged': 0, 'broker full': 0 },
  };
  /** Times in which the broker took nothing. */
  readonly brokerAway: Stretch[] = [];
  private readonly chance: Chance;

  constructor(
    private readonly parts: {
      readonly cluster: Cluster;
      readonly driver: CommuneDriver;
      readonly server?: StoppableServer;
      readonly broker?: RabbitServer;
      readonly say: (line: string) => void;
    },
    private readonly options: TroubleOptions,
  ) {
    this.chance = new Chance(options.seed);
  }

  async run(isOver: () => boolean): Promise<Blows> {
    await Promise.all([
      this.strike('relay', isOver),
      this.strike('door', isOver),
      this.misbehave(isOver),
      this.stopDatabase(isOver),
      this.strikeBroker(isOver),
    ]);
    await this.behave();
    return this.blows;
  }

  /** Kills and stops one kind of process at its points in turn, until enough blows hit in the act. */
  private async strike(who: 'relay' | 'door', isOver: () => boolean): Promise<void> {
    const { cluster } = this.parts;
    const [points, armed] =
      who === 'relay' ? ([relayPoints(cluster), cluster.relayPoints] as const) : ([DOOR_POINTS, cluster.doorPoints] as const);
    const most = (this.options.kills + this.options.stops) * 3;
    for (let blow = 0; blow < most && !isOver(); blow += 1) {
      const action = this.nextAction(who, blow);
      if (action === undefined) return;
      const point = points[Math.floor(blow / 2) % points.length] ?? '';
      const pid = await armed.strike(point, action);
      if (pid === undefined) continue;
      if (point !== 'relay.settled') this.blows[`${who} ${action === 'kill' ? 'killed' : 'stopped'}`] += 1;
      await this.recover(pid, action, point);
    }
  }

  private nextAction(who: 'relay' | 'door', blow: number): 'kill' | 'stop' | undefined {
    const mayKill = this.blows[`${who} killed`] < this.options.kills;
    const mayStop = this.blows[`${who} stopped`] < this.options.stops;
    if (mayKill && mayStop) return blow % 2 === 0 ? 'kill' : 'stop';
    if (mayKill) return 'kill';
    return mayStop ? 'stop' : undefined;
  }

  private async recover(pid: number, action: 'kill' | 'stop', point: string): Promise<void> {
    this.parts.say(`${action} at ${point}`);
    if (action === 'stop') {
      await pause(TWO_LEASES_MS);
      continueProcess(pid);
    }
    await pause(1_000 + this.chance.below(1_500));
  }

  private async misbehave(isOver: () => boolean): Promise<void> {
    const { faults, faultMs, forgotten } = this.options;
    for (const { at = ALONE, ...fault } of faults) {
      if (isOver()) return;
      for (const name of at) await this.parts.cluster.at(name).faults({ ...fault, seed: this.options.seed });
      this.parts.say(`${at.join(' and ')}: ${fault.mode}`);
      this.blows['portal faults'] += 1;
      await pause(faultMs);
      await this.behave();
      await pause(faultMs / 3);
      await this.forget(Math.ceil(forgotten / faults.length));
    }
  }

  private async behave(): Promise<void> {
    for (const portal of this.parts.cluster.portals) await portal.faults();
  }

  /** The national portal loses dossiers of which a step is still to come, so that it shows. */
  private async forget(most: number): Promise<void> {
    const { driver, cluster } = this.parts;
    const codes = most === 0 ? [] : driver.hold(most);
    await pause(200);
    const there = (await Promise.all(codes.map((code) => cluster.portal.read(code)))).filter((held) => held !== undefined);
    await cluster.portal.forget(codes);
    driver.release();
    this.blows.forgotten += there.length;
  }

  private async stopDatabase(isOver: () => boolean): Promise<void> {
    const { server, say } = this.parts;
    if (server === undefined) return;
    for (const [index, awayMs] of this.options.databaseAway.entries()) {
      await pause(8_000);
      if (isOver()) return;
      await server.halt(index % 2 === 0 ? 'SIGINT' : 'SIGQUIT');
      say(`database away for ${String(awayMs)} ms`);
      await pause(awayMs);
      await server.resume();
      this.blows['database stopped'] += 1;
    }
  }

  private async strikeBroker(isOver: () => boolean): Promise<void> {
    const { cluster, broker, say } = this.parts;
    if (broker === undefined) return;
    for (const blow of this.options.broker ?? []) {
      await pause(BETWEEN_BROKER_BLOWS_MS);
      await eventually(() => isOver() || isUnderWay(cluster), { everyMs: 10 });
      if (isOver()) return;
      say(`broker ${blow}`);
      const away = await strikeBroker(
        broker,
        blow,
        cluster.portals.map(({ portal }) => portal),
      );
      if (away !== undefined) this.brokerAway.push(away);
      this.blows[`broker ${blow}`] += 1;
    }
  }
}

/** A relay whose national portal shows nothing never comes by the point of look-ups. */
function relayPoints({ options }: Cluster): readonly string[] {
  return RELAY_POINTS.filter((point) => options.lookup !== 'none' || point !== 'relay.looked-up');
}

function continueProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It was stopped for good in the meantime.
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
