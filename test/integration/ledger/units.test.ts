import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createClients } from '#ledger';
import {
  aDossier,
  instant,
  openTestLedger,
  prepareTestDatabase,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';
import { createTestDatabase } from '../../support/databases.ts';
import { eventually } from '../../support/eventually.ts';

const BEFORE = instant('2025-05-15T08:00:00+07:00');
const AFTER = instant('2026-11-23T08:00:00+07:00');

let t: TestLedger;
let owner: pg.Client;

beforeAll(async () => {
  t = await openTestLedger();
  owner = new pg.Client({ connectionString: t.url });
  await owner.connect();
  await createClients(t.url, TEST_SECRETS.pepper, [
    { code: 'vendor', name: 'Một hệ thống, nhiều xã', apiKey: 'key-vendor', unitCodes: ['14797', '14758'] },
  ]);
  await eventually(async () => {
    expect(await t.ledger.clients.byApiKey('key-vendor')).toBeDefined();
  });
});

afterAll(async () => {
  await owner.end();
  await t.close();
});

async function vendor(): Promise<number> {
  return (await t.ledger.clients.byApiKey('key-vendor'))?.id ?? 0;
}

let number = 1;

/** Sends a dossier with such a code; answers its unit, as `name since`, or the code of the refusal. */
async function receivedBy(client: number, prefix: string, receivedAt: typeof BEFORE): Promise<string | undefined> {
  const day = receivedAt === BEFORE ? '250515' : '261123';
  const code = `${prefix}-${day}-${String((number += 1)).padStart(4, '0')}`;
  const [receipt] = await receipts(submit(t.ledger, client, [aDossier(code, { receivedAt })]));
  if (receipt?.result === 'refused') return receipt.problems[0]?.code;
  const { rows } = await owner.query<{ unit: string }>(
    `SELECT u.name || ' ' || coalesce(lower(u.valid)::text, '…') AS unit FROM dossier d JOIN unit u ON u.id = d.received_unit_id WHERE d.code = $1`,
    [code],
  );
  return rows[0]?.unit;
}

const counts = async (url: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT (SELECT count(*)::int FROM unit) AS units, (SELECT count(*)::int FROM unit_alias) AS aliases,
       (SELECT count(*)::int FROM unit_successor) AS successors, (SELECT count(*)::int FROM unit_successor WHERE kind = 'split') AS split`,
  );
  await client.end();
  return rows[0];
};

/** With the town of Thiệu Hóa as it was first, and Thiệu Phú, whose code is not known. */
const WHOLE = { units: 166 + 547 + 2, aliases: 2 * (166 + 547 + 1), successors: 558 + 2, split: 21 };

describe('the units', () => {
  it('are those of the files, each code for as long as it is one unit’s, and are seeded once', async () => {
    expect(await counts(t.url)).toEqual(WHOLE);
    await prepareTestDatabase(t.url);
    expect(await counts(t.url)).toEqual(WHOLE);
    const { rows } = await owner.query<{ name: string; valid: string }>(
      `SELECT u.name, a.valid::text FROM unit_alias a JOIN unit u ON u.id = a.unit_id WHERE a.code = 'H56.14758' ORDER BY a.valid`,
    );
    expect(rows).toEqual([
      { name: 'Phường Đông Thọ', valid: '(,2025-07-01)' },
      { name: 'Phường Hàm Rồng', valid: '[2025-07-01,)' },
    ]);
    const successors = await owner.query(
      `SELECT n.name, s.kind, s.on_date::text, s.resolution FROM unit_successor s JOIN unit o ON o.id = s.old_unit_id JOIN unit n ON n.id = s.new_unit_id
       WHERE o.name = 'Phường Đông Thọ' ORDER BY 1`,
    );
    const split = { kind: 'split', on_date: '2025-07-01', resolution: 'shared' };
    expect(successors.rows).toEqual([
      { name: 'Phường Hàm Rồng', ...split },
      { name: 'Phường Hạc Thành', ...split },
    ]);
  });

  it('are completed in a database that only has the communes of today', async () => {
    const database = await createTestDatabase();
    await prepareTestDatabase(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('TRUNCATE unit_successor');
    await client.query(`DELETE FROM unit_alias WHERE upper(valid) IS NOT NULL`);
    await client.query(`DELETE FROM unit WHERE upper(valid) IS NOT NULL`);
    await client.end();
    await prepareTestDatabase(database.url);
    expect(await counts(database.url)).toEqual(WHOLE);
    await database.drop();
  });
});

interface Life {
  readonly id: number;
  readonly name: string;
  readonly valid: string;
}

async function livesOf(client: pg.Client, code: string): Promise<Life[]> {
  const { rows } = await client.query<Life>(
    `SELECT u.id, u.name, a.valid::text FROM unit_alias a JOIN unit u ON u.id = a.unit_id AND u.valid = a.valid
     WHERE a.code = $1 AND upper_inf(a.recorded) ORDER BY a.valid`,
    [code],
  );
  return rows;
}

const THREE_LIVES = [
  { name: 'Thị trấn Thiệu Hóa', valid: '(,2024-02-01)' },
  { name: 'Thị trấn Thiệu Hóa', valid: '[2024-02-01,2025-07-01)' },
  { name: 'Xã Thiệu Hóa', valid: '[2025-07-01,)' },
];

describe('a code that was three units', () => {
  it('names each of them on its days, in every scheme, with the resolutions', async () => {
    for (const code of ['15772', 'H56.15772']) expect(await livesOf(owner, code)).toMatchObject(THREE_LIVES);
    const { rows } = await owner.query(
      `SELECT o.name, o.valid::text, s.legal_basis FROM unit_successor s JOIN unit o ON o.id = s.old_unit_id WHERE s.new_unit_id = $1 ORDER BY 1`,
      [(await livesOf(owner, '15772'))[1]?.id],
    );
    expect(rows).toEqual([
      { name: 'Thị trấn Thiệu Hóa', valid: '(,2024-02-01)', legal_basis: '939/NQ-UBTVQH15' },
      { name: 'Xã Thiệu Phú', valid: '(,2024-02-01)', legal_basis: '939/NQ-UBTVQH15' },
    ]);
    const { rows: unnumbered } = await owner.query(`SELECT FROM unit_successor WHERE legal_basis IS NULL`);
    expect(unnumbered).toEqual([]);
  });

  it('is corrected where it was seeded as two; the unit stays the same, and what was believed before stays written', async () => {
    const database = await createTestDatabase();
    await prepareTestDatabase(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const [first, second] = await livesOf(client, '15772');
    await client.query(`DELETE FROM unit_successor WHERE new_unit_id = $1`, [second?.id]);
    await client.query(`DELETE FROM unit_alias WHERE unit_id = $1`, [first?.id]);
    await client.query(`DELETE FROM unit WHERE id = $1 OR name = 'Xã Thiệu Phú'`, [first?.id]);
    await client.query(`UPDATE unit SET valid = '(,2025-07-01)' WHERE id = $1`, [second?.id]);
    await client.query(`UPDATE unit_alias SET valid = '(,2025-07-01)' WHERE unit_id = $1`, [second?.id]);
    await client.query('UPDATE unit_successor SET legal_basis = NULL');
    await prepareTestDatabase(database.url);
    const lives = await livesOf(client, '15772');
    expect(lives).toMatchObject(THREE_LIVES);
    expect(lives[1]?.id).toBe(second?.id);
    expect(await livesOf(client, 'H56.15772')).toEqual(lives);
    const { rows: former } = await client.query(
      `SELECT code, valid::text, upper(recorded) = (SELECT min(lower(recorded)) FROM unit_alias n WHERE n.unit_id = a.unit_id AND upper_inf(recorded)) AS "isHanded"
       FROM unit_alias a WHERE NOT upper_inf(recorded) ORDER BY 1`,
    );
    expect(former).toEqual(['15772', 'H56.15772'].map((code) => ({ code, valid: '(,2025-07-01)', isHanded: true })));
    expect(await counts(database.url)).toEqual({ ...WHOLE, aliases: WHOLE.aliases + 2 });
    await prepareTestDatabase(database.url);
    expect(await counts(database.url)).toEqual({ ...WHOLE, aliases: WHOLE.aliases + 2 });
    await client.end();
    await database.drop();
  });
});

describe('the unit that received a dossier', () => {
  it('is the only one of its client', async () => {
    expect(await receivedBy(t.a, 'H56.14797', AFTER)).toBe('Phường Hạc Thành 2025-07-01');
    expect(await receivedBy(t.a, 'X1', AFTER)).toBe('Phường Hạc Thành 2025-07-01');
  });

  it('is the one that the code names, where a client has several', async () => {
    expect(await receivedBy(await vendor(), 'H56.14758', AFTER)).toBe('Phường Hàm Rồng 2025-07-01');
    expect(await receivedBy(await vendor(), 'H56.14797', AFTER)).toBe('Phường Hạc Thành 2025-07-01');
    expect(await receivedBy(await vendor(), 'X2', AFTER)).toBe('unit.unresolved');
  });

  it('is the former one, when the code was that one’s on that day', async () => {
    expect(await receivedBy(await vendor(), 'H56.14755', BEFORE)).toBe('Phường Hàm Rồng …');
    expect(await receivedBy(t.b, 'H56.14755', BEFORE)).toBe('Phường Hàm Rồng …');
    // After the merger nobody has that code any more; whoever goes on using it is heard all the same, and it is counted.
    expect(await receivedBy(await vendor(), 'H56.14755', AFTER)).toBe('Phường Hàm Rồng …');
    await t.ledger.clients.writeFormerCodes();
    const { rows } = await owner.query('SELECT code, client_id, way, uses FROM former_code_use');
    expect(rows).toEqual([{ code: 'H56.14755', client_id: await vendor(), way: 'dossier-code', uses: '1' }]);
  });

  it('is in the scope of every successor of a unit that was split', async () => {
    for (const client of [t.a, t.b, await vendor()])
      expect(await receivedBy(client, 'H56.14758', BEFORE)).toBe('Phường Đông Thọ …');
  });

  it('is nobody else’s, today or before', async () => {
    expect(await receivedBy(t.a, 'H56.14758', AFTER)).toBe('unit.out-of-scope');
    expect(await receivedBy(t.a, 'H56.14755', BEFORE)).toBe('unit.out-of-scope');
    expect(await receivedBy(await vendor(), 'H56.14812', AFTER)).toBe('unit.out-of-scope');
  });

  it('stays, when the unit is merged away', async () => {
    const { rows } = await owner.query<{ id: number }>(
      `SELECT u.id FROM unit u WHERE name IN ('Phường Bỉm Sơn', 'Phường Hàm Rồng') AND NOT lower_inf(valid) ORDER BY name`,
    );
    const [bimSon, hamRong] = rows.map(({ id }) => id);
    expect(await receivedBy(t.a, 'H56.14812', AFTER)).toBe('unit.out-of-scope');
    await owner.query(
      `INSERT INTO unit_successor VALUES ($1, $2, 'merged', '2026-01-01', 'whole'), ($2, (SELECT unit_id FROM unit_alias WHERE code = 'H56.14797' AND upper_inf(valid)), 'merged', '2026-01-01', 'whole')`,
      [bimSon, hamRong],
    );
    await owner.query('NOTIFY clients_changed');
    // Through two mergers.
    await eventually(async () => {
      expect(await receivedBy(t.a, 'H56.14812', AFTER)).toBe('Phường Bỉm Sơn 2025-07-01');
    });
  });
});
