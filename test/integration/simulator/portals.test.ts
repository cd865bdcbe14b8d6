import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../../apps/simulator/src/start.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { callNational, loginAt } from '../../support/harness/national-client.ts';
import { KeptProcess } from '../../support/harness/processes.ts';
import { aDocument, aTrace, callProvince, fetchToken, PROVINCE_ACCOUNT } from '../../support/harness/province-client.ts';
import { SimulatedPortal, type HeldThere, type PortalName } from '../../support/harness/simulated-portal.ts';

const NATIONAL_ACCOUNT = { username: 'u', password: 'p' };
const PORTALS: readonly PortalName[] = ['national', 'province'];

/** A client of one portal, which speaks of dossiers and steps and knows what is said on the wire. */
interface Teller {
  readonly portal: SimulatedPortal;
  /** Whether it was acknowledged. @throws when no answer came */
  readonly dossier: (code: string) => Promise<boolean>;
  readonly step: (code: string, content: string) => Promise<boolean>;
}

async function tellNational(url: string): Promise<Teller> {
  const session = await loginAt(url, NATIONAL_ACCOUNT);
  const tell = async (service: string, item: object): Promise<boolean> => {
    const body = { session, madonvi: '000.00.00.H56', service, isUpdating: 'False', data: [item] };
    return (await callNational(url, body)).error_code === 0;
  };
  return {
    portal: new SimulatedPortal(url),
    dossier: (MaHoSo) =>
      tell('DongBoHoSoMC', {
        ...{ MaHoSo, MaTTHC: '2.000815.000.00.00.H56', TenTTHC: 'Chứng thực', MaLinhVuc: 'G15', TenLinhVuc: 'Chứng thực' },
        ...{ LoaiDoiTuong: '1', NgayTiepNhan: '20261123081500', TrangThaiHoSo: '2', HinhThuc: '0', DonViXuLy: 'UBND' },
      }),
    step: (MaHoSo, NoiDungXuLy) =>
      tell('CapNhatTienDoHoSoMC', { MaHoSo, NguoiXuLy: 'B', ThoiDiemXuLy: '20261123090000', NoiDungXuLy, TrangThai: '4' }),
  };
}

async function tellProvince(url: string): Promise<Teller> {
  const token = await fetchToken(url);
  const tell = async (service: string, body: object): Promise<boolean> =>
    (await callProvince(url, { token, service, body })).Status === 200;
  return {
    portal: new SimulatedPortal(url, 'province'),
    dossier: (code) => tell('SyncDocument', aDocument(code)),
    step: (code, Comment) => tell('UpdateDocumentTraces', aTrace(code, { Comment })),
  };
}

const tellers = { national: tellNational, province: tellProvince } satisfies Record<PortalName, unknown>;
const contents = ({ steps }: HeldThere): unknown[] => steps.map(({ item }) => item['NoiDungXuLy'] ?? item['Comment']);

let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'simulator-'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

describe('both portals in one process', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  const open = (province?: typeof PROVINCE_ACCOUNT): ReturnType<typeof startSimulator> =>
    startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: NATIONAL_ACCOUNT, province });
  beforeEach(async () => {
    simulator = await open(PROVINCE_ACCOUNT);
  });
  afterEach(() => simulator.close());

  it.each([
    ['national', 'province'],
    ['province', 'national'],
  ] as const)('%s misbehaves, %s does not notice', async (ill, well) => {
    const [bad, good] = [await tellers[ill](simulator.url), await tellers[well](simulator.url)];
    await Promise.all([bad.dossier('a'), good.dossier('a')]);
    for (const mode of ['session-lost', 'stale-reply', 'error-in-200', 'down']) {
      await bad.portal.faults({ mode });
      await bad.step('a', mode).catch(() => undefined);
      expect(await good.step('a', mode)).toBe(true);
    }
    await bad.portal.set({ sessionSeconds: 0.001, newLoginEndsOld: true, dedupeTraces: true });
    await bad.portal.forget(['a']);
    await tellers[ill](simulator.url);
    expect(await good.step('a', 'still')).toBe(true);
    expect(await bad.portal.read('a')).toBeUndefined();
    expect(await good.portal.faultsInForce()).toEqual([]);
    expect(await good.portal.settings()).toMatchObject({ newLoginEndsOld: false });
    const there = await good.portal.read('a');
    expect(there?.steps.map(({ n }) => n)).toEqual([2, 3, 4, 5, 6]);
  });

  it('are emptied together', async () => {
    for (const name of PORTALS) {
      const teller = await tellers[name](simulator.url);
      await teller.dossier('a');
      await teller.portal.set({ sessionSeconds: 60 });
      await teller.portal.faults({ mode: 'down' });
    }
    await fetch(`${simulator.url}/_sim/reset`, { method: 'POST' });
    for (const name of PORTALS) {
      const portal = new SimulatedPortal(simulator.url, name);
      expect(await portal.list()).toEqual({ total: 0, items: [] });
      expect(await portal.faultsInForce()).toEqual([]);
      expect((await portal.settings()).sessionSeconds).toBeGreaterThan(60);
    }
  });

  it('bring back what is theirs after a restart', async () => {
    const both = await Promise.all(PORTALS.map((name) => tellers[name](simulator.url)));
    for (const [index, { portal, dossier, step }] of both.entries()) {
      await dossier('a');
      for (let count = 0; count <= index; count += 1) await step('a', `before ${String(count)}`);
      await portal.set({ sessionSeconds: 1_800 + index });
      await portal.faults({ mode: 'down', services: [`none of ${portal.portal}`] });
    }
    const look = (): Promise<unknown> =>
      Promise.all(
        both.flatMap(
          ({ portal }) => [portal.read('a'), portal.settings(), portal.faultsInForce(), portal.list()] as Promise<unknown>[],
        ),
      );
    const before = await look();
    const port = Number(new URL(simulator.url).port);
    await simulator.close();
    const options = { port, bindAddress: '127.0.0.1', dataDir, national: NATIONAL_ACCOUNT, province: PROVINCE_ACCOUNT };
    simulator = await startSimulator(options);
    // Connections of before are found dead one by one.
    await eventually(look);
    expect(await look()).toEqual(before);
    for (const [index, { portal, step }] of both.entries()) {
      // With the session or token of before.
      expect(await step('a', 'after')).toBe(true);
      expect((await portal.read('a'))?.steps.map(({ n }) => n)).toEqual([2, 3, 4].slice(0, index + 2));
    }
  });

  it.each(PORTALS)('%s serves 20 clients at once, each thing once and under a number of its own', async (name) => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => tellers[name](simulator.url)));
    await Promise.all(
      clients.map(async (teller, index) => {
        const own = `own-${String(index)}`;
        expect(await teller.dossier(own)).toBe(true);
        if (index === 0) await teller.dossier('common');
        for (let step = 0; step < 10; step += 1) {
          expect(await teller.step(own, `${own} ${String(step)}`)).toBe(true);
          await teller.step('common', `${own} ${String(step)}`);
        }
      }),
    );
    const portal = new SimulatedPortal(simulator.url, name);
    const { items } = await portal.list(0, 1_000);
    const all = await Promise.all(items.map(({ code }) => portal.read(code)));
    const numbers = all.flatMap((held) => [...(held?.records ?? []), ...(held?.steps ?? [])].map(({ n }) => n));
    expect(numbers.sort((one, other) => one - other)).toEqual(Array.from(numbers, (_, index) => index + 1));
    expect(all.filter((held) => held?.code !== 'common').map((held) => held && contents(held))).toEqual(
      items
        .filter(({ code }) => code !== 'common')
        .map(({ code }) => Array.from({ length: 10 }, (_, step) => `${code} ${String(step)}`)),
    );
  });

  it('has no provincial one without an account for it', async () => {
    await simulator.close();
    rmSync(path.join(dataDir, 'simulator'), { recursive: true });
    simulator = await open();
    expect(await (await tellNational(simulator.url)).dossier('a')).toBe(true);
    await expect(fetchToken(simulator.url)).rejects.toThrow('404');
    await expect(new SimulatedPortal(simulator.url, 'province').list()).rejects.toThrow('no such portal');
    expect(existsSync(path.join(dataDir, 'simulator', 'province.jsonl'))).toBe(false);
  });
});

describe('a portal that is killed', () => {
  it('has everything that it acknowledged, and nothing that it was not told', async () => {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const simulator = new KeptProcess({
      name: 'simulator',
      entry: 'dist/programs/simulator/main.js',
      logFile: path.join(dataDir, 'simulator.log'),
      env: {
        ...{ SIMULATOR_PORT: port, DATA_DIR: dataDir, NODE_OPTIONS: '' },
        ...{ SIMULATOR_NATIONAL_USERNAME: NATIONAL_ACCOUNT.username, SIMULATOR_NATIONAL_PASSWORD: NATIONAL_ACCOUNT.password },
        SIMULATOR_PROVINCE_CLIENT_ID: PROVINCE_ACCOUNT.clientId,
        SIMULATOR_PROVINCE_CLIENT_SECRET: PROVINCE_ACCOUNT.clientSecret,
      },
    });
    let isOver = false;
    simulator.start();
    try {
      await eventually(() => new SimulatedPortal(url).settings());
      const all = await Promise.all([tellNational(url), tellProvince(url)]);
      const told = all.map((): { sent: string[]; acknowledged: string[] } => ({ sent: [], acknowledged: [] }));
      await Promise.all(all.map((teller) => teller.dossier('a')));
      const traffic = all.map(async (teller, index) => {
        for (let step = 0; !isOver; step += 1) {
          const content = `Bước ${String(step)}`;
          told[index]?.sent.push(content);
          // With the session of before the kill; nothing is said twice.
          const isTaken = await teller.step('a', content).catch(() => new Promise<boolean>((r) => setTimeout(r, 20, false)));
          if (isTaken) told[index]?.acknowledged.push(content);
        }
      });
      for (let kill = 0; kill < 3; kill += 1) {
        const before = told.map(({ acknowledged }) => acknowledged.length);
        await eventually(() => told.every(({ acknowledged }, index) => acknowledged.length > (before[index] ?? 0) + 20));
        process.kill(simulator.pid ?? 0, 'SIGKILL');
      }
      await eventually(() => new SimulatedPortal(url).settings());
      isOver = true;
      await Promise.all(traffic);
      for (const [index, { portal }] of all.entries()) {
        const there = await portal.read('a');
        const { sent = [], acknowledged = [] } = told[index] ?? {};
        const taken = there === undefined ? [] : contents(there);
        expect(taken).toEqual(expect.arrayContaining(acknowledged));
        // In order, none twice: what was taken without its answer reaching us stands where it was sent.
        expect(taken).toEqual(sent.filter((content) => taken.includes(content)));
        const numbers = there?.steps.map(({ n }) => n) ?? [];
        expect(numbers).toEqual(Array.from(numbers, (_, place) => place + 2));
      }
    } finally {
      isOver = true;
      await simulator.stop();
    }
  });
});
