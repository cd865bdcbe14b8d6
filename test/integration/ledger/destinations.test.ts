import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { prepareDatabase, type ClaimedLane } from '#ledger';
import { aDossier, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';
import { PREPARATION } from '../../support/preparation.ts';

const NOW = new Date('2026-11-24T08:00:00Z');
const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
});
afterAll(() => t.close());
afterEach(() => t.ledger.destinations.resume('national', after(60)));

async function run<R extends pg.QueryResultRow>(...statements: string[]): Promise<R[]> {
  const client = new pg.Client(t.url);
  await client.connect();
  try {
    let rows: R[] = [];
    for (const text of statements) rows = (await client.query<R>(text)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const stop = (): Promise<boolean> =>
  t.ledger.destinations.stop('national', { cause: 'national.login-refused', now: NOW, probeAt: after(1) });
const takeProbe = (at: Date, stopped = true): Promise<unknown> =>
  t.ledger.destinations.takeProbe('national', { stopped, now: at, until: after(30) });
const claim = (): Promise<ClaimedLane[]> =>
  t.ledger.lanes.claim({ destination: 'national', among: 'all', most: 100, holder: 'test', leaseMs: 60_000 });

describe('a stopped destination', () => {
  it('is stopped once, with one open incident that going on clears', async () => {
    const incidents = (): Promise<unknown[]> =>
      run(`SELECT count::int, must_act FROM incident WHERE fingerprint = 'breaker|national' AND cleared_at IS NULL`);

    expect((await Promise.all([stop(), stop(), stop()])).filter((first) => first)).toHaveLength(1);
    expect(await incidents()).toEqual([{ count: 1, must_act: 'province' }]);
    expect(await t.ledger.destinations.resume('national', after(5))).toBe(true);
    expect(await t.ledger.destinations.resume('national', after(5))).toBe(false);
    expect(await incidents()).toEqual([]);
    expect(await t.ledger.destinations.read('national')).toEqual({
      mode: 'live',
      stoppedAt: undefined,
      probeAt: undefined,
      pausedAt: undefined,
    });
  });

  it('has nothing claimed for it, and loses nothing', async () => {
    const code = 'H56.14797-261126-0001';
    await receipts(submit(t.ledger, t.a, [aDossier(code)]));
    await stop();
    expect(await claim()).toEqual([]);
    await t.ledger.destinations.resume('national', after(5));
    expect((await claim()).map(({ dossierCode }) => dossierCode)).toContain(code);
  });

  it('is probed by one at a time, when its time has come', async () => {
    await stop();
    expect(await takeProbe(NOW)).toBeUndefined();
    expect((await Promise.all([takeProbe(after(1)), takeProbe(after(1))])).filter((right) => right !== undefined)).toEqual([
      { failures: 0 },
    ]);
    expect(await takeProbe(after(29))).toBeUndefined();
    expect(await takeProbe(after(30), false)).toBeUndefined();
    await t.ledger.destinations.probeAgain('national', { probeAt: after(3), failures: 1 });
    expect(await takeProbe(after(3))).toEqual({ failures: 1 });
  });

  it('is probed at once after a new start of the installation', async () => {
    await t.ledger.destinations.stop('national', { cause: 'test', now: NOW, probeAt: new Date('2999-01-01T00:00:00Z') });
    await prepare(undefined);
    expect((await t.ledger.destinations.read('national')).probeAt?.getTime()).toBeLessThan(Date.now() + 60_000);
  });

  it('may be stopped by the role of the relay, which may change nothing else of it', async () => {
    const role = `road_${randomBytes(6).toString('hex')}`;
    await run(`CREATE ROLE ${role}`);
    try {
      await prepare({ door: role, road: role, duty: role, desk: role });
      await run(
        `SET ROLE ${role}`,
        `UPDATE destination SET stopped_at = now(), stop_cause = '', probe_at = now(), probe_failures = 1`,
      );
      await expect(run(`SET ROLE ${role}`, `UPDATE destination SET generation = 7`)).rejects.toThrow('permission denied');
    } finally {
      await run(`DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
    }
  });
});

function prepare(roles: Parameters<typeof prepareDatabase>[0]['roles']): Promise<void> {
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' } as const];
  return prepareDatabase({ ownerUrl: t.url, ...PREPARATION, roles, destinations });
}
