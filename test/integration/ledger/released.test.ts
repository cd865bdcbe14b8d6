import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import {
  prepareDatabase,
  type ClaimedLane,
  type IncidentToOpen,
  type ItemResult,
  type OutcomeEntry,
  type Settlement,
} from '#ledger';
import { openLog } from '#runtime';
import { aDossier, aStep, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let db: pg.Client;
let serial = 0;

beforeAll(async () => {
  t = await openTestLedger();
  db = new pg.Client({ connectionString: t.url });
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await t.close();
});

const REFUSED = { outcome: 'refused', cause: 'national.content', state: 'refused', doubt: false, possiblyTwice: false } as const;
const DELIVERED = { outcome: 'delivered', cause: 'delivered', state: 'delivered', doubt: false, possiblyTwice: false } as const;

function newCode(): string {
  serial += 1;
  return `H56.14797-261203-${String(serial).padStart(4, '0')}`;
}

async function claim(code: string): Promise<ClaimedLane> {
  const order = { destination: 'national', among: 'all', most: 200, holder: 'test', leaseMs: 60_000 } as const;
  const lane = (await t.ledger.lanes.claim(order)).find(({ dossierCode }) => dossierCode === code);
  if (lane === undefined) throw new Error(`${code} is not due`);
  return lane;
}

async function claimed(change: Parameters<typeof aDossier>[1] = {}): Promise<ClaimedLane> {
  const code = newCode();
  await receipts(submit(t.ledger, t.a, [aDossier(code, change)]));
  return claim(code);
}

function settle(lane: ClaimedLane, next: Settlement['next'], more: Partial<Settlement> = {}): Promise<unknown> {
  const base = { lane, call: undefined, items: [], next, failures: 0, cause: more.incidents?.[0]?.fingerprint, incidents: [] };
  return t.ledger.lanes.settle({ ...base, ...more });
}

function refuse(lane: ClaimedLane, seq: number, cause = 'national.content'): Promise<unknown> {
  const fingerprint = `refused|national|update|${cause}|${lane.dossierCode}`;
  const incidents: IncidentToOpen[] = [{ fingerprint, kind: 'refused', mustAct: 'commune' }];
  return settle(lane, { kind: 'blocked', seq }, { items: [{ ...REFUSED, seq, cause }], incidents });
}

function hold(lane: ClaimedLane, code: string): Promise<unknown> {
  const fingerprint = `unmapped|national|procedure|${code}`;
  const incidents: IncidentToOpen[] = [{ fingerprint, kind: 'unmapped', mustAct: 'province' }];
  const item: ItemResult = { ...REFUSED, seq: 1, outcome: 'unmapped', cause: fingerprint, state: 'pending' };
  return settle(lane, { kind: 'held', seq: 1 }, { items: [item], incidents });
}

async function deliver(lane: ClaimedLane): Promise<void> {
  const items = lane.pending.map(({ seq }) => ({ ...DELIVERED, seq }));
  await settle(lane, { kind: 'go-on' }, { items, present: true });
}

/** What its commune is told of a dossier. */
async function told({ dossierCode }: Pick<ClaimedLane, 'dossierCode'>): Promise<string[]> {
  const entries: OutcomeEntry[] = [];
  for (let after: string | undefined; ;) {
    const walked = await t.ledger.feeds.walkOutcomes({ client: { id: t.a, units: [] }, after, limit: 3 });
    if (walked.kind !== 'page') throw new Error(walked.kind);
    entries.push(...walked.entries);
    after = walked.next;
    if (!walked.hasMore) break;
  }
  return entries
    .filter((entry) => entry.dossierCode === dossierCode)
    .map(({ seq, kind, state, cause, mustAct }) => `${String(seq)} ${kind} ${state} ${cause} ${mustAct}`);
}

/** As a start does it, with one procedure more. */
async function restart(procedure?: string): Promise<void> {
  const configDir = mkdtempSync(path.join(tmpdir(), 'one-stop-config-'));
  cpSync('config', configDir, { recursive: true });
  const row = `${procedure ?? '9.000001'},Thủ tục mới,G15-CT01,Chứng thực,,\n`;
  writeFileSync(path.join(configDir, 'procedures.csv'), row, { flag: 'a' });
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' } as const];
  const order = { ownerUrl: t.url, roles: undefined, configDir, province: 'H56', destinations, log: openLog('test') };
  await prepareDatabase(order);
  rmSync(configDir, { recursive: true });
}

describe('a commune is told', () => {
  it('that what was held goes on by a newer version, and not by what a step makes behind it', async () => {
    const lane = await claimed();
    await hold(lane, '2.999999');
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 4, '2026-11-23T09:00:00+07:00')]));
    expect(await told(lane)).toHaveLength(1);
    await receipts(submit(t.ledger, t.a, [aDossier(lane.dossierCode, { status: 4, note: 'mới' })]));
    expect((await told(lane)).slice(1)).toEqual(['1 version released version.newer nobody']);
  });

  it('that what was held for a code goes on, once the code is known', async () => {
    const lane = await claimed({ procedureCode: '9.111111' });
    await hold(lane, '9.111111');
    await restart('9.111111');
    await restart('9.111111');
    await deliver(await claim(lane.dossierCode));
    expect(await told(lane)).toEqual([
      '1 version held unmapped|national|procedure|9.111111 province',
      '1 version released code.mapped nobody',
      '1 version delivered delivered nobody',
    ]);
  });

  it('that what was held goes on with a newer version', async () => {
    const lane = await claimed({ procedureCode: '9.222222' });
    await hold(lane, '9.222222');
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 2, '2026-12-03T09:00:00+07:00')]));
    expect(await told(lane)).toHaveLength(1);
    await receipts(submit(t.ledger, t.a, [aDossier(lane.dossierCode, { note: 'mới' })]));
    expect((await told(lane)).slice(1)).toEqual(['1 version released version.newer nobody']);
    // What was held was not replaced: it stands in its place.
    expect((await claim(lane.dossierCode)).pending.map(({ seq }) => seq)).toContain(1);
  });

  it('that a newer version stands in the place of a refused one, and of that one alone', async () => {
    const lane = await claimed();
    await refuse(lane, 1);
    // A step that changes no status makes no version.
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 2, '2026-12-03T09:00:00+07:00')]));
    expect(await told(lane)).toHaveLength(1);
    await receipts(submit(t.ledger, t.a, [aDossier(lane.dossierCode, { status: 4, note: 'đã sửa' })]));
    const again = await claim(lane.dossierCode);
    expect(again.pending.map(({ seq }) => seq)).not.toContain(1);
    await deliver(again);
    expect((await told(lane)).slice(0, 2)).toEqual([
      '1 version refused national.content commune',
      '1 version released version.replaced nobody',
    ]);
    expect((await told(lane)).slice(2)).toEqual(
      again.pending.map(({ seq, kind }) => `${String(seq)} ${kind} delivered delivered nobody`),
    );
  });

  it('that a corrected step stands in the place of a refused one', async () => {
    const lane = await claimed();
    await deliver(lane);
    const at = '2026-12-03T09:00:00+07:00';
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 4, at)]));
    await refuse(await claim(lane.dossierCode), 2);
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 4, at, { content: 'Thẩm định (sửa)' })]));
    expect((await told(lane)).slice(1)).toEqual([
      '2 step refused national.content commune',
      '2 step released step.corrected nobody',
    ]);
  });

  it('that what a firewall blocked is tried again, with the next item and after a restart', async () => {
    const lane = await claimed();
    await refuse(lane, 1, 'forbidden.content');
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 4, '2026-12-03T09:00:00+07:00')]));
    await refuse(await claim(lane.dossierCode), 1, 'forbidden.content');
    await restart();
    expect((await told(lane)).map((line) => line.split(' ').slice(2, 4).join(' '))).toEqual([
      'refused forbidden.content',
      'released forbidden.retried',
      'refused forbidden.content',
      'released forbidden.retried',
    ]);
  });

  it('that a step of which nobody can tell whether it arrived waits for the province', async () => {
    const lane = await claimed();
    await deliver(lane);
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 4, '2026-12-03T09:00:00+07:00')]));
    const again = await claim(lane.dossierCode);
    const incident = {
      fingerprint: `undecidable|national|${lane.dossierCode}`,
      kind: 'undecidable',
      mustAct: 'province',
    } as const;
    await settle(again, { kind: 'blocked', seq: 2 }, { incidents: [incident] });
    expect((await told(lane)).slice(1)).toEqual(['2 step held step.undecidable province']);
  });

  it('nothing of what others sent', async () => {
    const walked = await t.ledger.feeds.walkOutcomes({ client: { id: t.b, units: [] }, after: undefined, limit: 100 });
    expect(walked).toMatchObject({ kind: 'page', entries: [], hasMore: false });
  });
});

describe('the positions of outcomes', () => {
  it('are taken by the door, by relays and by a restart at once without anybody waiting in a circle', async () => {
    const codes = Array.from({ length: 40 }, newCode);
    await receipts(
      submit(
        t.ledger,
        t.a,
        codes.map((code) => aDossier(code)),
      ),
    );
    const order = { destination: 'national', among: 'all', most: 200, holder: 'test', leaseMs: 60_000 } as const;
    const lanes = (await t.ledger.lanes.claim(order)).filter(({ dossierCode }) => codes.includes(dossierCode));
    expect(lanes).toHaveLength(40);
    for (const note of ['một', 'hai', 'ba']) {
      const refusing = lanes.map((lane) => refuse(lane, 1, 'forbidden.content').catch(() => undefined));
      const sending = lanes.map(({ dossierCode }) => receipts(submit(t.ledger, t.a, [aDossier(dossierCode, { note })])));
      await Promise.all([...refusing, restart(), ...sending]);
    }
    const { rows } = await db.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(rows[0]?.deadlocks).toBe('0');
    const { rows: outcomes } = await db.query<{ state: string }>(
      `SELECT DISTINCT c.state FROM outcome c JOIN dossier o ON o.id = c.dossier_id WHERE o.code = ANY($1) ORDER BY 1`,
      [codes],
    );
    expect(outcomes.map(({ state }) => state)).toEqual(['refused', 'released']);
  });
});
