import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PATIENCE_MS, eventually } from '../../support/eventually.ts';
import { aDossier, aStep, receipts, submit } from '../../support/open-test-ledger.ts';
import { openTwoPortals, type TwoPortals } from './open-two-portals.ts';

let two: TwoPortals;

beforeAll(async () => {
  two = await openTwoPortals();
});

afterAll(() => two.close());

afterEach(async () => {
  two.province.odd = () => undefined;
  await two.national.faults();
});

const arrive = (destination: string, codes: readonly string[], withinMs = PATIENCE_MS): Promise<void> =>
  eventually(
    async () => {
      expect(await two.states(destination, codes)).toEqual({ idle: codes.length });
    },
    { withinMs },
  );

async function callsTo(destination: string): Promise<number> {
  const { rows } = await two.db.query<{ calls: number }>('SELECT count(*)::int AS calls FROM call WHERE destination = $1', [
    destination,
  ]);
  return rows[0]?.calls ?? 0;
}

describe('two portals', () => {
  it('each get every dossier and every step, in order, in their own dialect', async () => {
    const code = two.newCode();
    await two.accept(
      aDossier(code),
      aStep(code, 4, '2026-11-24T09:00:00+07:00'),
      aStep(code, 9, '2026-11-24T10:00:00+07:00', { title: 'Chuyên viên' }),
    );
    await arrive('national', [code]);
    await arrive('province', [code]);

    const there = await two.national.read(code);
    expect([there?.status, there?.steps.length]).toEqual(['9', 2]);
    expect(two.province.documents.get(code)?.at(-1)).toMatchObject({
      ...{ DocCode: code, DocTypeCode: '2.000815', Status: 2, IsSuccess: true, FinishedDate: '2026-11-24T10:00:00.000+0700' },
      ...{ OrganInchargeIdLevel1: 'H56.14797', OrganInchargeName: 'Phường Hạc Thành', Attachments: [] },
    });
    expect(two.province.traces.get(code)?.map(({ Status, UserPosition }) => [Status, UserPosition])).toEqual([
      [4, ''],
      [9, 'Chuyên viên'],
    ]);
    const services = two.province.calls.filter(({ item }) => item['DocCode'] === code).map(({ service }) => service);
    expect(services[0]).toBe('SyncDocument');
    expect(two.province.count('token')).toBe(1);
  });

  it('do not wait for each other when the provincial one is silent', async () => {
    two.province.odd = () => 'silence';
    const codes = await two.acceptMany(40);
    await arrive('national', codes, 5_000);
    expect((await two.states('province', codes))['idle']).toBeUndefined();
    two.province.odd = () => undefined;
    await arrive('province', codes);
    expect(codes.filter((code) => two.province.documents.get(code) === undefined)).toEqual([]);
  });

  it('do not wait for each other when the national one is down', async () => {
    await two.national.faults({ mode: 'down' });
    const codes = await two.acceptMany(40);
    await arrive('province', codes, 5_000);
    const calls = await callsTo('national');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    // One try a second, however many wait: what nobody hears costs the others nothing.
    expect((await callsTo('national')) - calls).toBeLessThanOrEqual(5);
    expect((await two.states('national', codes))['idle']).toBeUndefined();
    await two.national.faults();
    await arrive('national', codes);
  });

  it('refuse each for itself: the province mends what its portal refuses, and the commune hears of it', async () => {
    const code = two.newCode();
    const refusal = { http: 200, body: { Status: 400, Message: 'Trường CitizenName không được để trống' } };
    two.province.odd = ({ item }) => (item['DocCode'] === code ? refusal : undefined);
    await two.accept(aDossier(code));
    await arrive('national', [code]);
    await eventually(async () => {
      expect(await two.lane('province', code)).toMatchObject({ state: 'blocked' });
    });
    const { rows } = await two.db.query(
      `SELECT i.destination, i.must_act, i.fingerprint FROM incident i JOIN lane_wait w USING (fingerprint)
        JOIN dossier o ON o.id = w.dossier_id WHERE i.cleared_at IS NULL AND o.code = $1`,
      [code],
    );
    // It names what was refused and no dossier, so that all that are refused for it are one task.
    const fingerprint = 'refused|province|create|province.content|400|CitizenName';
    expect(rows).toEqual([{ destination: 'province', must_act: 'province', fingerprint }]);
    const { rows: told } = await two.db.query<{ destination: string; state: string; cause: string; must_act: string }>(
      'SELECT u.destination, u.state, u.cause, u.must_act FROM outcome u JOIN dossier o ON o.id = u.dossier_id WHERE o.code = $1 ORDER BY 1',
      [code],
    );
    expect(told).toEqual([
      { destination: 'national', state: 'delivered', cause: 'delivered', must_act: 'nobody' },
      { destination: 'province', state: 'refused', cause: 'province.content', must_act: 'province' },
    ]);
    two.province.odd = () => undefined;
    await two.accept(aDossier(code, { note: 'mới' }));
    await arrive('province', [code]);
  });

  it('hold each for itself: a code that only one of them lacks', async () => {
    const code = two.newCode();
    await two.db.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
       VALUES ('procedure', 'national', 'out', 'TS_LOP1', '2.000815', '(,)', tstzrange(now() - interval '1 minute', NULL))`,
    );
    await two.db.query('NOTIFY codes_changed');
    await eventually(
      () => two.t.ledger.codes().translate('national', 'procedure', 'TS_LOP1', '2026-11-24' as never) !== undefined,
    );
    await receipts(submit(two.t.ledger, two.t.a, [aDossier(code, { procedureCode: 'TS_LOP1' })]));
    await arrive('national', [code]);
    await eventually(async () => {
      expect(await two.lane('province', code)).toEqual({ state: 'held', epoch: 1, cause: 'unmapped|province|procedure|TS_LOP1' });
    });
    await two.db.query(
      `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
       VALUES ('procedure', 'province', 'out', 'TS_LOP1', '2.000815', '(,)', tstzrange(now() - interval '1 minute', NULL))`,
    );
    await two.db.query('NOTIFY codes_changed');
    await arrive('province', [code]);
    expect(two.province.documents.get(code)?.[0]).toMatchObject({ DocTypeCode: '2.000815' });
  });
});
