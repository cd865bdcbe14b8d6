import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import {
  createClients,
  openDeskLedger,
  type DeskLedger,
  type Merger,
  type MergerPreview,
  type StatusEntry,
  type Walked,
} from '#ledger';
import { Clock, openLog } from '#runtime';
import { DAY_OF_2025, goBeforeMergersOf2025, RESOLUTION_OF_2025, resolutionOf2025 } from '../../support/before-2025.ts';
import { createTestDatabase } from '../../support/databases.ts';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  aStep,
  instant,
  openTestLedger,
  prepareTestDatabase,
  receipts,
  submit,
  TEST_SECRETS,
} from '../../support/open-test-ledger.ts';
import type { TestLedger } from '../../support/open-test-ledger.ts';

const HEAD = 'kind,old_code,old_name,new_code,new_name,new_type';
const DAY_MS = 86_400_000;

let t: TestLedger;
let owner: pg.Client;
let desk: DeskLedger;
const clock = new Clock();

beforeAll(async () => {
  t = await openTestLedger({ clock });
  owner = await connect(t.url);
  desk = await openDesk(t.url, clock);
});

afterAll(async () => {
  await owner.end();
  await desk.close();
  await t.close();
});

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

function openDesk(url: string, of = new Clock()): Promise<DeskLedger> {
  const sessions = { lifetimeMs: 1_000, idleMs: 1_000 };
  return openDeskLedger({ url, clock: of, log: openLog('test'), secrets: TEST_SECRETS, poolSize: 3, sessions });
}

const act = (): { by: string; reason: string; now: Date } => ({ by: 'lan', reason: 'thử', now: clock.now() });
const dayIn = (days: number): LegalDay => legalDay(instantOf(new Date(clock.now().getTime() + days * DAY_MS)));

async function load(on: LegalDay, rows: readonly string[], by = desk): Promise<Merger> {
  return by.mergers.load({ resolution: '7/NQ-UBTVQH16', on, csv: [HEAD, ...rows, ''].join('\n') }, act());
}

async function loadAndLook(on: LegalDay, rows: readonly string[]): Promise<{ id: string; preview: MergerPreview }> {
  const { id } = await load(on, rows);
  return { id, preview: await desk.mergers.preview(id, clock.now()) };
}

/** Everything that is believed of units, without ids and times. */
async function graph(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query(
    `SELECT u.name, u.type, u.valid::text, (SELECT json_agg(json_build_array(a.scheme, a.code, a.valid) ORDER BY a.scheme, a.code, a.valid)
        FROM unit_alias a WHERE a.unit_id = u.id AND upper_inf(a.recorded)) AS codes,
       (SELECT json_agg(json_build_array(s.kind, s.on_date, s.resolution, s.legal_basis, n.name) ORDER BY n.name, n.id)
        FROM unit_successor s JOIN unit n ON n.id = s.new_unit_id WHERE s.old_unit_id = u.id AND upper_inf(s.recorded)) AS successors
     FROM unit u WHERE NOT isempty(u.valid) ORDER BY u.valid, u.name, (SELECT min(a.code) FROM unit_alias a WHERE a.unit_id = u.id)`,
  );
  return JSON.stringify(rows);
}

async function rowsOf(client: pg.Client): Promise<Readonly<Record<string, number>>> {
  const tables = [
    'merger',
    'unit',
    'unit_alias',
    'unit_successor',
    'unit_part',
    'handed_dossier',
    'hand_over',
    'audit',
    'client_scope',
  ];
  const { rows } = await client.query(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ')}`,
  );
  return rows[0] as Readonly<Record<string, number>>;
}

describe('the resolution of 2025, loaded into a database of the units before it', () => {
  it('makes the graph that the files make, and starting anew changes nothing of it', async () => {
    const database = await createTestDatabase();
    await prepareTestDatabase(database.url);
    const client = await connect(database.url);
    const seeded = await graph(client);
    await goBeforeMergersOf2025(client);
    expect(await graph(client)).not.toBe(seeded);
    const its = await openDesk(database.url);
    const order = { resolution: RESOLUTION_OF_2025, on: DAY_OF_2025 as LegalDay, csv: resolutionOf2025() };
    const { id } = await its.mergers.load(order, act());
    const preview = await its.mergers.preview(id, clock.now());
    expect(preview).toMatchObject({ isPast: true, unitsBefore: 547, unitsAfter: 166, faults: [] });
    expect([preview.units.length, preview.made.length, preview.units.filter(({ isDivided }) => isDivided).length]).toEqual([
      547, 166, 10,
    ]);
    const merger = await its.mergers.record(id, preview.version, act());
    expect(merger).toMatchObject({ state: 'in-force', rows: 558, recordedBy: 'lan' });
    expect(await graph(client)).toBe(seeded);
    const before = await rowsOf(client);
    await prepareTestDatabase(database.url);
    expect([await graph(client), await rowsOf(client)]).toEqual([seeded, { ...before, client_scope: 3 }]);
    await expect(its.mergers.withdraw(id, act())).rejects.toMatchObject({ code: 'merger.in-force' });
    await client.end();
    await its.close();
    await database.drop();
  });
});

const MERGE = (old: string, next = old, name = 'Xã Mới', type = 'xã'): string => `merge,${old},,${next},${name},${type}`;
const TOMORROW = 1;

describe('a resolution that cannot be', () => {
  it.each<[string, readonly string[], number, string]>([
    ['an unknown unit', [MERGE('99999', '14812')], 2, 'old_code'],
    ['a unit of before', [MERGE('14755', '14812')], 2, 'old_code'],
    ['a code that another unit goes on with', [MERGE('14797', '14812')], 2, 'new_code'],
    ['an identifier that is taken', ['merge,14797,,14797,Xã Mới,xã,H56.14812'], 2, 'identifier'],
    ['one unit twice', [MERGE('14797'), MERGE('14797', '14758')], 3, 'old_code'],
    ['a split with one part', ['split,14797,,14797,Xã Mới,xã'], 2, 'kind'],
    ['two names of one unit', [MERGE('14797'), MERGE('14758', '14797', 'Xã Khác')], 3, 'new_name'],
    ['a circle', [MERGE('14797', '14758'), MERGE('14758', '14797', 'Xã Kia')], 2, 'new_code'],
    ['another day', ['merge,14797,,14797,Xã Mới,xã,,2031-01-01'], 2, 'on'],
    ['no such day', ['merge,14797,,14797,Xã Mới,xã,,2027-02-31'], 2, 'on'],
    ['a rename of several', ['rename,14797,,14797,Xã Mới,xã', MERGE('14758', '14797')], 2, 'kind'],
    ['another type', ['merge,14797,,14797,Xã Mới,huyện'], 2, 'new_type'],
    ['the same row twice', [MERGE('14797'), MERGE('14797')], 3, ''],
    ['decomposed letters', [MERGE('14797', '14797', 'Xã Mới'.normalize('NFD'))], 2, ''],
  ])('is refused whole: %s', async (_what, rows, line, column) => {
    const before = await rowsOf(owner);
    const head = rows.some((row) => row.split(',').length > 6) ? `${HEAD},identifier,on`.split(',') : HEAD.split(',');
    const filled = rows.map((row) => [...row.split(','), '', ''].slice(0, head.length).join(','));
    const csv = [head.join(','), ...filled, ''].join('\n');
    const refused = desk.mergers.load({ resolution: '7/NQ', on: dayIn(TOMORROW), csv }, act());
    await expect(refused).rejects.toMatchObject({ code: 'merger.csv-invalid' });
    const { faults } = (await refused.catch((error: unknown) => error)) as { faults: { line: number; column?: string }[] };
    expect(faults).toContainEqual(expect.objectContaining({ line, ...(column !== '' && { column }) }));
    expect(await rowsOf(owner)).toEqual(before);
  });

  it.each([
    ['a mark in front', `\uFEFF${HEAD}\n${MERGE('14797')}\n`],
    ['semicolons', `${HEAD}\n${MERGE('14797')}\n`.replaceAll(',', ';')],
    ['other columns', `kind,old_code\nmerge,14797\n`],
    ['nothing', `${HEAD}\n`],
  ])('is refused whole: %s', async (_what, csv) => {
    const before = await rowsOf(owner);
    await expect(desk.mergers.load({ resolution: '7/NQ', on: dayIn(1), csv }, act())).rejects.toMatchObject({
      code: 'merger.csv-invalid',
    });
    expect(await rowsOf(owner)).toEqual(before);
  });
});

describe('a merger of a day to come', () => {
  it('is looked at without being written, recorded as it was looked at, and taken back without a trace in what is believed', async () => {
    const before = await graph(owner);
    const counted = await rowsOf(owner);
    const { id, preview } = await loadAndLook(dayIn(1), [
      MERGE('14797', '14797', 'Phường Một', 'phường'),
      MERGE('14758', '14797', 'Phường Một', 'phường'),
    ]);
    expect(preview).toMatchObject({
      isPast: false,
      made: [{ code: '14797', name: 'Phường Một', of: ['14797', '14758'] }],
      unitsBefore: 166,
      unitsAfter: 165,
    });
    expect(preview.scopes.map(({ client, unit, becomes }) => [client, unit, becomes])).toEqual([
      ['a', '14797', ['14797']],
      ['b', '14758', ['14797']],
      ['closing', '14797', ['14797']],
    ]);
    expect(await graph(owner)).toBe(before);
    expect(await rowsOf(owner)).toEqual({ ...counted, merger: 1, audit: (counted['audit'] ?? 0) + 1 });
    expect(await desk.mergers.record(id, preview.version, act())).toMatchObject({ state: 'recorded' });
    const recorded = await graph(owner);
    expect(recorded).not.toBe(before);
    await prepareTestDatabase(t.url);
    expect(await graph(owner)).toBe(recorded);
    expect(await desk.mergers.withdraw(id, act())).toMatchObject({ state: 'withdrawn', withdrawnBy: 'lan' });
    expect(await graph(owner)).toBe(before);
    const { rows } = await owner.query('SELECT count(*)::int AS kept FROM unit_successor WHERE NOT upper_inf(recorded)');
    expect(rows).toEqual([{ kept: 2 }]);
    await prepareTestDatabase(t.url);
    expect(await graph(owner)).toBe(before);
  });

  it('is refused, with what has changed, when its draft is no longer true', async () => {
    const one = await loadAndLook(dayIn(2), [MERGE('14812', '14812', 'Phường Bốn', 'phường')]);
    const other = await loadAndLook(dayIn(2), [MERGE('14812', '14812', 'Phường Năm', 'phường')]);
    const never = await load(dayIn(2), [MERGE('14812')]);
    await expect(desk.mergers.record(never.id, one.preview.version, act())).rejects.toMatchObject({
      code: 'merger.not-previewed',
    });
    await expect(desk.mergers.record(one.id, 'another', act())).rejects.toMatchObject({ code: 'merger.changed' });
    await desk.mergers.record(one.id, one.preview.version, act());
    await expect(desk.mergers.record(other.id, other.preview.version, act())).rejects.toMatchObject({
      code: 'merger.changed',
      more: { changes: ['14812'] },
      faults: [
        { line: 2, column: 'old_code' },
        { line: 2, column: 'new_code' },
      ],
    });
    await desk.mergers.withdraw(one.id, act());
  });

  it('carries the scope of who is only renamed, and all of its codes', async () => {
    await desk.units.loadAliases(
      `scheme,code,administrative_code,valid_from,legal_basis\n54,54812,14812,${dayIn(0)},VNPost\n`,
      act(),
    );
    await createClients(t.url, TEST_SECRETS.pepper, [
      { code: 'bim-son', name: 'Bỉm Sơn', apiKey: 'key-bim-son', unitCodes: ['14812'] },
    ]);
    const { id, preview } = await loadAndLook(dayIn(1), ['rename,14812,,14812,Phường Bỉm Sơn Mới,phường']);
    expect(preview).toMatchObject({ growing: ['bim-son'], scopes: [{ client: 'bim-son', carriedOver: true }] });
    await desk.mergers.record(id, preview.version, act());
    const scopes = `SELECT u.name, s.valid::text FROM client_scope s JOIN unit u ON u.id = s.unit_id JOIN client c ON c.id = s.client_id
      WHERE c.code = 'bim-son' ORDER BY 2`;
    const { rows } = await owner.query<{ name: string }>(scopes);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['Phường Bỉm Sơn', 'Phường Bỉm Sơn Mới']));
    const lives = await desk.units.lives('54812', dayIn(1));
    expect(lives.map(({ name }) => name)).toEqual(['Phường Bỉm Sơn', 'Phường Bỉm Sơn Mới']);
    await desk.mergers.withdraw(id, act());
    expect((await owner.query(scopes)).rows).toMatchObject([{ name: 'Phường Bỉm Sơn' }]);
  });
});

describe('codes that the province hands over', () => {
  const ALIASES = 'scheme,code,administrative_code,valid_from,legal_basis';
  it('take the place of the stand-ins from their day on, and what was believed stays written', async () => {
    const csv = `${ALIASES}\ndecision-20,H56.901,15772,2025-07-01,QĐ 1/QĐ-UBND\nqcvn-102,000.01.01.H56,15772,2025-07-01,\n`;
    expect(await desk.units.loadAliases(csv, act())).toEqual({ added: 2, corrected: 0, unchanged: 0 });
    expect(await desk.units.loadAliases(csv, act())).toEqual({ added: 0, corrected: 0, unchanged: 2 });
    const lives = await desk.units.lives('15772', dayIn(0));
    expect(lives.map(({ name, validFrom }) => [name, validFrom])).toEqual([
      ['Thị trấn Thiệu Hóa', null],
      ['Thị trấn Thiệu Hóa', '2024-02-01'],
      ['Xã Thiệu Hóa', '2025-07-01'],
    ]);
    expect(lives[1]?.successors.map(({ code, resolution }) => [code, resolution])).toEqual(
      ['15772', '15796', '15835'].map((code) => [code, RESOLUTION_OF_2025]),
    );
    const codes = lives[2]?.codes.map(({ scheme, code, endedAt, legalBasis }) => [scheme, code, endedAt === null, legalBasis]);
    expect(codes).toEqual([
      ['administrative', '15772', true, null],
      ['decision-20', 'H56.15772', false, null],
      ['decision-20', 'H56.901', true, 'QĐ 1/QĐ-UBND'],
      ['qcvn-102', '000.01.01.H56', true, null],
    ]);
  });

  it.each([
    ['a code of another unit', 'decision-20,H56.14797,15796,2025-07-01,', 'code'],
    ['no such unit then', 'decision-20,H56.902,15772,2031-02-31,', 'valid_from'],
    ['an unknown unit', 'decision-20,H56.902,99999,2025-07-01,', 'administrative_code'],
    ['no identifier', 'decision-20,H56,15772,2025-07-01,', 'code'],
    ['another scheme', 'h56,H56.1,15772,2025-07-01,', 'scheme'],
  ])('are refused whole: %s', async (_what, row, column) => {
    const before = await rowsOf(owner);
    const csv = `${ALIASES}\ndecision-20,H56.903,15835,2025-07-01,\n${row}\n`;
    await expect(desk.units.loadAliases(csv, act())).rejects.toMatchObject({ faults: [{ line: 3, column }] });
    expect(await rowsOf(owner)).toEqual(before);
  });
});

type Page = Extract<Walked<StatusEntry>, { kind: 'page' }>;
type Grown = Extract<Walked<StatusEntry>, { kind: 'scope-grown' }>;

/** A reader of the status feed that keeps what it was shown and its cursor. */
class Reader {
  readonly seen: string[] = [];
  private cursor: string | undefined;

  constructor(private readonly apiKey: string) {}

  /** Reads all that there is, through what a grown scope answers. */
  async read(limit = 1): Promise<this> {
    this.cursor = await this.walk(this.cursor, limit);
    return this;
  }

  private async walk(from: string | undefined, limit: number): Promise<string | undefined> {
    for (let after = from; ;) {
      const client = await t.ledger.clients.byApiKey(this.apiKey);
      const walked = await t.ledger.feeds.walkStatusChanges({
        client: { id: client?.id ?? 0, units: client?.units ?? [] },
        after,
        limit,
      });
      if (walked.kind === 'scope-grown') {
        for (const { cursor } of (walked as Grown).backfill) await this.walk(cursor, limit);
        after = walked.next;
        continue;
      }
      if (walked.kind !== 'page') throw new Error(walked.kind);
      const { entries, next, hasMore }: Page = walked;
      this.seen.push(...entries.map(({ id }) => id));
      after = next;
      if (!hasMore && entries.length === 0) return after;
    }
  }
}

describe('a divided unit', () => {
  const DOSSIERS = ['H56.14758-250515-8001', 'H56.14758-250515-8002', 'H56.14758-250515-8003'];
  const LIST = 'dossier_code,new_code';
  let unitId = 0;
  let vendor = 0;

  beforeAll(async () => {
    await createClients(t.url, TEST_SECRETS.pepper, [
      { code: 'both', name: 'Cả hai', apiKey: 'key-both', unitCodes: ['14797', '14758'] },
    ]);
    await eventually(async () => {
      vendor = (await t.ledger.clients.byApiKey('key-both'))?.id ?? 0;
      expect(vendor).toBeGreaterThan(0);
    });
    unitId = (await desk.units.lives('14758', dayIn(0)))[0]?.id ?? 0;
    const sent = DOSSIERS.map((code) => aDossier(code, { receivedAt: instant('2025-05-15T08:00:00+07:00') }));
    expect(await receipts(submit(t.ledger, vendor, sent))).toHaveLength(3);
  });

  const step = async (hour: number): Promise<void> => {
    const at = `2026-11-${String(10 + hour)}T08:00:00+07:00`;
    await receipts(
      submit(
        t.ledger,
        vendor,
        DOSSIERS.map((code) => aStep(code, hour % 2 === 0 ? 4 : 5, at)),
      ),
    );
  };
  const handOver = async (code: string, next: string): Promise<void> => {
    const { id, counts } = await desk.handOvers.order({ unitId, csv: `${LIST}\n${code},${next}\n` }, act());
    expect(counts.toHand[next]).toBe(1);
    expect(await desk.handOvers.step(id, act())).toMatchObject({ state: 'done', counts: { handed: 1 } });
  };
  /** What each successor has to have been shown of a dossier: `[from, to)` in the row of its entries. */
  const entriesOf = async (code: string): Promise<string[]> => {
    const { rows } = await owner.query<{ id: string }>(
      'SELECT i.id FROM item i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = $1 AND i.changes_status ORDER BY i.pos',
      [code],
    );
    return rows.map(({ id }) => id);
  };
  const isSettled = async (code: string, key: string): Promise<void> => {
    await eventually(async () => {
      const client = await t.ledger.clients.byApiKey(key);
      const { rows } = await owner.query<{ part: number }>(
        'SELECT part_id AS part FROM handed_dossier h JOIN dossier d ON d.id = h.dossier_id WHERE d.code = $1 AND upper_inf(recorded)',
        [code],
      );
      expect(client !== undefined && t.ledger.clients.reachOf(client).has(rows[0]?.part ?? 0)).toBe(true);
    });
  };

  it('shows all to each part until somebody decides; then to whose it is, with nothing missing and nothing twice', async () => {
    const [first = ''] = DOSSIERS;
    const keys = ['key-a', 'key-b'] as const;
    const readers = keys.map((key) => new Reader(key));
    const [a, b] = readers as [Reader, Reader];
    const late = new Reader('key-a');
    await step(0);
    for (const reader of readers) await reader.read();
    await handOver(first, '14758');
    await step(1);
    await isSettled(first, 'key-b');
    await b.read();
    await a.read();
    // It was a mistake, and is put right.
    await handOver(first, '14797');
    await step(2);
    await isSettled(first, 'key-a');
    for (const reader of [a, b, late, new Reader('key-a')]) await reader.read();
    for (const reader of [a, late]) {
      await reader.read();
      expect(reader.seen).toHaveLength(new Set(reader.seen).size);
      expect(reader.seen).toEqual(expect.arrayContaining(await entriesOf(first)));
    }
    const entries = await entriesOf(first);
    expect(entries).toHaveLength(4);
    expect(b.seen.filter((id) => entries.includes(id))).toEqual(entries.slice(0, 3));
    const others = (await Promise.all(DOSSIERS.slice(1).map(entriesOf))).flat();
    for (const reader of [a, b, late]) expect(reader.seen.filter((id) => others.includes(id)).sort()).toEqual(others.toSorted());
  });

  it('is handed over by rules of which the first that fits counts; what nobody decided is counted', async () => {
    const [life] = await desk.units.lives('14758', dayIn(0));
    expect(life).toMatchObject({ isDivided: true, undecided: 2 });
    const rules = [
      { procedure: '1.001193', newCode: '14797' },
      { receivedFrom: '2025-05-15' as LegalDay, receivedTo: '2025-05-16' as LegalDay, newCode: '14758' },
    ];
    const { id, counts } = await desk.handOvers.order({ unitId, rules }, act());
    expect(counts).toMatchObject({ toHand: { '14758': 3, '14797': 0 }, undecided: 0, handed: 0 });
    await desk.handOvers.step(id, act());
    expect(await desk.handOvers.step(id, act())).toMatchObject({ state: 'done', counts: { handed: 3 } });
    expect((await desk.units.lives('14758', dayIn(0)))[0]).toMatchObject({ undecided: 0 });
    const found = await desk.dossiers.find(DOSSIERS[1] ?? '');
    expect(JSON.stringify(found)).toContain('Phường Hàm Rồng');
  });

  it.each([
    ['a dossier of somebody else', 'H56.14797-250515-1234,14758', 'dossier_code'],
    ['no successor', `${'H56.14758-250515-8001'},14812`, 'new_code'],
  ])('is not handed over by a list with %s', async (_what, row, column) => {
    const before = await rowsOf(owner);
    const refused = desk.handOvers.order({ unitId, csv: `${LIST}\n${row}\n` }, act());
    await expect(refused).rejects.toMatchObject({ code: 'hand-over.csv-invalid', faults: [{ line: 2, column }] });
    expect(await rowsOf(owner)).toEqual(before);
  });
});
