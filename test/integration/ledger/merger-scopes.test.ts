import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { createClients, type DeskLedger } from '#ledger';
import {
  aDossier,
  instant,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';
import { act, connect, dayIn, loadAndLookAt, MERGE, openDesk, type LookedAt } from './unit-acts.ts';

let t: TestLedger;
let owner: pg.Client;
let desk: DeskLedger;

beforeAll(async () => {
  t = await openTestLedger();
  owner = await connect(t.url);
  desk = await openDesk(t.url);
});

afterAll(async () => {
  await owner.end();
  await desk.close();
  await t.close();
});

const loadAndLook = (on: LegalDay, rows: readonly string[]): Promise<LookedAt> => loadAndLookAt(desk, on, rows);

describe('a merger that is recorded late', () => {
  it('counts what a destination acknowledged since its day under an identifier that is none of the successors’', async () => {
    const seen = async (rows: readonly string[]): Promise<unknown> => {
      const { id, preview } = await loadAndLook('2026-11-01' as LegalDay, rows);
      await desk.mergers.withdraw(id, act());
      return preview.pending.map(({ underFormer }) => underFormer);
    };
    const days = {
      'H56.14758-261015-0001': '2026-10-15',
      'H56.14758-261120-0002': '2026-11-20',
      'H56.14758-261120-0003': '2026-11-20',
    };
    const codes = Object.keys(days);
    const dossiers = Object.entries(days).map(([code, day]) => aDossier(code, { receivedAt: instant(`${day}T08:00:00+07:00`) }));
    expect(await receipts(submit(t.ledger, t.b, dossiers))).toHaveLength(3);
    const merged = [MERGE('14797', '14797', 'Phường Một', 'phường'), MERGE('14758', '14797', 'Phường Một', 'phường')];
    expect(await seen(merged)).toEqual([0]);
    const pin = `UPDATE lane SET pins = '{"agency": {"identifier": "H56.14758", "name": "x"}}' FROM dossier o
      WHERE o.id = lane.dossier_id AND o.code = ANY($1)`;
    await owner.query(pin, [codes.slice(0, 2)]);
    // That of October is right, and the third is not acknowledged yet: it goes by the successor's.
    expect(await seen(merged)).toEqual([1]);
    // Whoever is only renamed keeps the identifier, and nothing is wrong.
    expect(await seen(['rename,14758,,14758,Phường Hàm Rồng Mới,phường'])).toEqual([0]);
  });
});

describe('scopes of units of a merger to come', () => {
  const scopesOf = async (client: string): Promise<unknown> => {
    const { rows } = await owner.query(
      `SELECT u.name, s.valid::text FROM client_scope s JOIN unit u ON u.id = s.unit_id JOIN client c ON c.id = s.client_id
       WHERE c.code = $1 ORDER BY s.valid, u.name`,
      [client],
    );
    return rows;
  };
  const recorded = async (rows: readonly string[]): Promise<string> => {
    const { id, preview } = await loadAndLook(dayIn(1), rows);
    await desk.mergers.record(id, preview.version, act());
    return id;
  };

  it('are carried for as long as they were to last and not a day longer, those to come too, and come back as they were', async () => {
    await createClients(t.url, TEST_SECRETS.pepper, [{ code: 'ending', name: 'Sắp hết', unitCodes: ['15796'] }]);
    await createClients(t.url, TEST_SECRETS.pepper, [{ code: 'coming', name: 'Sắp đến', unitCodes: ['15796'] }]);
    const limit = `UPDATE client_scope SET valid = daterange($2, $3) WHERE client_id = (SELECT id FROM client WHERE code = $1)`;
    await owner.query(limit, ['ending', null, dayIn(30)]);
    await owner.query(limit, ['coming', dayIn(10), dayIn(30)]);
    const before = [await scopesOf('ending'), await scopesOf('coming')];
    const id = await recorded(['rename,15796,,15796,Xã Đổi Tên,xã']);
    expect(await scopesOf('ending')).toMatchObject([
      { valid: `(,${dayIn(1)})` },
      { name: 'Xã Đổi Tên', valid: `[${dayIn(1)},${dayIn(30)})` },
    ]);
    expect(await scopesOf('coming')).toContainEqual({ name: 'Xã Đổi Tên', valid: `[${dayIn(10)},${dayIn(30)})` });
    await desk.mergers.withdraw(id, act());
    expect([await scopesOf('ending'), await scopesOf('coming')]).toEqual(before);
  });

  it('that were given to a unit that never will be are ended when it is withdrawn, and the audit says whose', async () => {
    await createClients(t.url, TEST_SECRETS.pepper, [{ code: 'early', name: 'Sớm', unitCodes: [] }]);
    const id = await recorded([MERGE('15835', '15835', 'Xã Không Bao Giờ')]);
    await owner.query(
      `INSERT INTO client_scope (client_id, unit_id, valid) SELECT c.id, u.id, daterange($1, NULL) FROM client c, unit u
       WHERE c.code = 'early' AND u.name = 'Xã Không Bao Giờ'`,
      [dayIn(1)],
    );
    await desk.mergers.withdraw(id, act());
    expect(await scopesOf('early')).toEqual([]);
    const { rows } = await owner.query(`SELECT details FROM audit WHERE act = 'merger.withdraw' AND subject = $1`, [id]);
    expect(rows).toMatchObject([{ details: { withoutUnit: ['early'] } }]);
  });
});
