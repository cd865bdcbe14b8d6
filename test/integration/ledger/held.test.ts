import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { prepareDatabase, type ClaimedLane, type IncidentToOpen, type Settlement } from '#ledger';
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

async function claimed(change: Parameters<typeof aDossier>[1] = {}): Promise<ClaimedLane> {
  serial += 1;
  const code = `H56.14797-261128-${String(serial).padStart(4, '0')}`;
  await receipts(submit(t.ledger, t.a, [aDossier(code, change)]));
  const lanes = await t.ledger.lanes.claim({ destination: 'national', among: 'all', most: 100, holder: 'test', leaseMs: 60_000 });
  const lane = lanes.find(({ dossierCode }) => dossierCode === code);
  if (lane === undefined) throw new Error('not claimed');
  return lane;
}

function settleWith(
  lane: ClaimedLane,
  next: Settlement['next'],
  incident: IncidentToOpen,
  items: Settlement['items'] = [],
): Promise<unknown> {
  const cause = incident.fingerprint;
  return t.ledger.lanes.settle({ lane, call: undefined, items, next, failures: 1, cause, incidents: [incident] });
}

const unmapped = (code: string): IncidentToOpen => ({
  fingerprint: `unmapped|national|procedure|${code}`,
  kind: 'unmapped',
  mustAct: 'province',
});

async function stateOf({ dossierId }: ClaimedLane): Promise<string> {
  const { rows } = await db.query<{ state: string }>('SELECT state FROM lane WHERE dossier_id = $1', [dossierId]);
  return rows[0]?.state ?? 'gone';
}

async function openIncidents(): Promise<string[]> {
  const { rows } = await db.query<{ fingerprint: string }>('SELECT fingerprint FROM incident WHERE cleared_at IS NULL');
  return rows.map(({ fingerprint }) => fingerprint);
}

/** As a start does it, with the configuration of the project and perhaps one procedure more. */
async function prepare(procedure?: string): Promise<void> {
  const configDir = mkdtempSync(path.join(tmpdir(), 'one-stop-config-'));
  cpSync('config', configDir, { recursive: true });
  if (procedure !== undefined) {
    const row = `${procedure},Thủ tục mới,G15-CT01,Chứng thực,,`;
    const file = path.join(configDir, 'procedures.csv');
    writeFileSync(file, `${row}\n`, { flag: 'a' });
  }
  const destinations = [{ id: 'national', dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' } as const];
  const order = { ownerUrl: t.url, roles: undefined, configDir, province: 'H56', destinations, log: openLog('test') };
  await prepareDatabase(order);
  rmSync(configDir, { recursive: true });
}

describe('a lane that is held for a code', () => {
  it('goes on when the code is known, also one that was held a moment after it came', async () => {
    const early = await claimed({ procedureCode: '9.111111' });
    const other = await claimed({ procedureCode: '9.222222' });
    await settleWith(early, { kind: 'held', seq: 1 }, unmapped('9.111111'));
    await settleWith(other, { kind: 'held', seq: 1 }, unmapped('9.222222'));
    await prepare('9.111111');
    expect([await stateOf(early), await stateOf(other)]).toEqual(['due', 'held']);
    expect(await openIncidents()).toEqual(['unmapped|national|procedure|9.222222']);

    const late = await claimed({ procedureCode: '9.111111' });
    await settleWith(late, { kind: 'held', seq: 1 }, unmapped('9.111111'));
    await prepare('9.111111');
    expect([await stateOf(late), await stateOf(other)]).toEqual(['due', 'held']);
    expect(await openIncidents()).toEqual(['unmapped|national|procedure|9.222222']);
  });
});

describe('a lane that a firewall blocks', () => {
  const forbidden = (code: string): IncidentToOpen => ({
    fingerprint: `refused|national|steps|forbidden.content|${code}`,
    kind: 'refused',
    mustAct: 'province',
  });

  it('goes on with the next item of its dossier', async () => {
    const lane = await claimed();
    const refused = { seq: 1, outcome: 'refused', cause: 'test', state: 'refused', doubt: false, possiblyTwice: false } as const;
    await settleWith(lane, { kind: 'blocked', seq: 1 }, forbidden(lane.dossierCode), [refused]);
    expect(await stateOf(lane)).toBe('blocked');
    await receipts(submit(t.ledger, t.a, [aStep(lane.dossierCode, 4, '2026-11-24T09:00:00+07:00')]));
    expect(await stateOf(lane)).toBe('due');
    const lanes = await t.ledger.lanes.claim({
      destination: 'national',
      among: 'all',
      most: 100,
      holder: 'test',
      leaseMs: 60_000,
    });
    const again = lanes.find(({ dossierCode }) => dossierCode === lane.dossierCode);
    // What was refused goes before what came after.
    expect(again?.pending.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('goes on after a restart', async () => {
    const lane = await claimed();
    await settleWith(lane, { kind: 'blocked', seq: 1 }, forbidden(lane.dossierCode));
    await prepare();
    expect(await stateOf(lane)).toBe('due');
    expect(await openIncidents()).not.toContain(forbidden(lane.dossierCode).fingerprint);
  });
});
