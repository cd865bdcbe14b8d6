import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { aDossier, aStep, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';
import { openOwner } from '#ledger';
import { createTestDatabase } from '../../support/databases.ts';

describe('the schema', () => {
  it('goes up, down and up again to the same', async () => {
    const database = await createTestDatabase();
    const source = await openOwner(database.url);
    const shape = (): Promise<unknown> =>
      source.query(
        `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
      );
    await source.runMigrations();
    const before = await shape();
    for (let step = source.migrations.length; step > 0; step -= 1) await source.undoLastMigration();
    expect(
      await source.query(
        `SELECT 1 FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT IN ('migrations', 'typeorm_metadata')`,
      ),
    ).toEqual([]);
    await source.runMigrations();
    expect(await shape()).toEqual(before);
    await source.destroy();
    await database.drop();
  });
});

describe('the data of before', () => {
  it('has what counted as told at a destination compared there, and each destination its hour and its night', async () => {
    const t = await openTestLedger();
    await receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261125-0002'), aDossier('H56.14797-261125-0003')]));
    await run(t.url, `UPDATE lane SET present = true WHERE dossier_id = (SELECT min(dossier_id) FROM lane)`);
    await run(
      t.url,
      `INSERT INTO duty (name, cursor) VALUES ('reconcile-hourly-national', 7), ('reconcile-nightly-national', 3)`,
    );
    const source = await openOwner(t.url);
    const slots = (): Promise<unknown[]> =>
      run(t.url, `SELECT name, cursor::int FROM duty WHERE name ~ '^reconcile-(hour|night)ly' ORDER BY name`);
    await source.undoLastMigration();
    expect(await slots()).toEqual([
      { name: 'reconcile-hourly', cursor: 7 },
      { name: 'reconcile-nightly', cursor: 3 },
    ]);
    await source.runMigrations();
    expect(await slots()).toEqual([
      { name: 'reconcile-hourly-national', cursor: 7 },
      { name: 'reconcile-nightly-national', cursor: 3 },
    ]);
    const compared = await run(
      t.url,
      `SELECT o.code, c.destination FROM lane_check c JOIN dossier o ON o.id = c.dossier_id WHERE c.changed_at IS NOT NULL`,
    );
    expect(compared).toEqual([{ code: 'H56.14797-261125-0002', destination: 'national' }]);
    await source.destroy();
    await t.close();
  });
});

describe('the entities', () => {
  it('are what the migrations made', async () => {
    const database = await createTestDatabase();
    const source = await openOwner(database.url);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.query('ALTER TABLE client ADD COLUMN drift text');
    expect((await source.driver.createSchemaBuilder().log()).upQueries).toHaveLength(1);
    await source.destroy();
    await database.drop();
  });
});

describe('what is personal', () => {
  const PLANTED = [
    'Đặng Thị Trồng Sẵn',
    '038199001234',
    '0912345678',
    'trong.san@example.vn',
    'Phạm Cán Bộ',
    'Nội dung riêng tư',
  ];
  let t: TestLedger;
  beforeAll(async () => {
    t = await openTestLedger();
  });
  afterAll(() => t.close());

  it('is in no table in clear, in any encoding, and one planted on purpose is found', async () => {
    const code = 'H56.14797-261125-0001';
    const [name, idNumber, phone, email, officer, content] = PLANTED as [string, string, string, string, string, string];
    const applicant = { kind: 'citizen', name, idNumber, phone, email } as const;
    const raw = Buffer.from(JSON.stringify(applicant));
    const items = [
      { kind: 'dossier', dossier: aDossier(code, { applicant }), cleared: [], sourceVersion: undefined, warnings: [] } as const,
    ];
    const idempotency = { key: 'k', path: '/v1/dossiers', render: () => ({ status: 202, body: '{}' }) };
    await t.ledger.accept({ clientId: t.a, door: 'native', raw, items, idempotency, validateOnly: false });
    await receipts(submit(t.ledger, t.a, [aStep(code, 4, '2026-11-25T09:00:00+07:00', { officer, content })]));
    await keepInShadow(t, {
      ChuHoSo: name,
      SoGiayToChuHoSo: idNumber,
      SoDienThoai: phone,
      Email: email,
      NguoiXuLy: officer,
      content,
    });
    expect(await findPlanted(t.url, PLANTED)).toEqual([]);
    await run(t.url, `UPDATE client SET name = '${name}' WHERE code = 'b'`);
    expect(await findPlanted(t.url, PLANTED)).toEqual([`client: ${name}`]);
  });
});

/** As a relay keeps for a destination in shadow what it would have sent. */
async function keepInShadow({ ledger, url }: TestLedger, wire: Readonly<Record<string, unknown>>): Promise<void> {
  const order = { destination: 'national', among: 'all', most: 1, holder: 'test', leaseMs: 60_000 } as const;
  const [lane] = await ledger.lanes.claim(order);
  if (lane === undefined) throw new Error('nothing is due');
  const shadow = { service: 'create', codesVersion: 'v', items: [{ seq: 1, wire }] } as const;
  const base = { lane, call: undefined, items: [], failures: 0, cause: undefined, incidents: [] };
  await ledger.lanes.settle({ ...base, next: { kind: 'go-on' }, shadow });
  expect(await run(url, 'SELECT 1 FROM shadow_item')).toHaveLength(1);
}

/** Looks for planted values in every row of every table: as they are, in hex, base64 and UTF-16, JSON-escaped, without diacritics. */
async function findPlanted(url: string, planted: readonly string[]): Promise<string[]> {
  const tables = await run<{ name: string }>(
    url,
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await run<{ row: string }>(url, `SELECT t::text AS row FROM "${name}" t`);
    const text = rows.map(({ row }) => `${row}\n${decoded(row)}`).join('\n');
    found.push(
      ...planted.filter((value) => forms(value).some((form) => text.includes(form))).map((value) => `${name}: ${value}`),
    );
  }
  return found;
}

function decoded(row: string): string {
  return [...row.matchAll(/\\x([0-9a-f]{8,})/g)]
    .flatMap(([, hex = '']) => [Buffer.from(hex, 'hex').toString('utf8'), Buffer.from(hex, 'hex').toString('utf16le')])
    .join('\n');
}

function forms(value: string): string[] {
  const escaped = value.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bare = value.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  const bytes = Buffer.from(value);
  return [
    value,
    value.normalize('NFD'),
    escaped,
    bare,
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    Buffer.from(value, 'utf16le').toString('hex'),
  ];
}

async function run<R extends pg.QueryResultRow>(url: string, text: string): Promise<R[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}
