import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { instantOf } from '#canonical';
import { createClients } from '#ledger';
import { Clock } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { aDossier, openTestLedger, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';
import { connect } from './unit-acts.ts';

/** A clock that can be put to a time; nothing is read anew by that. */
class SettableClock extends Clock {
  at: Date | undefined;

  override now(): Date {
    return this.at ?? super.now();
  }
}

const MIDNIGHT = '2031-03-01T00:00:00+07:00';
const [LAST, FIRST] = [new Date(Date.parse(MIDNIGHT) - 1), new Date(MIDNIGHT)];
const LOGIN = { username: 'moi', password: 'mật khẩu dài của một hệ thống' };

const clock = new SettableClock();
let t: TestLedger;
let owner: pg.Client;
let [before, after, both] = [0, 0, 0];

beforeAll(async () => {
  t = await openTestLedger({ clock });
  owner = await connect(t.url);
  await createClients(t.url, TEST_SECRETS.pepper, [
    { code: 'moving', name: 'Chuyển', apiKey: 'key-moving', login: LOGIN, unitCodes: [] },
  ]);
  await eventually(async () => {
    expect(await t.ledger.clients.byApiKey('key-moving')).toBeDefined();
  });
  const id = idOfMoving();
  const { rows } = await owner.query<{ id: number }>(
    `INSERT INTO client_scope (client_id, unit_id, valid)
     SELECT $1, a.unit_id, CASE a.code WHEN '14797' THEN daterange(NULL, $2) WHEN '14758' THEN daterange($2, NULL) ELSE '(,)'::daterange END
     FROM unit_alias a WHERE a.scheme = 'administrative' AND a.code IN ('14797', '14758', '14812') AND upper_inf(a.valid)
     RETURNING unit_id AS id, valid`,
    [id, '2031-03-01'],
  );
  const { rows: named } = await owner.query<{ unit_id: number; code: string }>(
    `SELECT unit_id, code FROM unit_alias WHERE scheme = 'administrative' AND unit_id = ANY($1)`,
    [rows.map((row) => row.id)],
  );
  [before, after, both] = ['14797', '14758', '14812'].map((code) => named.find((one) => one.code === code)?.unit_id ?? 0) as [
    number,
    number,
    number,
  ];
  await eventually(() => (t.ledger.clients.byId(id)?.units.length ?? 0) > 0);
});

afterAll(async () => {
  await owner.end();
  await t.close();
});

const idOfMoving = (): number => t.ledger.clients.byLogin(LOGIN.username, LOGIN.password)?.client.id ?? 0;

/** Whom a client speaks for at that moment, in every way in which that is looked up, without a wait in between in which something could be read. */
function seenAt(at: Date): readonly unknown[] {
  clock.at = at;
  const { clients } = t.ledger;
  const account = clients.byLogin(LOGIN.username, LOGIN.password);
  const client = clients.byId(account?.client.id ?? 0);
  if (account === undefined || client === undefined) throw new Error('nobody');
  const units = [account.client.units, clients.byKey(account.keyId)?.client.units, client.units].map((ids) =>
    [...(ids ?? [])].toSorted((a, b) => a - b),
  );
  const reach = [before, after, both].map((unit) => clients.reachOf(account.client).has(unit));
  const named = ['14797', '14758', '14812'].map((code) =>
    clients.resolveUnit(client, aDossier(`H56.${code}-310228-0001`, { receivedAt: instantOf(at) }), instantOf(at)),
  );
  clock.at = undefined;
  return [units, reach, named];
}

describe('the scope of a client', () => {
  it('is that of the legal day on both sides of midnight, to the millisecond and without a reading', () => {
    const stranger = { problem: 'unit.out-of-scope' };
    const yesterday = [
      [before, both].toSorted((a, b) => a - b),
      [true, false, true],
      [{ unitId: before }, stranger, { unitId: both }],
    ] as const;
    const today = [
      [after, both].toSorted((a, b) => a - b),
      [false, true, true],
      [stranger, { unitId: after }, { unitId: both }],
    ] as const;
    for (const [at, [units, reach, named]] of [
      [LAST, yesterday],
      [FIRST, today],
      [LAST, yesterday],
    ] as const)
      expect(seenAt(at)).toEqual([[units, units, units], reach, named]);
  });
});
