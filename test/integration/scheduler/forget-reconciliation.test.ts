import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metricsText } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { KEEPING, openWatched, type Watched } from './open-test-scheduler.ts';

const DAY_MS = 86_400_000;

let w: Watched;

beforeAll(async () => {
  w = await openWatched();
});

afterAll(() => w.close());

/** An id that tells its row: `1` is 00000000-0000-0000-0000-000000000001. */
const id = (serial: number): string => `00000000-0000-0000-0000-${String(serial).padStart(12, '0')}`;

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

async function manifest(serial: number, client: number, days: number): Promise<void> {
  await w.db.query(
    `INSERT INTO manifest (id, client_id, side, level, as_of, received_at, body_hash, buckets, items, buckets_read, differing, cells)
     VALUES ($1::uuid, $2, 'client:a', 'list', $3, $3, decode(md5($1::uuid::text), 'hex'), 1, 1, 1, '[]', '{}')`,
    [id(serial), client, daysAgo(days)],
  );
}

async function run(serial: number, days: number | undefined): Promise<void> {
  const finished = days === undefined ? null : daysAgo(days);
  await w.db.query(
    `INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at, finished_at)
     VALUES ($1, 'hourly', 'changed', CASE WHEN $2::timestamptz IS NULL THEN 'running' ELSE 'done' END, '{}', 'gateway', '', $3, $2)`,
    [id(serial), finished, daysAgo(500)],
  );
}

async function difference(serial: number, more: { found?: number; seen?: number; cleared?: number }): Promise<void> {
  const { found = 0, seen = 0, cleared } = more;
  await w.db.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, fingerprint, must_act, first_at, last_at, found_by, seen_by,
       cleared_at, heal, heal_state, cause, tries)
     VALUES ($1::uuid, 'client:a', 'commune', 'field', 'p1', $1::uuid::text, 1, 1, 'x', 'commune', now(), now(), $2, $3, $4, 'task', 'person', 'content.differs', 0)`,
    [id(serial), id(found), id(seen), cleared === undefined ? null : daysAgo(cleared)],
  );
}

async function request(serial: number, discrepancy: number, closed: number | undefined): Promise<void> {
  await w.db.query(
    `INSERT INTO resend_request (pos, id, client_id, want, cause, since, at, discrepancy_id, closed_at)
     VALUES ($1, gen_random_uuid(), 1, 'both', 'reconcile.x', now(), now(), $2, $3)`,
    [serial, id(discrepancy), closed === undefined ? null : daysAgo(closed)],
  );
}

async function left(sql: string): Promise<number[]> {
  const { rows } = await w.db.query<{ n: string }>(
    `SELECT right(${sql}::text, 4) AS n FROM ${sql.split('.')[0] ?? ''} ORDER BY 1`,
  );
  return rows.map(({ n }) => Number(n));
}

describe('what reconciliation leaves behind', () => {
  it('is forgotten when it was kept long enough, but for what is open and what that hangs on', async () => {
    // The last manifest of each system stays, and those that an open difference names.
    for (const [serial, client, days] of [
      [1, 1, 90],
      [2, 1, 80],
      [3, 1, 70],
      [4, 1, 29],
      [5, 2, 90],
    ] as const)
      await manifest(serial, client, days);
    await run(11, 401);
    await run(12, 401);
    await run(13, 399);
    await run(14, undefined);
    await difference(21, { found: 1, seen: 2 });
    await difference(22, { found: 12, seen: 12 });
    await difference(23, { cleared: 401 });
    await difference(24, { cleared: 399 });
    await difference(25, { cleared: 401 });
    await request(31, 25, undefined);
    await request(32, 23, 401);
    await request(33, 24, 399);
    for (const [unit, days] of [
      [1, 31],
      [2, 29],
    ] as const)
      await w.db.query(
        `INSERT INTO manifest_bucket (side, unit_id, day, counts, digests, stale, read_at) VALUES ('client:a', $1, '2026-01-01', '{}', '{}', false, $2)`,
        [unit, daysAgo(days)],
      );
    const scheduler = await w.start({ keeping: { ...KEEPING, manifestsMs: 30 * DAY_MS, reconciliationMs: 400 * DAY_MS } });
    await eventually(async () => {
      expect(await left('reconcile_run.id')).toEqual([12, 13, 14]);
    });
    expect(await left('manifest.id')).toEqual([1, 2, 4, 5]);
    expect(await left('discrepancy.id')).toEqual([21, 22, 24, 25]);
    expect(await left('resend_request.pos')).toEqual([31, 33]);
    expect(await left('manifest_bucket.unit_id')).toEqual([2]);
    expect((await metricsText()).text).toContain('gateway_forgotten_total{kind="reconcile-manifest"} 1');
    await scheduler.close();
  });
});
