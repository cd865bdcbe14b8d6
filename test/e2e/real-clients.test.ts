import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { killAll, openGround, startEdition, type Edition, type Ground, type Ready } from '../support/edition.ts';
import { eventually } from '../support/eventually.ts';

type Item = Readonly<Record<string, unknown>>;

/** What a simulated commune says that it told. */
interface Report {
  readonly id: string;
  readonly state: string;
  readonly waiting: number;
  readonly problems: readonly unknown[];
  readonly calls: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly expected: readonly {
    readonly code: string;
    /** Null: its client never told anybody of it. */
    readonly status: string | null;
    readonly record: Item | null;
    readonly steps: readonly Item[];
    readonly unsure: { readonly record: Item | null; readonly steps: readonly Item[] };
  }[];
}

interface Held {
  readonly status: string | null;
  readonly records: readonly { readonly item: Item }[];
  readonly steps: readonly { readonly item: Item }[];
}

const DOSSIERS = 9;
/** What a client and the portal must agree on of a dossier, whatever is filled in on the way. */
const TOLD = ['MaHoSo', 'TrangThaiHoSo', 'LoaiDoiTuong', 'HinhThuc', 'NgayTiepNhan', 'ChuHoSo', 'DonViXuLy'];

describe('a system that was moved to the gateway by changing one address', () => {
  let ground: Ground;
  let edition: Edition;
  let ready: Ready;

  beforeAll(async () => {
    ground = await openGround();
    edition = startEdition(ground, ['--no-demo']);
    ready = await edition.ready();
  });

  afterAll(async () => {
    await killAll(edition.pids());
    ground.remove();
  });

  async function play(more: object, commune: Ready['communes'][number]): Promise<Report> {
    const { agencyCode, username, password } = commune;
    const order = { base: ready.partnerApi, agencyCode, username, password, dossiers: DOSSIERS, seed: 3, pauseMs: 20, ...more };
    const begun = await fetch(`${ready.simulator}/_sim/commune/runs`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(order) },
    });
    expect([begun.status, await begun.clone().text()]).toEqual([201, expect.any(String)]);
    const { id } = (await begun.json()) as { id: string };
    return eventually(async () => {
      const report = (await (await fetch(`${ready.simulator}/_sim/commune/runs/${id}`)).json()) as Report;
      if (report.state === 'running') throw new Error(`still running: ${JSON.stringify(report.answers)}`);
      return { ...report, id };
    });
  }

  async function namedByCatalogue({ calls, expected }: Report, { apiKey }: Ready['communes'][number]): Promise<void> {
    expect(calls['LayThuTuc']).toBe(calls['DongBoHoSoMC']);
    for (const { record } of expected) {
      const { MaTTHC = '', TenTTHC, MaLinhVuc, TenLinhVuc } = record ?? {};
      const address = `${ready.partnerApi}/v1/catalog/procedures/${String(MaTTHC)}`;
      const published = (await (await fetch(address, { headers: { authorization: `Bearer ${apiKey}` } })).json()) as Item;
      expect([TenTTHC, MaLinhVuc, TenLinhVuc]).toEqual([published['name'], published['fieldCode'], published['fieldName']]);
      expect(TenTTHC).toMatch(/\S/);
    }
  }

  /** What the system says that it has, in its own manifests, and the gateway: the same. */
  async function agrees({ id, expected }: Report, { apiKey }: Ready['communes'][number]): Promise<void> {
    const answer = await fetch(`${ready.simulator}/_sim/commune/runs/${id}/manifests`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ base: ready.partnerApi, apiKey }),
    });
    const { rows, sent } = (await answer.json()) as { rows: number; sent: readonly Item[] };
    // One that names no day stands in no bucket, here and there.
    const dated = expected.filter(({ record }) => Boolean(record?.['NgayTiepNhan']) || Boolean(record?.['NgayNopHoSo']));
    expect(rows).toBe(dated.length);
    expect(sent.map(({ level, http, differing }) => ({ level, http, differing }))).toEqual(
      ['counts', 'digests'].map((level) => ({ level, http: 202, differing: [] })),
    );
  }

  async function held(code: string): Promise<Held> {
    const answer = await fetch(`${ready.simulator}/_sim/national/dossiers/${code}`);
    return answer.status === 404 ? { status: null, records: [], steps: [] } : ((await answer.json()) as Held);
  }

  it.each([
    ['opencps', undefined, ''],
    ['opencps', 'login-every-call', '/XrdAdapter/RestService/forward'],
    ['opencps', 'stale-flag', '/VXPAdapter/RestService/forward'],
    ['viettel', undefined, ''],
    ['thanh-hoa', undefined, undefined],
    ['thanh-hoa', 'nine-for-waiting', undefined],
    ['ha-giang', undefined, undefined],
  ])('%s (%s) ends in the right state at the portal, each step there once', async (client, variant, pathPrefix) => {
    const at = ['opencps', 'viettel', 'thanh-hoa', 'ha-giang'].indexOf(client) * 3 + ((variant?.length ?? 0) % 3);
    const commune = ready.communes[at];
    if (commune === undefined) throw new Error('no commune');
    const report = await play({ client, variant, pathPrefix }, commune);
    expect(report).toMatchObject({ state: 'done', waiting: 0, problems: [] });
    expect(report.expected).toHaveLength(DOSSIERS);
    // It asks the gateway for the names of each dossier, and writes what it is told.
    if (client === 'opencps') await namedByCatalogue(report, commune);
    for (const { code, status, record, steps, unsure } of report.expected) {
      expect(unsure).toEqual({ record: null, steps: [] });
      await eventually(async () => {
        const there = await held(code);
        expect([code, there.status]).toEqual([code, status]);
        const last = there.records.at(-1)?.item ?? {};
        expect(told(last)).toEqual(told(record ?? {}));
        expect(there.steps.map(({ item }) => withoutEmpty(item))).toEqual(steps.map(withoutEmpty));
      });
    }
    await agrees(report, commune);
  });
});

function told(record: Item): unknown[] {
  return TOLD.map((name) => record[name]);
}

function withoutEmpty(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== '' && value !== null));
}
