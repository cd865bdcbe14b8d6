import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { createClients, type DeskLedger, type Merger } from '#ledger';
import { DAY_OF_2025, goBeforeMergersOf2025, RESOLUTION_OF_2025, resolutionOf2025 } from '../../support/before-2025.ts';
import { createTestDatabase } from '../../support/databases.ts';
import { openTestLedger, prepareTestDatabase, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';
import {
  act,
  connect,
  dayIn,
  loadAndLookAt,
  loadMerger,
  MERGE,
  MERGER_HEAD as HEAD,
  openDesk,
  rowsOf,
  type LookedAt,
} from './unit-acts.ts';

let t: TestLedger;
let owner: pg.Client;
let desk: DeskLedger;

beforeAll(async () => {
  t = await openTestLedger();
  owner = await connect(t.url);
  // Stands for no other unit's code, and so is nobody's stand-in before a merger wants it.
  await owner.query(
    `INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
     SELECT unit_id, 'decision-20', 'H56.99991', valid, recorded FROM unit_alias WHERE code = '15796' AND upper_inf(valid) AND scheme = 'administrative'`,
  );
  desk = await openDesk(t.url);
});

afterAll(async () => {
  await owner.end();
  await desk.close();
  await t.close();
});

const load = (on: LegalDay, rows: readonly string[]): Promise<Merger> => loadMerger(desk, on, rows);
const loadAndLook = (on: LegalDay, rows: readonly string[]): Promise<LookedAt> => loadAndLookAt(desk, on, rows);

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
    const preview = await its.mergers.preview(id, new Date());
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

const TOMORROW = 1;

describe('a resolution that cannot be', () => {
  it.each<[string, readonly string[], number, string]>([
    ['an unknown unit', [MERGE('99999', '14812')], 2, 'old_code'],
    ['a unit of before', [MERGE('14755', '14812')], 2, 'old_code'],
    ['a code that another unit goes on with', [MERGE('14797', '14812')], 2, 'new_code'],
    ['an identifier that is taken', ['merge,14797,,14797,Xã Mới,xã,H56.14812'], 2, 'identifier'],
    ['a stand-in that another unit goes on with', [MERGE('14797', '99991')], 2, 'identifier'],
    [
      'one identifier of two units',
      ['merge,14797,,14797,Xã Mới,xã,H56.7', 'merge,14758,,14758,Xã Kia,xã,H56.7'],
      3,
      'identifier',
    ],
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
