import { afterEach, describe, expect, it } from '@jest/globals';
import { CodeSnapshot, type CodeRow, type Instant } from '#canonical';
import { DatabaseAway, type Account, type Client, type Submission } from '#ledger';
import { DVCQG_CODE_TABLES } from '#protocols/dvcqg';
import { Clock, Overloaded, SigningKey } from '#runtime';
import type { DoorLedger } from '../door.ts';
import { startPartnerApi, type RunningPartnerApi } from '../start.ts';
import { Sessions } from './sessions.ts';

const PEPPER = Buffer.alloc(32, 7);
const SIGNER = new SigningKey(Buffer.alloc(32, 3));
const SESSION = new Sessions(PEPPER, 1_800).open(1, new Date());
const CLIENT: Client = {
  ...{ id: 1, code: 'c', name: 'C', role: 'commune', units: [1], destinations: undefined },
  ...{ closingStep: false, errorCodeAsText: false, sandbox: false, networks: undefined, speaksFor: undefined },
  limits: { requestsPerSecond: undefined, itemsPerSecond: undefined },
};
const DOSSIER = {
  ...{ MaHoSo: 'H56.14797-261123-0001', MaTTHC: '2.000815', LoaiDoiTuong: '1', NgayTiepNhan: '20261123081500' },
  ...{ TrangThaiHoSo: '2', HinhThuc: '1', DonViXuLy: 'UBND phường Hạc Thành' },
};
const rows: CodeRow[] = Object.entries(DVCQG_CODE_TABLES).flatMap(([table, values]) =>
  values.map((from, index) => ({ table, partner: 'national', from, to: String(index + 1) })),
);

let api: RunningPartnerApi | undefined;

afterEach(() => api?.close());

/** A door over a ledger that does as it is told, for a client of some manner. */
async function open(ledger: Partial<DoorLedger>, client: Partial<Client> = {}): Promise<string> {
  const account: Account = { keyId: 1, client: { ...CLIENT, ...client } };
  const whole: DoorLedger = {
    clients: {
      byApiKey: () => Promise.resolve(account.client),
      byLogin: () => account,
      byKey: () => account,
      unitCodeFor: () => '14797',
      unitCoded: () => undefined,
      reachOf: () => new Set(),
      noteWarnings: () => undefined,
    },
    sheets: { read: () => Promise.reject(new Error('not asked here')) },
    manifests: { take: () => Promise.reject(new Error('not asked here')) },
    catalogue: {
      version: () => Promise.resolve(0),
      knows: () => Promise.resolve(false),
      procedures: () => Promise.resolve([]),
      procedure: () => Promise.resolve(undefined),
      units: () => Promise.resolve([]),
      list: () => Promise.resolve(undefined),
      shown: () => Promise.resolve(null),
    },
    feeds: {
      walkStatusChanges: () => Promise.resolve({ kind: 'invalid' }),
      walkOutcomes: () => Promise.resolve({ kind: 'invalid' }),
      walkResendRequests: () => Promise.resolve({ kind: 'invalid' }),
      readStatusChanges: () => Promise.resolve({ entries: [], position: 0, hasMore: false }),
      lastPosition: () => Promise.resolve(0),
    },
    codes: () => new CodeSnapshot('1', rows, []),
    accept: ({ items }) => Promise.resolve({ kind: 'judged', receipts: items.map(receipt) }),
    readDossier: () => Promise.resolve('unknown'),
    readReceipt: () => Promise.resolve(undefined),
    readRecord: () => Promise.resolve(undefined),
    readAgencies: () => Promise.resolve([]),
    readAnchors: () => Promise.resolve([]),
    ping: () => Promise.resolve(),
    forgetOldKeys: () => Promise.resolve(0),
    ...ledger,
  };
  const log = { event: () => undefined, error: () => undefined };
  const paths = { wrapperPaths: { create: '/tinh/gui' } };
  api = await startPartnerApi({
    ledger: whole,
    clock: new Clock(),
    log,
    pepper: PEPPER,
    signer: SIGNER,
    port: 0,
    host: '127.0.0.1',
    ...paths,
  });
  return api.url;
}

function receipt(): Extract<Awaited<ReturnType<DoorLedger['accept']>>, { kind: 'judged' }>['receipts'][number] {
  const ids = {
    itemId: 'i',
    receiptId: 'r',
    seq: 1,
    contentHash: 'h1:',
    acceptedAt: '2026-11-23T01:15:03Z' as Instant,
    salt: null,
  };
  return { dossierCode: DOSSIER.MaHoSo, ...ids, result: 'accepted', stale: false, warnings: [], problems: [] };
}

function push(url: string): Promise<Response> {
  const body = { session: SESSION, service: 'DongBoHoSoMC', isUpdating: 'False', data: [DOSSIER] };
  return fetch(`${url}/mapi/g`, { method: 'POST', body: JSON.stringify(body) });
}

describe('the national dialect door', () => {
  it.each([
    ['the database is away', new DatabaseAway(undefined), 503, '5'],
    ['too much is waiting', new Overloaded(), 503, '1'],
    ['it has a fault of its own', new Error('secret detail'), 500, null],
  ])('answers by HTTP and by the envelope when %s', async (_name, error, status, retryAfter) => {
    const answer = await push(await open({ accept: () => Promise.reject(error) }));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    const said = (await answer.json()) as object;
    expect(said).toEqual({ error_code: -1, message: expect.any(String) });
    expect(JSON.stringify(said)).not.toContain('secret');
  });

  it('answers a fault at the wrapper in its own form', async () => {
    const url = await open({ accept: () => Promise.reject(new DatabaseAway(undefined)) });
    const headers = { authorization: 'Bearer key' };
    const answer = await fetch(`${url}/tinh/gui`, { method: 'POST', headers, body: JSON.stringify([DOSSIER]) });
    expect(answer.status).toBe(503);
    const { error_code: code, message } = (await answer.json()) as { error_code: string; message: string };
    expect([code, JSON.parse(message)]).toEqual(['-1', { error_code: -1, message: expect.any(String) }]);
  });

  it('gives error_code as text to a client that wants it so', async () => {
    const said = await (await push(await open({}, { errorCodeAsText: true }))).json();
    expect(said).toMatchObject({ error_code: '0', result: [{ MaHoSo: DOSSIER.MaHoSo, error_code: '0' }] });
  });

  it('hands over the call as one, with its bytes and its door', async () => {
    const submissions: Submission[] = [];
    const url = await open({
      accept: (submission) => {
        submissions.push(submission);
        return Promise.resolve({ kind: 'judged', receipts: submission.items.map(receipt) });
      },
    });
    await push(url);
    expect(submissions).toMatchObject([{ door: 'national', isAtomic: true, items: [{ kind: 'dossier', isFirst: true }] }]);
    expect(JSON.parse(submissions[0]?.raw.toString() ?? '')).toMatchObject({ service: 'DongBoHoSoMC', data: [DOSSIER] });
  });

  it('measures without naming anybody', async () => {
    const url = await open({});
    await push(url);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(/partner_api_items_total\{intake="DongBoHoSoMC",result="accepted"\} \d+/);
    expect(text).toMatch(/partner_api_requests_total\{route="\/mapi\/g",status="200"\} \d+/);
    expect(text).not.toContain(DOSSIER.MaHoSo);
  });
});
