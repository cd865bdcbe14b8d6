import { command, databaseUrl } from '../support/databases.ts';
import { dossierOf } from '../support/edition-calls.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { SimulatedPortal } from '../support/harness/simulated-portal.ts';
import { confinementOf, Container } from '../support/image/container.ts';
import type { BuiltImage, ImageStore } from '../support/image/image-store.ts';
import { Installation } from '../support/image/installation.ts';
import { hasCaddy, startProxy, type Proxy } from '../support/image/proxy.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { startRabbitServer } from '../support/rabbit-server.ts';

/** What was looked at, and whether it was as it should be. */
export type Checks = Record<string, boolean>;

export const STOP_WITHIN_S = 10;
const LONG = { withinMs: 60_000 };
const OFFICER = { officer: 'Nguyễn Văn A', title: 'Chuyên viên', department: 'Văn phòng', content: 'Thụ lý hồ sơ' };

/** Migrates, starts, delivers and stops what the production compose file has. */
export async function proveProduction(store: ImageStore, image: BuiltImage, say: (line: string) => void): Promise<Checks> {
  const [server, broker] = await Promise.all([startPostgresServer(), startRabbitServer()]);
  const portalPort = await freePort();
  const surroundings = {
    databaseUrl: databaseUrl(server.url, 'gateway').replace('postgres@', 'postgres:trusted@'),
    brokerHost: `127.0.0.1:${String(broker.home.ports.amqp)}`,
    portalUrl: `http://127.0.0.1:${String(portalPort)}`,
    portalPassword: 'p',
  };
  const installation = new Installation(store, image, surroundings);
  try {
    await command(server.url, 'CREATE DATABASE gateway');
    await broker.ctl('import_definitions', installation.brokerDefinitions);
    return await new Production(store, image, installation).prove(portalPort, say);
  } finally {
    installation.remove();
    await Promise.all([server.stop(), broker.stop()]);
  }
}

/** The programs of the production compose file in one run. */
class Production {
  private readonly checks: Checks = {};
  private readonly running: Container[] = [];

  constructor(
    private readonly store: ImageStore,
    private readonly image: BuiltImage,
    private readonly installation: Installation,
  ) {}

  async prove(portalPort: number, say: (line: string) => void): Promise<Checks> {
    try {
      await this.migrate();
      const portal = await this.startPortal(portalPort);
      const doors = await this.startDoors();
      const relays = await this.startRelays();
      say('migrated and started');
      const key = await this.addClient();
      const proxy = hasCaddy() ? await startProxy(doors) : undefined;
      await this.deliver({ portal, doors, key, proxy });
      await this.confine();
      await this.checkHealth();
      if (proxy !== undefined) await this.checkProxy(proxy, key);
      say('delivered');
      await this.stopAll(relays);
      await proxy?.stop();
      return this.checks;
    } catch (error) {
      for (const { name, output } of this.running) console.error(`--- ${name}\n${output.slice(-2_000)}`);
      throw error;
    } finally {
      for (const container of this.running) container.kill();
    }
  }

  private async migrate(): Promise<void> {
    for (const time of ['migrates', 'migrates again']) {
      const container = await this.installation.start('migrate');
      const how = await container.ended;
      this.note(time, how === 0, container.output);
    }
  }

  private async startPortal(port: number): Promise<SimulatedPortal> {
    const environment = {
      ...{ GATEWAY_APP: 'simulator', SIMULATOR_PORT: String(port), BIND_ADDRESS: '127.0.0.1', DATA_DIR: '/tmp' },
      ...{ SIMULATOR_NATIONAL_USERNAME: 'h56', SIMULATOR_NATIONAL_PASSWORD: 'p' },
    };
    this.running.push(await Container.start(this.store, { name: 'simulator', image: this.image, environment }));
    const portal = new SimulatedPortal(`http://127.0.0.1:${String(port)}`);
    await eventually(() => portal.set({}), LONG);
    return portal;
  }

  private async startDoors(): Promise<string[]> {
    const ports = [await freePort(), await freePort()];
    for (const [at, port] of ports.entries())
      this.running.push(await this.installation.start(`partner-api-${String(at + 1)}`, { PARTNER_API_PORT: String(port) }));
    const doors = ports.map((port) => `127.0.0.1:${String(port)}`);
    for (const door of doors) await eventually(async () => (await fetch(`http://${door}/health/ready`)).ok, LONG);
    return doors;
  }

  private async startRelays(): Promise<Container[]> {
    const relays: Container[] = [];
    for (const service of ['relay-1', 'relay-2']) {
      const port = String(await freePort());
      const relay = await this.installation.start(service, { RELAY_METRICS_PORT: port });
      relays.push(relay);
      this.running.push(relay);
      await eventually(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok, LONG);
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      this.note(`${service} is at the broker`, /^broker_connected 1$/m.test(metrics), metrics.slice(0, 500));
    }
    return relays;
  }

  private async addClient(): Promise<string> {
    const container = await this.installation.start('client', {}, [
      ...['add', 'hac-thanh', '--name', 'UBND phường Hạc Thành', '--units', '14797', '--json'],
    ]);
    const how = await container.ended;
    this.note('a client is added', how === 0, container.output);
    const [issued] = (JSON.parse(container.output) as { keys: { apiKey: string }[] }).keys;
    return issued?.apiKey ?? '';
  }

  private async deliver(at: { portal: SimulatedPortal; doors: string[]; key: string; proxy: Proxy | undefined }): Promise<void> {
    const { portal, doors, key, proxy } = at;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const post = async (path: string, body: unknown): Promise<number> => {
      if (proxy !== undefined) return (await proxy.ask(path, { headers, body })).status;
      return (await fetch(`http://${doors[0] ?? ''}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
    };
    const dossier = dossierOf('H56.14797');
    const step = { dossierCode: dossier['dossierCode'], status: 4, occurredAt: '2026-11-23T09:00:00+07:00', ...OFFICER };
    const answers = [await post('/v1/dossiers', dossier), await post('/v1/status-changes', step)];
    const held = await eventually(async () => {
      const there = await portal.read(String(dossier['dossierCode']));
      if (there?.steps.length !== 1) throw new Error(`not there yet: ${JSON.stringify({ answers, there })}`);
      return there;
    }, LONG);
    this.note('a dossier and its step arrive at the portal', held.status === '4', { answers, held });
  }

  private async confine(): Promise<void> {
    for (const container of this.running) {
      const { uid, capabilities, root } = confinementOf(await container.pid());
      const isConfined = uid === '10001' && /^0+$/.test(capabilities) && root === 'ro';
      this.note(`${container.name} is confined`, isConfined, { uid, capabilities, root });
    }
    const [first] = this.running;
    const writing = await first?.execute(['node', '-e', "require('fs').writeFileSync('/app/x', '')"]);
    this.note('nothing can be written', writing?.output.includes('EROFS') === true, writing);
  }

  private async checkHealth(): Promise<void> {
    for (const container of this.running) {
      const { code, output } = await container.health();
      this.note(`${container.name} is healthy`, code === 0, output);
    }
    const nobody = { GATEWAY_APP: 'partner-api', PARTNER_API_PORT: String(await freePort()) };
    const dead = await this.running[0]?.health(nobody);
    this.note('a program that does not answer is not healthy', dead?.code === 1, dead);
  }

  private async checkProxy(proxy: Proxy, key: string): Promise<void> {
    const headers = { authorization: `Bearer ${key}` };
    this.note('the proxy keeps measurements inside', (await proxy.ask('/metrics')).status === 404, 'metrics');
    const limited = await this.installation.start('client', {}, ['set', 'hac-thanh', '--networks', '203.0.113.0/24']);
    await limited.ended;
    const forged = { ...headers, 'x-forwarded-for': '203.0.113.5' };
    const isRefused = async (): Promise<boolean> => (await proxy.ask('/v1/outcomes', { headers: forged })).status === 403;
    this.note(
      'the proxy passes no forged address on',
      await eventually(isRefused, LONG).then(
        () => true,
        () => false,
      ),
      'forged',
    );
    const open = await this.installation.start('client', {}, ['set', 'hac-thanh', '--networks', 'any']);
    await open.ended;
    await eventually(async () => (await proxy.ask('/v1/outcomes', { headers })).status === 200, LONG);
    const [door] = this.running.filter(({ name }) => name === 'partner-api-1');
    if (door !== undefined) await this.end(door);
    const answers = [];
    for (let tries = 0; tries < 20; tries += 1) answers.push((await proxy.ask('/v1/outcomes', { headers })).status);
    this.note(
      'the proxy goes on with the other door',
      answers.every((status) => status === 200),
      answers,
    );
  }

  private async stopAll(relays: readonly Container[]): Promise<void> {
    const doors = this.running.filter((one) => !relays.includes(one));
    for (const container of [...doors, ...relays]) {
      if (!container.hasEnded) await this.end(container);
    }
  }

  private async end(container: Container): Promise<void> {
    const { how, seconds } = await container.stop();
    const { name, output } = container;
    this.note(`${name} ends in time`, how === 0 && seconds < STOP_WITHIN_S, { how, seconds, output });
  }

  private note(name: string, isRight: boolean, seen: unknown): void {
    this.checks[name] = isRight;
    if (!isRight) console.error(`${name}: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`);
  }
}
