import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { KeptProcess } from '../../support/harness/processes.ts';
import { SimulatedPortal } from '../../support/harness/simulated-portal.ts';
import { aDossier, openTestLedger, receipts, submit, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';
import { createTestVhost } from '../../support/vhosts.ts';

const SLOW = { mode: 'slow', delayMs: 1_500, services: ['DongBoHoSoMC'] };
const ACCOUNT = { username: 'u', password: 'p' };
const SECRETS = {
  PEPPER: TEST_SECRETS.pepper.toString('base64'),
  WRAPPING_KEY: TEST_SECRETS.wrappingKey.toString('base64'),
  EVIDENCE_KEY: TEST_SECRETS.wrappingKey.toString('base64'),
};

interface Event {
  readonly event: string;
  readonly [field: string]: unknown;
}

let folder = '';
let t: TestLedger;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let portal: SimulatedPortal;
let running: Process | undefined;
let serial = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'one-stop-reload-'));
  simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir: folder, national: ACCOUNT });
  portal = new SimulatedPortal(simulator.url);
  t = await openTestLedger();
});

afterEach(async () => {
  await running?.kept.stop();
  await portal.faults();
});

afterAll(async () => {
  await t.close();
  await simulator.close();
  rmSync(folder, { recursive: true });
});

/** A process of the product that follows a file. */
interface Process {
  readonly kept: KeptProcess;
  events(name: string): Event[];
  /** A value that its metrics show; undefined while they do not. */
  metric(name: string): Promise<number | undefined>;
}

function start(app: 'relay' | 'partner-api', url: string, env: Record<string, string>): Process {
  const logFile = join(folder, `${app}-${String((serial += 1))}.log`);
  writeFileSync(logFile, '');
  const common = { DATABASE_URL: t.url, ...SECRETS, AMQP_URL: '', NODE_ENV: 'test', NODE_OPTIONS: '', LOG_LEVEL: 'info' };
  const kept = new KeptProcess({ name: app, entry: `dist/programs/${app}/main.js`, env: { ...common, ...env }, logFile });
  kept.start();
  const events = (): Event[] =>
    readFileSync(logFile, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Event);
  running = {
    kept,
    events: (name) => events().filter(({ event }) => event === name),
    metric: async (name) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((one) => one.startsWith(`${name}{`));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    },
  };
  return running;
}

describe('a relay', () => {
  const file = (): string => join(folder, 'partners.yaml');

  function write(more: Record<string, unknown>, settings: Record<string, unknown> = {}): void {
    const times = { callTimeoutMs: 5_000, leaseMs: 20_000, settlesWithinMs: 500, firstDelayMs: 50, mostDelayMs: 200 };
    const own = { baseUrl: simulator.url, madonvi: '000.00.00.H56', ...ACCOUNT, ...settings };
    const destination = { id: 'national', dialect: 'dvcqg', lookup: 'steps', concurrency: 2, ...times, ...more, settings: own };
    writeFileSync(file(), JSON.stringify({ destinations: [destination] }, undefined, 2));
  }

  async function open(env: Record<string, string> = {}): Promise<Process> {
    const port = String(await freePort());
    const relay = start('relay', `http://127.0.0.1:${port}`, { PARTNERS_FILE: file(), RELAY_METRICS_PORT: port, ...env });
    await eventually(() => {
      expect(relay.events('process.started')).toHaveLength(1);
    });
    return relay;
  }

  /** Accepts dossiers, each in a request of its own: hints name one lane each. */
  async function accept(count: number): Promise<string[]> {
    const codes = Array.from({ length: count }, () => `H56.14797-261125-${String((serial += 1)).padStart(4, '0')}`);
    for (const code of codes) await receipts(submit(t.ledger, t.a, [aDossier(code)]));
    return codes;
  }

  const held = (code: string): Promise<boolean> => portal.read(code).then((dossier) => (dossier?.records.length ?? 0) === 1);
  const arrived = (codes: readonly string[]): Promise<void> =>
    eventually(async () => {
      expect(await Promise.all(codes.map(held))).toEqual(codes.map(() => true));
    });
  const loaded = (relay: Process, times: number): Promise<void> =>
    eventually(() => {
      expect(relay.events('configuration.loaded')).toHaveLength(times);
    });

  async function mostUnderWay(relay: Process, codes: readonly string[]): Promise<number> {
    let most = 0;
    await eventually(async () => {
      most = Math.max(most, (await relay.metric('gateway_lanes_under_way')) ?? 0);
      expect(await Promise.all(codes.map(held))).toEqual(codes.map(() => true));
    });
    return most;
  }

  it.each(['without a broker', 'led by a broker'])('has more dossiers under way once the file says so, %s', async (road) => {
    const vhost = road === 'led by a broker' ? await createTestVhost() : undefined;
    write({});
    const relay = await open(vhost === undefined ? {} : { AMQP_URL: vhost.url });
    await portal.faults(SLOW);
    expect(await mostUnderWay(relay, await accept(4))).toBe(2);
    write({ concurrency: 8 });
    await loaded(relay, 1);
    expect(relay.events('configuration.loaded')).toMatchObject([{ changed: ['destinations[0].concurrency'] }]);
    const most = await mostUnderWay(relay, await accept(16));
    expect([most > 4, most <= 8]).toEqual([true, true]);
    expect(relay.events('lane.lost')).toEqual([]);
    await relay.kept.stop();
    await vhost?.drop();
  });

  it('goes by another rate and by maintenance as soon as the file says so', async () => {
    await portal.faults();
    write({});
    const relay = await open();
    await arrived(await accept(1));
    const local = (hours: number): string =>
      new Date(Date.now() + (7 + hours) * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    write({ rate: { perSecond: 5 }, maintenance: [{ from: local(-1), to: local(1) }] });
    await loaded(relay, 1);
    expect(relay.events('configuration.loaded')).toMatchObject([
      { changed: ['destinations[0].rate', 'destinations[0].maintenance'] },
    ]);
    await eventually(async () => {
      expect(await relay.metric('gateway_destination_maintenance')).toBe(1);
    });
    const waiting = await accept(4);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await Promise.all(waiting.map(held))).toEqual(waiting.map(() => false));
    write({ rate: { perSecond: 5 } });
    await arrived(waiting);
    await relay.kept.stop();
  });

  it('ends a call under way by the time-out that it began with, and the next by the new one', async () => {
    write({});
    const relay = await open();
    await portal.faults(SLOW);
    const [former = ''] = await accept(1);
    await eventually(async () => {
      expect(await relay.metric('gateway_lanes_under_way')).toBe(1);
    });
    write({ callTimeoutMs: 300 });
    relay.kept.signal('SIGHUP');
    await loaded(relay, 1);
    await arrived([former]);
    const outcomes = (): unknown[] => relay.events('delivery.attempted').map(({ outcome, cause }) => [outcome, cause]);
    await eventually(() => {
      expect(outcomes()).toEqual([['delivered', 'national.accepted']]);
    });
    await accept(1);
    await eventually(() => {
      expect(outcomes()[1]).toEqual(['unknown', 'transport.timeout']);
    });
    expect(relay.events('lane.lost')).toEqual([]);
  });

  it('goes on as it was while the file is wrong or asks for a restart, and says so until a good one comes', async () => {
    write({});
    const relay = await open();
    expect(await relay.metric('gateway_configuration_refused')).toBe(0);
    const since = (await relay.metric('gateway_configuration_loaded_timestamp_seconds')) ?? 0;
    write({ concurrency: 8, stepsPerCall: 1_000, leasMs: 1 }, { baseUrl: 'nowhere' });
    await eventually(() => {
      expect(relay.events('configuration.refused')).toHaveLength(1);
    });
    expect(relay.events('configuration.refused')).toMatchObject([
      {
        level: 'error',
        faults: [
          expect.stringMatching(/partners.yaml:\d+:\d+: destinations\[0\].stepsPerCall: phải là số nguyên/),
          expect.stringMatching(/destinations\[0\].leasMs: không có thiết lập này/),
          expect.stringMatching(/destinations\[0\].settings.baseUrl: phải là địa chỉ/),
        ],
      },
    ]);
    write({ concurrency: 8 }, { madonvi: '000.00.00.H38' });
    await eventually(() => {
      expect(relay.events('configuration.refused')).toHaveLength(2);
    });
    expect(relay.events('configuration.refused')[1]).toMatchObject({
      faults: [expect.stringMatching(/destinations\[0\].settings.madonvi: đã đổi, nhưng chỉ có hiệu lực khi khởi động lại/)],
    });
    // Whether anything leaves is no matter of a file that was saved.
    write({ concurrency: 8, mode: 'shadow', cutOver: { steps: 'adopt' } });
    await eventually(() => {
      expect(relay.events('configuration.refused')).toHaveLength(3);
    });
    expect(relay.events('configuration.refused')[2]).toMatchObject({
      faults: [
        expect.stringMatching(/destinations\[0\].mode: đã đổi, nhưng chỉ có hiệu lực khi khởi động lại/),
        expect.stringMatching(/destinations\[0\].cutOver.steps: đã đổi, nhưng chỉ có hiệu lực khi khởi động lại/),
      ],
    });
    expect(await relay.metric('gateway_configuration_refused')).toBe(1);
    expect(await relay.metric('gateway_configuration_loaded_timestamp_seconds')).toBe(since);
    await portal.faults(SLOW);
    expect(await mostUnderWay(relay, await accept(4))).toBe(2);
    write({ concurrency: 4 });
    await loaded(relay, 1);
    expect(await relay.metric('gateway_configuration_refused')).toBe(0);
    expect(await relay.metric('gateway_configuration_loaded_timestamp_seconds')).toBeGreaterThan(since);
    expect(await mostUnderWay(relay, await accept(8))).toBeGreaterThan(2);
  });
});

describe('a door', () => {
  const PROVINCE = readFileSync('test/fixtures/configuration/province.yaml', 'utf8');
  const file = (): string => join(folder, 'province.yaml');

  async function open(): Promise<Process & { readonly send: (code: string, link: string) => Promise<string[]> }> {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const door = start('partner-api', url, { PROVINCE_FILE: file(), PARTNER_API_PORT: port });
    await eventually(async () => (await fetch(`${url}/health/ready`)).ok);
    const headers = { authorization: 'Bearer key-a', 'content-type': 'application/json' };
    return {
      ...door,
      send: async (code, link) => {
        const body = JSON.stringify({ ...aDossier(code), papers: [{ fileId: '1', name: 'Tờ khai', url: link }] });
        const answer = await fetch(`${url}/v1/dossiers?validateOnly=true`, { method: 'POST', headers, body });
        const { warnings = [], problems = [] } = (await answer.json()) as Partial<
          Record<'warnings' | 'problems', { code: string }[]>
        >;
        return [...warnings, ...problems].map((finding) => finding.code);
      },
    };
  }

  it('goes by the file hosts and the dossier codes that the province lays down now', async () => {
    writeFileSync(file(), PROVINCE.replace(/^dossierCodePattern.*$/m, ''));
    const door = await open();
    const [code, link] = ['H56.14797-261125-9001', 'https://tep.thanhhoa.vn/1.pdf'];
    expect([await door.send(code, link), await door.send('TH-20261125', '')]).toEqual([['file.not-public'], ['field.format']]);
    writeFileSync(file(), PROVINCE.replace('  - thanhhoa.gov.vn', '  - tep.thanhhoa.vn'));
    await eventually(() => {
      expect(door.events('configuration.loaded')).toMatchObject([{ changed: ['dossierCodePattern', 'publicFileHosts'] }]);
    });
    expect([await door.send(code, link), await door.send('TH-20261125', link)]).toEqual([[], []]);
    expect(await door.send('TH-2026', link)).toEqual(['field.format']);
    writeFileSync(file(), PROVINCE.replace('code: H56', 'code: H57').replace('  - thanhhoa.gov.vn\n', ''));
    await eventually(async () => {
      expect(await door.metric('gateway_configuration_refused')).toBe(1);
    });
    expect(await door.send('TH-20261125', link)).toEqual([]);
  });
});
