import { afterEach, describe, expect, it } from '@jest/globals';
import { CodeSnapshot, type Instant } from '#canonical';
import { DatabaseAway, type Acceptance, type Client, type Submission } from '#ledger';
import { Clock, Overloaded, SigningKey, type Log } from '#runtime';
import type { DoorLedger } from './door.ts';
import { startPartnerApi, type RunningPartnerApi } from './start.ts';

const SIGNER = new SigningKey(Buffer.alloc(32, 3));

const CODES = new CodeSnapshot('1', [], []);
const DOSSIER = {
  dossierCode: 'H56.14797-261123-0001',
  procedureCode: '2.000815',
  applicant: { kind: 'citizen' },
  receivedAt: '2026-11-23T08:15:00+07:00',
  status: 2,
  returnMethod: 'desk',
  agencyName: 'UBND phường Hạc Thành',
};

let api: RunningPartnerApi | undefined;
const faults: unknown[] = [];

afterEach(async () => {
  await api?.close();
  api = undefined;
  faults.length = 0;
});

const CLIENT: Client = {
  ...{ id: 1, code: 'c', name: 'C', role: 'commune', units: [1], destinations: undefined },
  ...{ closingStep: false, errorCodeAsText: false, sandbox: false, networks: undefined, speaksFor: undefined },
  limits: { requestsPerSecond: undefined, itemsPerSecond: undefined },
};

const CLIENTS: DoorLedger['clients'] = {
  byApiKey: () => Promise.resolve(CLIENT),
  byLogin: () => undefined,
  byKey: () => undefined,
  unitCodeFor: () => '14797',
  unitCoded: () => 1,
  reachOf: () => new Set([1]),
  noteWarnings: () => undefined,
};

/** A door over a ledger that fails in ways that a real one only does when its database is broken. */
async function open(ledger: Partial<DoorLedger>): Promise<string> {
  const whole: DoorLedger = {
    clients: CLIENTS,
    sheets: { read: () => Promise.reject(new Error('not asked here')) },
    manifests: { take: () => Promise.resolve({ id: '', differing: [] }) },
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
    codes: () => CODES,
    accept,
    readDossier: () => Promise.resolve('unknown'),
    readReceipt: () => Promise.resolve(undefined),
    readRecord: () => Promise.resolve(undefined),
    readAgencies: () => Promise.resolve([]),
    readAnchors: () => Promise.resolve([]),
    ping: () => Promise.resolve(),
    forgetOldKeys: () => Promise.resolve(0),
    ...ledger,
  };
  const log: Log = {
    event: () => undefined,
    error: (error) => {
      faults.push(error);
    },
  };
  api = await startPartnerApi({
    ledger: whole,
    clock: new Clock(),
    log,
    pepper: Buffer.alloc(32),
    signer: SIGNER,
    port: 0,
    host: '127.0.0.1',
  });
  return api.url;
}

function accept({ items }: Submission): Promise<Acceptance> {
  const ids = {
    itemId: 'i',
    receiptId: 'r',
    seq: 1,
    contentHash: 'h1:',
    acceptedAt: '2026-11-23T01:15:03Z' as Instant,
    salt: null,
  };
  const judge = {
    dossierCode: DOSSIER.dossierCode,
    ...ids,
    result: 'accepted',
    stale: false,
    warnings: [],
    problems: [],
  } as const;
  return Promise.resolve({ kind: 'judged', receipts: items.map(() => judge) });
}

function post(url: string): Promise<Response> {
  const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };
  return fetch(`${url}/v1/dossiers`, { method: 'POST', headers, body: JSON.stringify(DOSSIER) });
}

describe('the door', () => {
  it.each([
    ['the database is away', new DatabaseAway(undefined), 'database.away'],
    ['too much is waiting', new Overloaded(), 'overloaded'],
  ])('asks to try later when %s', async (_name, error, code) => {
    const answer = await post(await open({ accept: () => Promise.reject(error) }));
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(await answer.json()).toMatchObject({ code, status: 503 });
    expect(faults).toEqual([]);
  });

  it('asks to try later when nobody can be recognised', async () => {
    const url = await open({ clients: { ...CLIENTS, byApiKey: () => Promise.reject(new DatabaseAway(undefined)) } });
    expect((await post(url)).status).toBe(503);
  });

  it('answers a fault of its own without details and logs it', async () => {
    const fault = new Error('secret detail');
    const answer = await post(await open({ accept: () => Promise.reject(fault) }));
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(faults).toEqual([fault]);
  });

  it('is ready only while the database answers', async () => {
    let isUp = true;
    const url = await open({ ping: () => (isUp ? Promise.resolve() : Promise.reject(new DatabaseAway(undefined))) });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    isUp = false;
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('finishes what is under way when it closes', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reached = (): void => undefined;
    const underWay = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const url = await open({
      accept: async (submission) => {
        reached();
        await held;
        return accept(submission);
      },
    });
    const answer = post(url);
    await underWay;
    const closed = api?.close();
    release();
    expect((await answer).status).toBe(202);
    await closed;
    api = undefined;
    await expect(post(url)).rejects.toThrow('fetch failed');
  });

  it('measures without naming anybody', async () => {
    const url = await open({});
    await post(url);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(/partner_api_requests_total\{route="\/v1\/dossiers",status="202"\} \d+/);
    expect(text).not.toContain(DOSSIER.dossierCode);
  });

  it('serves the page of errors under a policy that lets nothing be loaded', async () => {
    const page = await fetch(`${await open({})}/docs/errors`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('<tr id="field.required">');
  });
});
