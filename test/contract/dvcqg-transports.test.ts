import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, PartnerClient, LookupAnswer, PushKind, WireItem } from '#protocols';
import { dvcqgClient } from '#protocols/dvcqg/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSimulator } from '../../apps/simulator/src/start.ts';
import { eventually } from '../support/eventually.ts';
import { SimulatedPortal, type PortalFault } from '../support/harness/simulated-portal.ts';
import { ACCOUNT, isWrapper, settingsOver, TRANSPORT_NAMES, type TransportName } from '../support/national-transports.ts';
import { meaning, ScriptedPortal, within } from '../support/scripted-portal.ts';
import { TamperingProxy, type Tampering } from '../support/tampering-proxy.ts';

const KINDS: readonly PushKind[] = ['create', 'update', 'steps'];
const PATIENCE_MS = 5_000;
const IMPATIENCE_MS = 400;

let dataDir = '';
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let portal: SimulatedPortal;
let proxy: TamperingProxy;
let elsewhere: ScriptedPortal;
let serial = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'transports-'));
  simulator = await startSimulator({ port: 0, bindAddress: '127.0.0.1', dataDir, national: ACCOUNT });
  portal = new SimulatedPortal(simulator.url);
  proxy = new TamperingProxy(simulator.url);
  elsewhere = new ScriptedPortal();
  await Promise.all([proxy.open(), elsewhere.open()]);
  proxy.elsewhere = `http://${elsewhere.address}/mapi/g`;
});

afterAll(async () => {
  await Promise.all([proxy.close(), elsewhere.close()]);
  await simulator.close();
  rmSync(dataDir, { recursive: true });
});

const newCode = (): string => `H56.14797-261123-${String((serial += 1)).padStart(5, '0')}`;
const record = (code: string): WireItem => ({
  ...{ MaHoSo: code, MaTTHC: '2.000815.000.00.00.H56', TenTTHC: 'Chứng thực', MaLinhVuc: 'G15', TenLinhVuc: 'Chứng thực' },
  ...{ LoaiDoiTuong: '1', NgayTiepNhan: '20261123081500', TrangThaiHoSo: '2', HinhThuc: '0', DonViXuLy: 'UBND phường Hạc Thành' },
});
const step = (code: string, minute = 0): WireItem => ({
  ...{ MaHoSo: code, NguoiXuLy: 'Lê Thị B', ChucDanh: '', PhongBanXuLy: '', NoiDungXuLy: 'Thẩm định', TrangThai: '4' },
  ...{ ThoiDiemXuLy: `202611230900${String(minute).padStart(2, '0')}`, NgayBatDau: '', NgayKetThucTheoQuyDinh: '' },
});
const itemsOf = (kind: PushKind, code: string): WireItem[] => [kind === 'steps' ? step(code) : record(code)];

/** What the portal holds of a dossier: how many records, how many steps. */
async function held(code: string): Promise<{ records: number; steps: number }> {
  const { records = [], steps = [] } = (await portal.read(code)) ?? {};
  return { records: records.length, steps: steps.length };
}

/** Whoever speaks to the portal over one transport. */
class Speaker {
  readonly client: PartnerClient;
  session = '';

  constructor(name: TransportName, more: Readonly<Record<string, unknown>> = {}) {
    this.client = dvcqgClient(settingsOver(name, proxy.url, more));
  }

  async logIn(): Promise<void> {
    const { session } = await this.client.login(within(PATIENCE_MS));
    expect(session).toBeDefined();
    this.session = session ?? '';
  }

  lookUp(code: string): Promise<LookupAnswer> {
    if (this.client.lookup === undefined) throw new Error('nothing can be looked up over this transport');
    return this.client.lookup(code, this.session, within(PATIENCE_MS));
  }

  push(kind: PushKind, items: readonly WireItem[], ms = PATIENCE_MS): Promise<Answer> {
    return this.client.push({ kind, items }, this.session, within(ms));
  }

  /** A dossier that the portal has already, unless it is about to be created. */
  async dossierFor(kind: PushKind): Promise<string> {
    const code = newCode();
    if (kind !== 'create') expect(meaning(await this.push('create', [record(code)]))).toBe('delivered national.accepted');
    return code;
  }
}

/** A trouble: what the client makes of it over an envelope and over a wrapper, and whether the call took effect all the same. */
interface Trouble {
  readonly what: string;
  readonly fault?: PortalFault;
  readonly tampering?: Tampering;
  /** Short of what the portal takes: waited for with steps alone, where it matters most. */
  readonly withinMs?: number;
  readonly meaning: string;
  /** Where a transport tells less than the others. */
  readonly except?: Readonly<Partial<Record<TransportName, string>>>;
  readonly applied: boolean;
  readonly retryAfterMs?: number;
}

const TROUBLES: readonly Trouble[] = [
  { what: 'a busy portal', fault: { mode: 'error-in-200' }, meaning: 'deferred national.busy', applied: false },
  {
    ...{ what: 'too many requests', fault: { mode: 'http-429' }, applied: false, retryAfterMs: 1_000 },
    meaning: 'deferred national.rate-limited without effect',
  },
  { what: 'a refusal of whatever it is', fault: { mode: 'http-403' }, meaning: 'forbidden national.forbidden', applied: false },
  { what: 'a fault of the portal', fault: { mode: 'http-500' }, meaning: 'unknown national.server-error', applied: false },
  { what: 'a lost session', fault: { mode: 'session-lost' }, meaning: 'session national.session', applied: false },
  { what: 'a portal that hangs up', fault: { mode: 'down' }, meaning: 'unknown transport.broken', applied: false },
  { what: 'a lost answer', fault: { mode: 'drop-reply' }, meaning: 'unknown transport.broken', applied: true },
  {
    ...{ what: 'a late portal', fault: { mode: 'late', delayMs: 2 * IMPATIENCE_MS }, withinMs: IMPATIENCE_MS },
    ...{ meaning: 'unknown transport.timeout', applied: true },
  },
  { what: 'garbage', fault: { mode: 'garbage' }, meaning: 'unknown national.unreadable', applied: true },
  {
    ...{
      what: 'the answer of another call',
      fault: { mode: 'stale-reply' },
      meaning: 'unknown national.stale-reply',
      applied: true,
    },
    // Of that answer there is only its message left, which is empty.
    except: { 'wrapper, one address and a flag': 'unknown national.unreadable' },
  },
  { what: 'a redirect', tampering: 'redirect', meaning: 'unknown national.redirect', applied: false },
  { what: 'an endless answer', tampering: 'huge', meaning: 'unknown transport.too-large', applied: false },
  { what: 'a dripping answer', tampering: 'drip', withinMs: IMPATIENCE_MS, meaning: 'unknown transport.timeout', applied: false },
  { what: 'a passed deadline', withinMs: 0, meaning: 'expired transport.expired without effect', applied: false },
];

describe.each(TRANSPORT_NAMES)('over %s', (name) => {
  let speaker: Speaker;

  beforeEach(async () => {
    speaker = new Speaker(name);
    await speaker.logIn();
    proxy.passed.length = 0;
  });

  afterEach(async () => {
    proxy.tampering = 'none';
    await Promise.all([speaker.client.close(), portal.faults()]);
    expect(elsewhere.connections).toBe(0);
  });

  it('a dossier is created, updated, and told of its steps, one and many', async () => {
    const code = newCode();
    const said: string[] = [];
    said.push(meaning(await speaker.push('create', [record(code)])));
    said.push(meaning(await speaker.push('update', [{ ...record(code), GhiChu: 'Đã bổ sung' }])));
    said.push(meaning(await speaker.push('steps', [step(code)])));
    said.push(
      meaning(
        await speaker.push(
          'steps',
          Array.from({ length: 10 }, (_, minute) => step(code, minute + 1)),
        ),
      ),
    );
    expect(said).toEqual(said.map(() => 'delivered national.accepted'));
    const there = await portal.read(code);
    expect(there?.records.map(({ item }) => item['GhiChu'])).toEqual([undefined, 'Đã bổ sung']);
    expect(there?.steps.map(({ item }) => item)).toEqual(Array.from({ length: 11 }, (_, minute) => step(code, minute)));
    expect(there?.calls.map(({ isUpdating }) => isUpdating)).toEqual(['False', 'True', null, null]);
  });

  it('several dossiers go in one call, and are refused as one', async () => {
    const [one, other] = [newCode(), newCode()];
    expect(meaning(await speaker.push('create', [record(one), { ...record(other), MaTTHC: '' }]))).toBe(
      'refused national.content',
    );
    expect([await held(one), await held(other)]).toEqual([
      { records: 0, steps: 0 },
      { records: 0, steps: 0 },
    ]);
    expect(meaning(await speaker.push('create', [record(one), record(other)]))).toBe('delivered national.accepted');
  });

  it('what is there, what is not there, and what is blank are told apart', async () => {
    const [code, unknown] = [await speaker.dossierFor('update'), newCode()];
    expect(meaning(await speaker.push('create', [record(code)]))).toBe('exists national.exists');
    expect(meaning(await speaker.push('update', [record(unknown)]))).toBe('not-found national.not-found');
    expect(meaning(await speaker.push('steps', [step(unknown)]))).toBe('not-found national.not-found');
    expect(meaning(await speaker.push('create', [{ ...record(unknown), TenTTHC: ' ' }]))).toBe('refused national.content');
    expect(meaning(await speaker.push('update', [{ ...record(code), DonViXuLy: '' }]))).toBe('refused national.content');
    expect(meaning(await speaker.push('steps', [{ ...step(code), NguoiXuLy: '' }]))).toBe('refused national.content');
    expect([await held(code), await held(unknown)]).toEqual([
      { records: 1, steps: 0 },
      { records: 0, steps: 0 },
    ]);
  });

  it.each(TROUBLES)('$what is understood, whatever was sent', async (trouble) => {
    for (const kind of trouble.withinMs === IMPATIENCE_MS ? (['steps'] as const) : KINDS) {
      const code = await speaker.dossierFor(kind);
      if (trouble.fault?.mode === 'stale-reply') await another();
      const before = await held(code);
      await portal.faults(...(trouble.fault === undefined ? [] : [{ ...trouble.fault, codes: [code] }]));
      proxy.tampering = trouble.tampering ?? 'none';
      proxy.passed.length = 0;
      const answer = await speaker.push(kind, itemsOf(kind, code), trouble.withinMs);
      proxy.tampering = 'none';

      expect([kind, meaning(answer), answer.retryAfterMs]).toEqual([
        ...[kind, trouble.except?.[name] ?? trouble.meaning, trouble.retryAfterMs],
      ]);
      expect(proxy.passed).toHaveLength(trouble.withinMs === 0 ? 0 : 1);
      const wanted = { records: Number(kind !== 'steps'), steps: Number(kind === 'steps') };
      await eventually(async () => {
        const after = await held(code);
        const gained = { records: after.records - before.records, steps: after.steps - before.steps };
        expect(gained).toEqual(trouble.applied ? wanted : { records: 0, steps: 0 });
      });
      await portal.faults();
      await speaker.logIn();
      // Whatever it was, it is over with the next call.
      expect(meaning(await speaker.push('update', [record(await speaker.dossierFor('update'))]))).toBe(
        'delivered national.accepted',
      );
    }
  });

  it('a lost session is renewed by a login', async () => {
    const code = await speaker.dossierFor('steps');
    await portal.faults({ mode: 'session-lost', codes: [code] });
    expect(meaning(await speaker.push('steps', [step(code)]))).toBe('session national.session');
    await portal.faults();
    await speaker.logIn();
    expect(meaning(await speaker.push('steps', [step(code)]))).toBe('delivered national.accepted');
    expect(await held(code)).toEqual({ records: 1, steps: 1 });
  });

  it('a look-up shows the dossier, or is not offered, in the terms of the port', async () => {
    const code = await speaker.dossierFor('steps');
    await speaker.push('steps', [step(code)]);
    if (isWrapper(name)) {
      expect('lookup' in speaker.client).toBe(false);
    } else {
      const { found, ...answer } = await speaker.lookUp(code);
      const absent = await speaker.lookUp(newCode());
      expect([meaning(answer), found]).toEqual([
        'delivered national.accepted',
        { kind: 'present', status: '4', steps: [step(code)], record: expect.objectContaining({ MaHoSo: code }) as unknown },
      ]);
      expect(absent.found).toEqual({ kind: 'absent' });
    }
  });

  it('a probe of the code lists tells whether it is let in, and changes nothing; a wrapper has none', async () => {
    if (isWrapper(name)) {
      expect('probe' in speaker.client).toBe(false);
      return;
    }
    const probe = async (): Promise<string | undefined> =>
      (await speaker.client.probe?.(speaker.session, within(PATIENCE_MS)))?.verdict;
    const total = async (): Promise<number> =>
      ((await (await fetch(`${simulator.url}/_sim/national/dossiers`)).json()) as { total: number }).total;
    const before = await total();
    expect(await probe()).toBe('delivered');
    const outcomes: unknown[] = [];
    for (const mode of ['http-403', 'session-lost', 'http-429', 'http-500', 'garbage', 'error-in-200']) {
      await portal.faults({ mode });
      outcomes.push(await probe());
      await portal.faults();
      await speaker.logIn();
    }
    expect(outcomes).toEqual(['forbidden', 'session', 'deferred', 'unknown', 'unknown', 'deferred']);
    expect(await total()).toBe(before);
  });

  it('nobody else is called than who is configured', async () => {
    await speaker.dossierFor('create');
    await speaker.push('create', [record(newCode())]);
    expect(new Set(proxy.passed.map(({ headers }) => headers.host))).toEqual(new Set([proxy.url.replace('http://', '')]));
  });

  it('a portal that cannot be reached has certainly done nothing', async () => {
    const nobody = new TamperingProxy('');
    await nobody.open();
    const lost = dvcqgClient(settingsOver(name, nobody.url));
    await nobody.close();
    const answer = await lost.push({ kind: 'create', items: [record(newCode())] }, 'Bearer x', within(PATIENCE_MS));
    expect(meaning(answer)).toBe('deferred transport.unreachable without effect');
    await lost.close();
  });
});

/** A look-up of another dossier, so that there is an answer to be mixed up with. */
async function another(): Promise<void> {
  const someone = new Speaker('direct');
  await someone.logIn();
  const code = await someone.dossierFor('update');
  await someone.lookUp(code);
  await someone.client.close();
}

describe('a login', () => {
  const wrong: readonly (readonly [TransportName, object, string])[] = [
    ['direct', { password: 'x' }, 'refused national.login-refused'],
    ['adapter, dstcode in a header', { password: 'x' }, 'refused national.login-refused'],
    ['adapter, dstcode in the query', { dstcode: 'VN:GOV:000.00.00.G22:nobody' }, 'unknown national.server-error'],
    ['wrapper, a token', { clientSecret: 'x' }, 'forbidden national.forbidden without effect'],
  ];

  it.each(wrong)('over %s with %j is no session', async (name, more, expected) => {
    const { client } = new Speaker(name, { ...more });
    const answer = await client.login(within(PATIENCE_MS));
    expect([meaning(answer), answer.session, answer.body]).toEqual([expected, undefined, undefined]);
    await client.close();
  });

  it('of a wrapper without a token calls nobody; a wrong header shows with the first call', async () => {
    proxy.passed.length = 0;
    const { client } = new Speaker('wrapper, a fixed header', { authorization: 'Bearer nobody' });
    const { session = '', verdict } = await client.login(within(0));
    expect([verdict, proxy.passed]).toEqual(['delivered', []]);
    const answer = await client.push({ kind: 'create', items: [record(newCode())] }, session, within(PATIENCE_MS));
    expect([meaning(answer), answer.http]).toEqual(['session national.session without effect', 401]);
    await client.close();
  });

  it('of another transport is not shown to the wrapper, and refused by the portal', async () => {
    const speaker = new Speaker('direct');
    await speaker.logIn();
    proxy.passed.length = 0;
    const wrapper = new Speaker('wrapper, a token');
    wrapper.session = speaker.session;
    expect(meaning(await wrapper.push('create', [record(newCode())]))).toBe('session national.session without effect');
    expect(proxy.passed).toEqual([]);
    await wrapper.logIn();
    speaker.session = wrapper.session;
    expect(meaning(await speaker.push('create', [record(newCode())]))).toBe('session national.session');
    await Promise.all([speaker.client.close(), wrapper.client.close()]);
  });
});
