import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallDeadline, PartnerClient } from '#protocols';
import { DvcqgSettings } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import { checkShape } from '#runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '../../apps/simulator/src/start.ts';
import { CommuneDoor, type Heard } from '../support/commune-door.ts';
import { eventually } from '../support/eventually.ts';
import { within } from '../support/scripted-portal.ts';

const ACCOUNT = { username: 'u', password: 'p' };
const MADONVI = '000.00.00.H56';
const AGENCY = 'H56.14797';
const CODE = `${AGENCY}-261123-0001`;
const XRD = '/XrdAdapter/RestService/forward';
const WRAPPED = '/KetNoiMotCuaQuocGia';

let dataDir = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let door: CommuneDoor;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'real-clients-'));
  simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: ACCOUNT });
  door = new CommuneDoor(simulator.url, { ...ACCOUNT, apiKey: 'khoá' });
  await door.open();
});

afterAll(async () => {
  await door.close();
  await simulator.close();
  rmSync(dataDir, { recursive: true });
});

/** A request but for what it says of a dossier: where it goes, how it is addressed, and how its body is built. */
function shapeOf({ path: at, query, headers, body }: Heard): string {
  const { accept, 'content-type': type, charset, dstcode } = headers;
  const flag = (body as { isUpdating?: unknown }).isUpdating;
  const built = Array.isArray(body) ? ['a bare list'] : Object.keys(body as object);
  return JSON.stringify([at, Object.fromEntries(query), { accept, type, charset, dstcode }, built, flag]);
}

/** What the simulated one-stop system sends; it was written from the protocol, and not from this code. */
async function sentByRealClient(order: object): Promise<Set<string>> {
  door.heard.length = 0;
  const run = { base: door.url, agencyCode: AGENCY, madonvi: MADONVI, dossiers: 3, seed: 3, pauseMs: 0, ...ACCOUNT, ...order };
  const runs = `${simulator.url}/_sim/commune/runs`;
  const headers = { 'content-type': 'application/json' };
  const { id } = (await (await fetch(runs, { method: 'POST', headers, body: JSON.stringify(run) })).json()) as { id: string };
  await eventually(async () => {
    expect(await (await fetch(`${runs}/${id}`)).json()).toMatchObject({ state: 'done' });
  });
  return new Set(door.heard.map(shapeOf));
}

const soon = (): CallDeadline => within(5_000);
const items = [{ MaHoSo: CODE }];

/** What we send for each call that the transport has. */
async function sentByUs(settings: object): Promise<string[]> {
  door.heard.length = 0;
  const client: PartnerClient = dvcqgClient(checkShape(DvcqgSettings, settings, 'settings'));
  await client.login(soon());
  for (const kind of ['create', 'update', 'steps'] as const) await client.push({ kind, items }, 's', soon());
  await client.lookup?.(CODE, 's', soon());
  await client.close();
  return door.heard.map(shapeOf);
}

describe('our calls are built and addressed like those of', () => {
  const adapter = { transport: 'adapter', dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider', madonvi: MADONVI, ...ACCOUNT };
  const steps = `${WRAPPED}/CapNhatTienDoHoSoMC`;

  it('OpenCPS: an adapter, dstcode and charset in headers', async () => {
    const real = await sentByRealClient({ client: 'opencps', pathPrefix: XRD });
    const ours = await sentByUs({ ...adapter, baseUrl: door.url + XRD });
    expect(ours.filter((shape) => !real.has(shape))).toEqual([]);
    expect(ours).toHaveLength(5);
  });

  it('a client that names the portal in the query, and looks nothing up', async () => {
    const real = await sentByRealClient({ client: 'viettel', pathPrefix: XRD });
    const ours = await sentByUs({ ...adapter, baseUrl: door.url + XRD, dstcodeIn: 'query' });
    expect(ours.filter((shape) => !real.has(shape))).toEqual([expect.stringContaining('mahoso')]);
  });

  it('Thanh Hóa: three addresses, a bare list', async () => {
    const real = await sentByRealClient({ client: 'thanh-hoa' });
    const paths = { createPath: `${WRAPPED}/DongBoHoSoMC`, updatePath: `${WRAPPED}/CapNhatHoSoMC`, progressPath: steps };
    const ours = await sentByUs({ transport: 'wrapper', baseUrl: door.url, ...paths });
    expect(ours.filter((shape) => !real.has(shape))).toEqual([]);
    expect(ours).toHaveLength(3);
  });

  it('Hà Giang: one address, agency code and flag in the query, a bare list; steps it has none', async () => {
    const real = await sentByRealClient({ client: 'ha-giang' });
    const flagged = { updatingIn: 'query', madonvi: AGENCY, createPath: `${WRAPPED}/DongBoHoSoMC`, progressPath: steps };
    const ours = await sentByUs({ transport: 'wrapper', baseUrl: door.url, ...flagged });
    expect(ours.filter((shape) => !real.has(shape))).toEqual([expect.stringContaining(steps)]);
    expect(ours).toHaveLength(3);
  });
});
