import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Instant, LegalDay } from '#canonical';
import { ClientRegister, createClients, openLedger, type DeskLedger, type Ledger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  instant,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';
import { act, connect, dayIn, openDesk } from './unit-acts.ts';

const HEAD = 'kind,old_code,old_name,new_code,new_name,new_type';

let t: TestLedger;
let owner: pg.Client;
let desk: DeskLedger;
let relay: Ledger;

beforeAll(async () => {
  t = await openTestLedger();
  owner = await connect(t.url);
  desk = await openDesk(t.url);
  await createClients(t.url, TEST_SECRETS.pepper, [
    { code: 'renamed', name: 'Sẽ đổi tên', apiKey: 'key-renamed', unitCodes: ['14812'] },
    { code: 'both', name: 'Cả hai', apiKey: 'key-both', unitCodes: ['14797', '14758'] },
  ]);
  const secrets = TEST_SECRETS;
  relay = await openLedger({
    url: t.url,
    application: 'relay',
    clock: new Clock(),
    log: openLog('test'),
    secrets,
    accepts: false,
  });
});

afterAll(async () => {
  await relay.close();
  await owner.end();
  await desk.close();
  await t.close();
});

/** The versions by which processes see, without any notice, that what they hold is old. */
async function versions(): Promise<Readonly<Record<'units' | 'clients', number>>> {
  const { rows } = await owner.query<Record<'units' | 'clients', number>>(
    `SELECT (SELECT max(version) FROM catalogue_version WHERE list = 'units')::float8 AS units,
       (SELECT version FROM snapshot_version WHERE list = 'clients')::float8 AS clients`,
  );
  return rows[0] ?? { units: 0, clients: 0 };
}

/** Does it, and expects that each of these lists has another version then. */
async function raising<T>(lists: readonly ('units' | 'clients')[], doing: () => Promise<T>): Promise<T> {
  const before = await versions();
  const result = await doing();
  const after = await versions();
  expect(lists.filter((list) => after[list] > before[list])).toEqual(lists);
  return result;
}

async function record(on: LegalDay, rows: readonly string[]): Promise<string> {
  const { id } = await desk.mergers.load({ resolution: '7/NQ', on, csv: [HEAD, ...rows, ''].join('\n') }, act());
  const { version } = await desk.mergers.preview(id, new Date());
  await raising(['units', 'clients'], () => desk.mergers.record(id, version, act()));
  return id;
}

async function unitId(code: string): Promise<number> {
  const { rows } = await owner.query<{ unit_id: number }>(
    `SELECT unit_id FROM unit_alias WHERE scheme = 'administrative' AND code = $1 AND upper_inf(recorded) ORDER BY lower(valid) DESC NULLS LAST`,
    [code],
  );
  return rows[0]?.unit_id ?? 0;
}

const identifierOf = (unit: number, day: LegalDay): string | undefined => relay.codes().agencies.on(unit, day)?.identifier;

describe('what acts on units write', () => {
  it('raises the version that every process watches, and is seen at the door and by a relay: recorded and withdrawn, codes, and what was handed over', async () => {
    const client = await t.ledger.clients.byApiKey('key-renamed');
    const scopes = (): number => t.ledger.clients.byId(client?.id ?? 0)?.units.length ?? 0;
    const old = await unitId('14812');
    const id = await record(dayIn(0), ['rename,14812,,14812,Phường Bỉm Sơn Mới,phường']);
    const next = await unitId('14812');
    expect(next).not.toBe(old);
    await eventually(() => t.ledger.clients.byId(client?.id ?? 0)?.units.includes(next) === true);
    await eventually(() => identifierOf(next, dayIn(0)) === 'H56.14812');
    expect([scopes(), id.length]).toEqual([1, 36]);

    const later = await record(dayIn(9), ['rename,15796,,99992,Xã Sau Này,xã']);
    const named = (): unknown => identifierOf(unitOfLater, dayIn(9));
    const unitOfLater = await unitId('99992');
    await eventually(() => named() === 'H56.99992');
    await raising(['units', 'clients'], () => desk.mergers.withdraw(later, act()));
    await eventually(() => named() === undefined);

    const codes = `scheme,code,administrative_code,valid_from,legal_basis\ndecision-20,H56.777,14797,${dayIn(0)},\n`;
    await raising(['units'], () => desk.units.loadAliases(codes, act()));
    const hacThanh = await unitId('14797');
    await eventually(() => identifierOf(hacThanh, dayIn(0)) === 'H56.777');
    const a = (await t.ledger.clients.byApiKey('key-a')) ?? undefined;
    const now = instant(new Date().toISOString()) satisfies Instant;
    const wanted = aDossier('H56.777-261127-0001', { receivedAt: now });
    await eventually(
      () => a !== undefined && JSON.stringify(t.ledger.clients.resolveUnit(a, wanted, now)).includes(String(hacThanh)),
    );
  });

  it('does so of a hand-over', async () => {
    const both = (await t.ledger.clients.byApiKey('key-both'))?.id ?? 0;
    const code = 'H56.14758-250515-8101';
    await receipts(submit(t.ledger, both, [aDossier(code, { receivedAt: instant('2025-05-15T08:00:00+07:00') })]));
    const [divided] = await desk.units.lives('14758', dayIn(0));
    const order = { unitId: divided?.id ?? 0, csv: `dossier_code,new_code\n${code},14758\n` };
    const { id } = await desk.handOvers.order(order, act());
    await raising(['clients'], () => desk.handOvers.step(id, act()));
    const { rows } = await owner.query<{ part_id: number }>('SELECT part_id FROM handed_dossier');
    await eventually(() => t.ledger.clients.partOf(rows[0]?.part_id ?? 0) !== undefined);
  });
});

/** Sessions that wait for a lock. */
async function waiting(count: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await owner.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(count);
  });
}

describe('two who change units and clients at once', () => {
  it('come one after the other, and neither stops the other for ever', async () => {
    const register = await ClientRegister.open(t.url, TEST_SECRETS.pepper);
    const holder = await connect(t.url);
    try {
      const { id } = await desk.mergers.load(
        { resolution: '8/NQ', on: dayIn(1), csv: `${HEAD}\nrename,15772,,15772,Xã Khác,xã\n` },
        act(),
      );
      const { version } = await desk.mergers.preview(id, new Date());
      await holder.query('BEGIN');
      await holder.query(`SELECT snapshot_version('clients')`);
      const units = { kind: 'test', identifier: 'H56.SANDBOX' } as const;
      const added = register.add({ code: 'trial', name: 'Thử', role: 'commune', units, manners: {} }, 'lan');
      await waiting(1);
      const recorded = desk.mergers.record(id, version, act());
      await waiting(2);
      await holder.query('COMMIT');
      expect([(await added).code, (await recorded).state]).toEqual(['trial', 'recorded']);
      await desk.mergers.withdraw(id, act());
    } finally {
      await holder.end();
      await register.close();
    }
  });
});
