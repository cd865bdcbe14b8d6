import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ClientRegister, openLedger, prepareDatabase } from '#ledger';
import { Clock, openLog } from '#runtime';
import { aDossier, openTestLedger, receipts, submit, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';
import { eventually } from '../../support/eventually.ts';
import { PREPARATION } from '../../support/preparation.ts';

let t: TestLedger;
let owner: pg.Client;
let register: ClientRegister;
let trial = 0;

beforeAll(async () => {
  t = await openTestLedger();
  owner = new pg.Client({ connectionString: t.url });
  await owner.connect();
  const place = { dialect: 'dvcqg', lookup: 'steps', fingerprint: 'test' } as const;
  await prepareDatabase({
    ...{ ownerUrl: t.url, ...PREPARATION },
    destinations: [
      { id: 'national', ...place },
      { id: 'rehearsal', serves: 'sandbox', ...place },
      { id: 'simulator', serves: 'all', ...place },
    ],
  });
  register = await ClientRegister.open(t.url, TEST_SECRETS.pepper);
  const units = { kind: 'test', identifier: 'H56.SANDBOX' } as const;
  const { keys } = await register.add({ code: 'thu', name: 'Thử nghiệm', role: 'commune', units, manners: {} }, 'test');
  await eventually(async () => {
    trial = (await t.ledger.clients.byApiKey(keys[0]?.secret ?? ''))?.id ?? 0;
    return trial !== 0;
  });
});

afterAll(async () => {
  await register.close();
  await owner.end();
  await t.close();
});

async function lanesOf(code: string): Promise<string[]> {
  const { rows } = await owner.query<{ destination: string }>(
    'SELECT l.destination FROM lane l JOIN dossier d ON d.id = l.dossier_id WHERE d.code = $1 ORDER BY 1',
    [code],
  );
  return rows.map(({ destination }) => destination);
}

async function send(client: number, code: string): Promise<string | undefined> {
  const [receipt] = await receipts(submit(t.ledger, client, [aDossier(code)]));
  return receipt?.problems[0]?.code ?? receipt?.result;
}

describe('a client that is tried out', () => {
  it('sends dossiers of the test unit, to where trials go alone', async () => {
    expect(await send(trial, 'H56.SANDBOX-261123-0001')).toBe('accepted');
    expect(await lanesOf('H56.SANDBOX-261123-0001')).toEqual(['rehearsal', 'simulator']);
    expect(await send(t.a, 'H56.14797-261123-0001')).toBe('accepted');
    expect(await lanesOf('H56.14797-261123-0001')).toEqual(['national', 'simulator']);
  });

  it('never takes a code of anybody else, and nobody takes one of its', async () => {
    expect(await send(trial, 'H56.14797-261123-0002')).toBe('unit.out-of-scope');
    expect(await send(trial, 'H56.14999-261123-0002')).toBe('unit.unresolved');
    expect(await send(trial, 'X9-261123-0002')).toBe('unit.unresolved');
    expect(await send(t.a, 'H56.SANDBOX-261123-0002')).toBe('unit.out-of-scope');
  });

  it('can be told apart, as can its unit, which a second one shares', async () => {
    const units = { kind: 'test', identifier: 'H56.SANDBOX' } as const;
    await register.add({ code: 'thu-2', name: 'Thử nghiệm 2', role: 'commune', units, manners: {} }, 'test');
    const { rows } = await owner.query<{ code: string; sandbox: boolean; type: string }>(
      `SELECT c.code, c.sandbox, u.type FROM client c JOIN client_scope s ON s.client_id = c.id JOIN unit u ON u.id = s.unit_id
       WHERE c.code IN ('a', 'thu', 'thu-2') ORDER BY 1`,
    );
    expect(rows).toEqual([
      { code: 'a', sandbox: false, type: 'phường' },
      { code: 'thu', sandbox: true, type: 'thử nghiệm' },
      { code: 'thu-2', sandbox: true, type: 'thử nghiệm' },
    ]);
  });

  it('gets no real unit, and no real client its', async () => {
    const add = (code: string, unit: string): Promise<unknown> => register.scope({ code, add: [unit], remove: [] }, 'test');
    await expect(add('thu', '14797')).rejects.toMatchObject({ code: 'unit.test' });
    await expect(add('a', 'H56.SANDBOX')).rejects.toMatchObject({ code: 'unit.test' });
    const { units } = await register.add(
      { code: 'tinh', name: 'Toàn tỉnh', role: 'commune', units: { kind: 'every' }, manners: {} },
      'test',
    );
    expect(units).toHaveLength(166);
  });
});

describe('the destinations of a client', () => {
  it('are those that it names', async () => {
    await register.set({ code: 'b', manners: { destinations: ['simulator'] } }, 'test');
    await eventually(() => t.ledger.clients.byId(t.b)?.destinations !== undefined);
    expect(await send(t.b, 'H56.14758-261123-0001')).toBe('accepted');
    expect(await lanesOf('H56.14758-261123-0001')).toEqual(['simulator']);
  });

  it('has a unit that a process knows whose clock is a little behind', async () => {
    await owner.query(
      `UPDATE unit_alias SET recorded = tstzrange(gateway_now() + interval '1 minute', NULL) WHERE code = 'H56.SANDBOX'`,
    );
    const ledger = await openLedger({
      ...{ url: t.url, application: 'other', clock: new Clock(), log: openLog('test'), secrets: TEST_SECRETS },
    });
    const [receipt] = await receipts(submit(ledger, t.a, [aDossier('H56.SANDBOX-261123-0010')]));
    await ledger.close();
    expect(receipt?.problems[0]?.code).toBe('unit.out-of-scope');
  });

  it('concerns neither the national portal nor the events of the province, and sees its own', async () => {
    await send(trial, 'H56.SANDBOX-261123-0009');
    await send(t.a, 'H56.14797-261123-0009');
    const { entries } = await t.ledger.feeds.readStatusChanges({ scope: 'all', after: 0, limit: 1_000 });
    const events = await t.ledger.feeds.statusChanges(0, 1_000);
    for (const seen of [entries, events].map((all) => all.map(({ dossierCode }) => dossierCode))) {
      expect(seen).toContain('H56.14797-261123-0009');
      expect(seen.filter((code) => code.startsWith('H56.SANDBOX'))).toEqual([]);
    }
    expect(await t.ledger.readRecord('H56.SANDBOX-261123-0009')).toBeUndefined();
    expect(await t.ledger.readRecord('H56.14797-261123-0009')).toBeDefined();
    expect(await t.ledger.readRecord('H56.SANDBOX-261123-0009', trial)).toBeDefined();
    const own = await t.ledger.feeds.walkStatusChanges({ client: clientOf(trial), after: undefined, limit: 100 });
    expect(own).toMatchObject({
      kind: 'page',
      entries: expect.arrayContaining([expect.objectContaining({ dossierCode: 'H56.SANDBOX-261123-0009' })]),
    });
  });
});

function clientOf(id: number): { id: number; units: readonly number[] } {
  const client = t.ledger.clients.byId(id);
  if (client === undefined) throw new Error('no such client');
  return client;
}
