import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEFT_OUT } from '#ledger';
import {
  createEmptyDatabase,
  environmentOf,
  openBackupGround,
  rowsOf,
  runCommand,
  takeBackup,
  type BackupGround,
} from '../../support/backup-commands.ts';
import type { TestDatabase } from '../../support/databases.ts';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  aStep,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

interface Manifest {
  readonly migrations: readonly string[];
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly rows: number;
    readonly file: string;
  }[];
  readonly sequences: readonly { readonly name: string; readonly lastValue: number }[];
}

const CODE = 'H56.14797-261123-0001';

let t: TestLedger;
let ground: BackupGround;
let folder: string;
let manifest: Manifest;
let target: TestDatabase;

beforeAll(async () => {
  t = await openTestLedger();
  ground = openBackupGround(TEST_SECRETS);
  await receipts(
    submit(t.ledger, t.a, [aDossier(CODE, { note: 'xuống dòng\n\\N\ttab' }), aStep(CODE, 4, '2026-11-23T09:00:00+07:00')]),
  );
  await receipts(submit(t.ledger, t.b, [aDossier('H56.14758-261123-0001')]));
  await fillTheRest();
  // Who called when is written a little later than it is accepted.
  await eventually(async () => {
    expect(await rowsOf(t.url, 'SELECT client_id FROM client_contact')).not.toEqual([]);
  });
  folder = await takeBackup(ground, t.url);
  manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  target = await createEmptyDatabase();
});

afterAll(async () => {
  await t.close();
  await target.drop();
  ground.remove();
});

/** Rows of tables that accepting alone does not fill, one of them from a month long ago. */
async function fillTheRest(): Promise<void> {
  const { lanes } = t.ledger;
  const [lane] = await lanes.claim({ destination: 'national', among: 'all', most: 1, holder: 'h', leaseMs: 60_000 });
  if (lane === undefined) throw new Error('no lane');
  const call = { id: '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', begunAt: new Date(), wokenBy: 'poll', codesVersion: '1' };
  const item = { seq: 1, wireHash: 'x' };
  await lanes.begin(
    { ...call, service: 'create', parts: [{ lane, epoch: 1, possiblyTwice: false, superseded: [], items: [item] }] },
    { leaseMs: 60_000, holder: 'h' },
  );
  await rowsOf(t.url, `SELECT ensure_partitions('2025-02-10', 0)`);
  await rowsOf(
    t.url,
    `INSERT INTO request SELECT gen_random_uuid(), '2025-02-11', client_id, door, raw_enc, key_id FROM request LIMIT 1`,
  );
  await rowsOf(t.url, `INSERT INTO duty (name, cursor) VALUES ('status-events', 2)`);
  await rowsOf(
    t.url,
    `INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
      VALUES (nextval('outcome_position'), gen_random_uuid(), 1, 'national', 1, 'held', 'x', 'nobody', now())`,
  );
  await rowsOf(
    t.url,
    `INSERT INTO incident (id, fingerprint, kind, must_act, count, opened_at, last_at)
      VALUES (gen_random_uuid(), 'f', 'unmapped', 'province', 1, now(), now())`,
  );
  await rowsOf(
    t.url,
    `INSERT INTO shadow_item (id, written_at, position, destination, dossier_id, seq, service, codes_version, body_enc, key_id)
      SELECT gen_random_uuid(), at, nextval('shadow_position'), 'national', 1, 1, 'create', '1', body_enc, key_id
      FROM item, unnest(ARRAY['2025-02-11'::timestamptz, now()]) AS at WHERE dossier_id = 1 AND seq = 1`,
  );
  await rowsOf(
    t.url,
    `WITH j AS (INSERT INTO job (id, kind, state, task, task_hash, destinations, codes, reason, created_by, created_at)
        VALUES (gen_random_uuid(), 'replay', 'done', '{}', 'h', '{national}', ARRAY['a, "b"'], 'x', 'lan', now()) RETURNING id)
      INSERT INTO job_item (job_id, dossier_id, destination, state, forecast_enc, key_id)
      SELECT j.id, 1, 'national', 'delivered', i.body_enc, i.key_id FROM j, item i WHERE i.dossier_id = 1 AND i.seq = 1`,
  );
  await rowsOf(t.url, `UPDATE destination SET mode = 'shadow', shadow_since = '2025-02-01'`);
  await rowsOf(t.url, `UPDATE lane SET shadow = true WHERE dossier_id = 2`);
  await rowsOf(t.url, `INSERT INTO partner_session (destination, number, login_failures) VALUES ('national', 7, 0)`);
}

async function tablesOf(url: string): Promise<string[]> {
  const tables = await rowsOf<{ name: string }>(
    url,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      ORDER BY 1`,
  );
  return tables.map(({ name }) => name);
}

async function contentOf(url: string, table: string): Promise<string[]> {
  const rows = await rowsOf<{ row: string }>(url, `SELECT t::text AS row FROM "${table}" t ORDER BY 1`);
  return rows.map(({ row }) => row);
}

describe('a backup', () => {
  it('has every table of the schema, but those that are left out for a reason', async () => {
    const names = manifest.tables.map(({ name }) => name);
    expect([...names, ...Object.keys(LEFT_OUT)].sort()).toEqual([...(await tablesOf(t.url)), 'typeorm_metadata'].sort());
    expect(Object.values(LEFT_OUT).every((reason) => reason.length > 10)).toBe(true);
    const columns = await rowsOf<{ name: string }>(
      t.url,
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns c
        WHERE table_schema = 'public' AND table_name = ANY($1)`,
      [names],
    );
    const kept = manifest.tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column}`));
    expect(kept.sort()).toEqual(columns.map(({ name }) => name).sort());
  });

  it('has every sequence, and none behind its table', async () => {
    const names = await rowsOf<{ name: string }>(t.url, `SELECT sequencename AS name FROM pg_sequences ORDER BY 1`);
    expect([...manifest.sequences.map(({ name }) => name), 'migrations_id_seq'].sort()).toEqual(names.map(({ name }) => name));
  });

  it('is closed to others, holds no key beside the data, and nothing personal in clear', () => {
    for (const file of ['manifest.json', 'SHA256SUMS', 'keys.json', ...manifest.tables.map((table) => table.file)])
      expect([file, (statSync(join(folder, file)).mode & 0o777).toString(8)]).toEqual([file, '600']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const texts = ['manifest.json', 'keys.json'].map((file) => readFileSync(join(folder, file), 'utf8'));
    const data = manifest.tables.map(({ file }) => gunzipSync(readFileSync(join(folder, file))).toString());
    for (const key of Object.values(TEST_SECRETS))
      for (const form of [key.toString('base64'), key.toString('hex')])
        for (const text of [...texts, ...data]) expect(text).not.toContain(form);
    expect(data.join()).not.toContain('Nguyễn Văn A');
  });
});

describe('a restore', () => {
  it('brings back every row, and marks that nothing may be delivered', async () => {
    const before = new Map<string, string[]>();
    for (const table of await tablesOf(t.url)) before.set(table, await contentOf(t.url, table));
    const run = await runCommand('restore', environmentOf(ground, target.url), '--from', folder, '--by', 'tester');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('npm run after-restore');

    expect(await tablesOf(target.url)).toEqual(await tablesOf(t.url));
    for (const table of manifest.tables.map(({ name }) => name)) {
      const restored = await contentOf(target.url, table);
      const own = restored.filter((row) => !row.includes('restored'));
      if (table === 'restoration') expect(restored).toHaveLength(1);
      else expect([table, own]).toEqual([table, before.get(table)]);
    }
    expect(await rowsOf(target.url, 'SELECT * FROM partner_session')).toEqual([]);
    expect(
      await rowsOf(target.url, `SELECT tableoid::regclass::text AS part FROM request WHERE received_at < '2026-01-01'`),
    ).toEqual([{ part: 'request_202502' }]);
    expect(
      await rowsOf(target.url, `SELECT tableoid::regclass::text AS part FROM shadow_item WHERE written_at < '2026-01-01'`),
    ).toEqual([{ part: 'shadow_item_202502' }]);
    expect(await rowsOf(target.url, `SELECT actor, act FROM audit WHERE act = 'ledger.restored'`)).toEqual([
      { actor: 'tester', act: 'ledger.restored' },
    ]);
    const [mark] = await rowsOf<{ done: boolean; gap: boolean }>(
      target.url,
      `SELECT done_at IS NOT NULL AS done, item_from > item_after + 1000000000 - 1 AS gap FROM restoration`,
    );
    expect(mark).toEqual({ done: false, gap: true });
    expect(await rowsOf(target.url, `SELECT nextval('item_position') > 17000000000000 AS beyond`)).toEqual([{ beyond: true }]);
    expect(await rowsOf(target.url, `SELECT nextval('dossier_id_seq')::int AS id`)).toEqual([{ id: 3 }]);
  });
});
