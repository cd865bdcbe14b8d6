import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PartnerClient, WireItem } from '#protocols';
import { DvcqgSettings } from '#protocols/dvcqg';
import { dvcqgClient } from '#protocols/dvcqg/client';
import { checkShape } from '#runtime';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { within } from '../support/scripted-portal.ts';

/** The bytes of requests, with lines ended as in files and the host left open. */
const FOLDER = new URL('../fixtures/dvcqg-requests/', import.meta.url);
const wireOf = (fixture: string): WireItem => {
  const file = new URL(`../fixtures/dvcqg/${fixture}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { written: WireItem }).written;
};
const RECORD = wireOf('record-first-push');
const STEP = wireOf('step-full');
const CODE = '000.17.22.H56-261123-0001';
const SESSION = 'b7f0c1d2';
const ACCOUNT = { username: 'h56_gateway', password: 'mật khẩu', madonvi: '000.00.00.H56' };
const DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';

/** The settings of real clients. Source: protocols §1.1. */
const CLIENTS = {
  opencps: {
    ...{ transport: 'adapter', base: '/VXPAdapter/RestService/forward', dstcode: DSTCODE, ...ACCOUNT },
    ...{ sharePath: '/mapi/share', integrationPath: '/mapi/g', loginPath: '/mapi/login' },
  },
  'ca-mau': {
    ...{ transport: 'adapter', base: '/XrdAdapter/RestService/forward', dstcode: DSTCODE, dstcodeIn: 'query', ...ACCOUNT },
    providerUrl: 'https://provider.example.vn',
  },
  'thanh-hoa': {
    ...{ transport: 'wrapper', base: '', createPath: '/KetNoiMotCuaQuocGia/DongBoHoSoMC' },
    ...{ updatePath: '/KetNoiMotCuaQuocGia/CapNhatHoSoMC', progressPath: '/KetNoiMotCuaQuocGia/CapNhatTienDoHoSoMC' },
  },
  'ha-giang': {
    ...{ transport: 'wrapper', base: '/test/api', createPath: '/SynsTTHCC/DongBoHoSoMC', updatingIn: 'query' },
    ...{ progressPath: '/SynsTTHCC/CapNhatTienDoHoSoMC', madonvi: '000.00.01.H22' },
  },
  lgsp: {
    ...{ transport: 'wrapper', base: '/dvc/1.0.0', createPath: '/DongBoHoSoMC', updatePath: '/CapNhatHoSoMC' },
    ...{ progressPath: '/CapNhatTienDoHoSoMC', tokenUrl: '/token', clientId: 'h56', clientSecret: 'bi-mat' },
  },
} as const;

const CALLS: Readonly<Record<string, (client: PartnerClient, session: string) => Promise<unknown> | undefined>> = {
  login: (client) => client.login(within(2_000)),
  create: (client, session) => client.push({ kind: 'create', items: [RECORD] }, session, within(2_000)),
  update: (client, session) => client.push({ kind: 'update', items: [RECORD] }, session, within(2_000)),
  steps: (client, session) => client.push({ kind: 'steps', items: [STEP, STEP] }, session, within(2_000)),
  lookup: (client, session) => client.lookup?.(CODE, session, within(2_000)),
  probe: (client, session) => client.probe?.(session, within(2_000)),
};

let server: Server;
let received: Buffer[] = [];

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('data', (chunk) => {
      received.push(chunk);
      // Small requests arrive at once, large ones in pieces: whoever has to wait for the rest is answered with the rest.
      if (isWhole(Buffer.concat(received))) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(async () => {
  server.close();
  await once(server, 'close');
});

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(bytes.subarray(0, end).toString())?.[1]);
  return end > 0 && bytes.length >= end + 4 + length;
}

/** What leaves for a call, as a fixture has it. */
async function bytesOf(name: keyof typeof CLIENTS, call: string): Promise<string> {
  received = [];
  const host = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const { base, ...settings } = CLIENTS[name];
  const token = 'tokenUrl' in settings ? { tokenUrl: `http://${host}${settings.tokenUrl}` } : {};
  const given = { ...settings, baseUrl: `http://${host}${base}`, ...token };
  const client = dvcqgClient(checkShape(DvcqgSettings, given, name));
  await CALLS[call]?.(client, name === 'lgsp' ? `Bearer ${SESSION}` : SESSION);
  await client.close();
  const [head = '', ...body] = Buffer.concat(received).toString().split('\r\n\r\n');
  return [head.replaceAll('\r\n', '\n').replaceAll(host, '{host}'), '', body.join('\r\n\r\n')].join('\n');
}

const fixtures = readdirSync(FOLDER).map((file) => {
  const [, client, call] = /^(.+)\.(\w+)\.http$/.exec(file) ?? [];
  return [client as keyof typeof CLIENTS, call as keyof typeof CALLS, readFileSync(new URL(file, FOLDER), 'utf8')] as const;
});

describe('the bytes of a request, in the shape of real clients', () => {
  it('are known for every call of every client', () => {
    expect(fixtures.map(([client, call]) => `${client} ${call}`).sort()).toEqual(
      [
        ...['login', 'create', 'update', 'steps', 'lookup', 'probe'].map((call) => `opencps ${call}`),
        ...['login', 'create', 'steps'].map((call) => `ca-mau ${call}`),
        ...['create', 'update', 'steps'].map((call) => `thanh-hoa ${call}`),
        ...['create', 'update', 'steps'].map((call) => `ha-giang ${call}`),
        ...['login', 'create'].map((call) => `lgsp ${call}`),
      ].sort(),
    );
  });

  it.each(fixtures)('%s: %s', async (client, call, bytes) => {
    expect(await bytesOf(client, call)).toBe(bytes);
  });
});
