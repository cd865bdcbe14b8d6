import { join } from 'node:path';
import { AFTER_RESTORE, createClients, inspectRestoration, prepareDatabase } from '#ledger';
import { Province } from '#protocols';
import { Clock, readSettingsFile, type Text } from '#runtime';
import { announce } from './announce.ts';
import type { Arguments } from './arguments.ts';
import { openBroker, type BrokerAccess } from './broker/open-broker.ts';
import { openDatabase, type OpenDatabase } from './database/open-database.ts';
import { clientOf, demoCommunes, portalAccount, portalClient, readyCommune, type Commune } from './demo/communes.ts';
import { demandSameSeed } from './demo/plan.ts';
import { portalsOf, type DemoPortals } from './demo/portal.ts';
import { runDemo } from './demo/run-demo.ts';
import { readDestinations } from './destinations.ts';
import { openEditionLog } from './disk/edition-log.ts';
import type { Places } from './disk/places.ts';
import { prepareData } from './disk/prepare-data.ts';
import { SecretStore } from './disk/secret-store.ts';
import { endLeftovers, releaseDataDir, takeDataDir } from './processes/leftovers.ts';
import { LogFiles } from './processes/log-files.ts';
import { nodePart, type Program } from './processes/node-part.ts';
import { bothOf } from './processes/both-of.ts';
import { demandFree } from './processes/ports.ts';
import { doorProgram, portalsFor, relayProgram, schedulerProgram, simulatorProgram } from './processes/programs.ts';
import { supervise } from './processes/supervise.ts';
import { removeReadyFile, writeReadyFile } from './ready-file.ts';
import type { StandaloneSettings } from './settings.ts';
import type { Stopping } from './stopping.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a person is told of a program that runs. */
const READY = {
  simulator: { vi: 'simulator sẵn sàng: cổng quốc gia mô phỏng', en: 'simulator is ready: a simulated national portal' },
  relay: { vi: 'relay sẵn sàng: gửi hồ sơ đến cổng', en: 'relay is ready: it sends to the portal' },
  scheduler: { vi: 'scheduler sẵn sàng: tự kiểm tra và cảnh báo', en: 'scheduler is ready: self-checks and alerts' },
  door: { vi: 'partner-api sẵn sàng: cửa tiếp nhận', en: 'partner-api is ready: the door' },
} as const satisfies Record<string, Text>;

/** What an edition is started with. */
export interface EditionOptions {
  readonly arguments: Arguments;
  readonly settings: StandaloneSettings;
  readonly places: Places;
  readonly terminal: Terminal;
  readonly stopping: Stopping;
}

/** What is there before the processes start. `portals`: the simulated ones; undefined = dossiers go to others. */
interface Prepared {
  readonly communes: Commune[];
  readonly portals: DemoPortals | undefined;
}

/** Why no demo is sent. */
const NO_DEMO = {
  others: {
    vi: 'PARTNERS_FILE chỉ tới cổng khác các cổng mô phỏng: không gửi hồ sơ mẫu',
    en: 'PARTNERS_FILE names other portals than the simulated ones: no demo is sent',
  },
  shadow: {
    vi: 'Mọi nơi nhận đều chạy bóng: không gửi hồ sơ mẫu',
    en: 'All destinations are in shadow: no demo is sent',
  },
} as const satisfies Record<string, Text>;

/** The whole gateway on one machine: a database, the simulated portals, the door, the relay, and the demo. */
export class Edition {
  private readonly clock = new Clock();
  private readonly startedAt = this.clock.now().toISOString();
  private readonly secrets: SecretStore;
  private readonly logs: LogFiles;
  private readonly partnerApi: string;
  private readonly simulator: string;

  /** Takes the data folder; nothing runs yet. */
  constructor(private readonly options: EditionOptions) {
    const { settings, places, stopping } = options;
    prepareData(places);
    takeDataDir(places.run);
    stopping.add('data folder', () => {
      releaseDataDir(places.run);
    });
    if (options.arguments.demo) demandSameSeed(places.demoFile, options.arguments.seed);
    removeReadyFile(places.readyFile);
    this.secrets = new SecretStore(places.secrets);
    this.logs = new LogFiles(places.logs);
    stopping.add('logs', () => {
      this.logs.close();
    });
    this.partnerApi = addressOf(settings.bindAddress, settings.partnerApiPort);
    this.simulator = addressOf(settings.bindAddress, settings.simulatorPort);
  }

  /** Starts everything; comes back when all of it answers and the demo is complete. */
  async start(): Promise<void> {
    const { places, settings, stopping } = this.options;
    await this.clearTheWay();
    const simulator = this.run('simulator', simulatorProgram(settings, places, this.secrets));
    const [database, [broker]] = await bothOf(this.openDatabase(), bothOf(this.openBroker(), simulator));
    const { communes, portals } = await this.prepare(database);
    const delivers = await this.delivers(database);
    stopping.signal.throwIfAborted();
    const telling = { settings, places, secrets: this.secrets, access: database.access, portals: this.portals(), broker };
    const scheduler = this.run('scheduler', schedulerProgram(telling));
    await bothOf(this.run('relay', relayProgram(telling)), bothOf(this.run('door', doorProgram(telling)), scheduler));
    if (this.options.arguments.demo && delivers) await this.demonstrate(communes, portals);
    stopping.signal.throwIfAborted();
    this.announce(communes);
  }

  private async clearTheWay(): Promise<void> {
    const { places, settings, terminal } = this.options;
    const ended = await endLeftovers(places.run);
    if (ended.length > 0) {
      terminal.say({
        vi: `Đã dừng tiến trình còn lại của lần chạy trước: ${ended.join(', ')}`,
        en: 'Ended what a former start had left running',
      });
    }
    const wanted = [
      { port: settings.partnerApiPort, variable: 'PARTNER_API_PORT' },
      { port: settings.simulatorPort, variable: 'SIMULATOR_PORT' },
    ];
    await demandFree(wanted, settings.bindAddress);
  }

  private openDatabase(): Promise<OpenDatabase> {
    const { arguments: asked, settings, places, terminal, stopping } = this.options;
    const given = { door: settings.doorUrl, road: settings.roadUrl, duty: settings.dutyUrl, desk: settings.deskUrl };
    return openDatabase(
      { ownerUrl: settings.ownerUrl, given, singleRole: asked.singleRole },
      {
        places,
        secrets: this.secrets,
        logs: this.logs,
        terminal,
        onStop: (stop) => {
          stopping.add('database', stop);
        },
      },
    );
  }

  private openBroker(): Promise<BrokerAccess> {
    const { arguments: asked, settings, places, terminal, stopping } = this.options;
    const { secrets, logs } = this;
    return openBroker(asked.rabbitmq, {
      settings,
      places,
      secrets,
      logs,
      terminal,
      onStop: (stop) => {
        stopping.add('broker', stop);
      },
    });
  }

  /** Schema, seeds, rights, destinations and the clients of the demo's communes. */
  private async prepare({ ownerUrl, access }: OpenDatabase): Promise<Prepared> {
    const { places, terminal } = this.options;
    const { demoAgencyIdentifierPrefix: province } = readSettingsFile(join(places.config, 'province.yaml'), Province);
    const { rows, addresses } = readDestinations(places.partnersFile, this.portals());
    const log = openEditionLog(this.logs.open('standalone'), this.clock);
    await prepareDatabase({ ownerUrl, roles: access.names, configDir: places.config, province, destinations: rows, log });
    const communes = demoCommunes(places.config, province, this.secrets);
    const pepper = Buffer.from(this.secrets.keep('pepper', 'base64'), 'base64');
    await createClients(ownerUrl, pepper, [...communes.map(clientOf), portalClient(portalAccount(this.secrets))]);
    const isSimulated = addresses.every((address) => `${address}/`.startsWith(`${this.simulator}/`));
    const inShadow = rows.flatMap(({ id, mode }) => (mode === 'shadow' ? [id] : [])).join(', ');
    if (inShadow !== '')
      terminal.say({ vi: `Chạy bóng, không gửi gì tới: ${inShadow}`, en: `In shadow, nothing is sent there: ${inShadow}` });
    return { communes, portals: isSimulated ? portalsOf(rows) : undefined };
  }

  /** Says so where the database came back from a backup: nothing would arrive, the demo neither. */
  private async delivers({ ownerUrl }: OpenDatabase): Promise<boolean> {
    const { kind } = await inspectRestoration(ownerUrl);
    if (kind === 'unfinished') this.options.terminal.warn(AFTER_RESTORE, ['npm run after-restore']);
    return kind !== 'unfinished';
  }

  private async run(stage: 'simulator' | 'relay' | 'scheduler' | 'door', program: Program): Promise<void> {
    const { places, terminal, stopping } = this.options;
    stopping.signal.throwIfAborted();
    const running = await supervise(nodePart(program, { logs: this.logs, run: places.run }), terminal);
    stopping.add(stage, () => running.stop());
    terminal.done(READY[stage]);
  }

  private async demonstrate(communes: readonly Commune[], portals: Prepared['portals']): Promise<void> {
    const { places, terminal, stopping } = this.options;
    if (portals === undefined || portals.live.length === 0) {
      terminal.warn(portals === undefined ? NO_DEMO.others : NO_DEMO.shadow);
      return;
    }
    const { clock, partnerApi, simulator } = this;
    const { seed } = this.options.arguments;
    await runDemo({ places, communes, seed, partnerApi, simulator, portals, clock, terminal, signal: stopping.signal });
  }

  private announce(communes: readonly Commune[]): void {
    const { places, terminal, stopping } = this.options;
    const { startedAt, partnerApi, simulator } = this;
    stopping.add('announcement', () => {
      removeReadyFile(places.readyFile);
    });
    writeReadyFile(places.readyFile, {
      pid: process.pid,
      startedAt,
      partnerApi,
      console: null,
      simulator,
      communes: communes.map(readyCommune),
      national: portalAccount(this.secrets),
      operators: null,
    });
    announce(terminal, { partnerApi, simulator, places });
  }

  private portals(): Record<string, string | undefined> {
    return portalsFor(this.options.settings, this.simulator, this.secrets);
  }
}

function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${String(port)}`;
}
