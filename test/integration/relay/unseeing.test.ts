import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { openTwoPortals, type TwoPortals } from './open-two-portals.ts';
import type { Oddity, ProvinceCall } from './province-stand-in.ts';

// A portal that can be asked nothing.
let two: TwoPortals;

beforeAll(async () => {
  two = await openTwoPortals({ relays: 2 });
});

afterAll(() => two.close());

afterEach(() => {
  two.province.odd = () => undefined;
});

const FORBIDDEN: Oddity = { http: 403 };
const isPush = ({ service }: ProvinceCall): boolean => service !== 'token';

const arrive = (codes: readonly string[]): Promise<void> =>
  eventually(async () => {
    expect(await two.states('province', codes)).toEqual({ idle: codes.length });
  });

/** Incidents of its breaker that are open. */
async function stops(): Promise<number> {
  const { rowCount } = await two.db.query(`SELECT FROM incident WHERE fingerprint = 'breaker|province' AND cleared_at IS NULL`);
  return rowCount ?? 0;
}

async function flagged(code: string): Promise<number[]> {
  const { rows } = await two.db.query<{ seq: number }>(
    `SELECT li.seq FROM lane_item li JOIN dossier o ON o.id = li.dossier_id
     WHERE o.code = $1 AND li.destination = 'province' AND li.possibly_twice ORDER BY 1`,
    [code],
  );
  return rows.map(({ seq }) => seq);
}

describe('a portal that forbids everything', () => {
  it('before it ever took anything is stopped, and goes on by itself, without one dossier blocked', async () => {
    two.province.odd = (call) => (isPush(call) ? FORBIDDEN : undefined);
    const codes = await two.acceptMany(30);
    await eventually(async () => {
      expect(await stops()).toBe(1);
    });
    expect((await two.states('province', codes))['blocked']).toBeUndefined();
    two.province.odd = () => undefined;
    await arrive(codes);
    expect(await stops()).toBe(0);
  });

  it('after it took others is stopped, and what was there is asserted to see when it goes on', async () => {
    two.province.odd = (call) => (isPush(call) ? FORBIDDEN : undefined);
    const codes = await two.acceptMany(30);
    await eventually(async () => {
      expect(await stops()).toBe(1);
    });
    const calls = two.province.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // Probes alone, one at a time: a token and a document each.
    expect(two.province.calls.length - calls).toBeLessThan(40);
    two.province.odd = () => undefined;
    await arrive(codes);
    expect((await two.states('province', codes))['blocked']).toBeUndefined();
    expect(await stops()).toBe(0);
  });
});

describe('a portal that forbids one dossier', () => {
  it('has that one blocked, as a task of the province, and all others', async () => {
    const [poisoned = ''] = await two.acceptMany(1);
    await arrive([poisoned]);
    two.province.odd = ({ item }) => (item['DocCode'] === poisoned ? FORBIDDEN : undefined);
    await two.accept(aStep(poisoned, 4, '2026-11-24T09:00:00+07:00'));
    const others = await two.acceptMany(20);
    await arrive(others);
    await eventually(async () => {
      expect(await two.lane('province', poisoned)).toMatchObject({ state: 'blocked' });
    });
    const { rows } = await two.db.query<{ must_act: string }>(
      `SELECT i.must_act FROM lane_wait w JOIN incident i USING (fingerprint) JOIN dossier o ON o.id = w.dossier_id
        WHERE i.cause = 'forbidden.content' AND o.code = $1`,
      [poisoned],
    );
    expect(rows).toEqual([{ must_act: 'province' }]);
    expect(await stops()).toBe(0);
  });
});

describe('a portal that says that it does not have a dossier', () => {
  const absent: Oddity = { http: 200, body: { Status: 400, Message: 'Hồ sơ không tồn tại trên hệ thống' } };

  it('is not believed for once: the step goes again, flagged', async () => {
    const [code = ''] = await two.acceptMany(1);
    await arrive([code]);
    let lies = 1;
    two.province.odd = ({ service, item }) =>
      service === 'UpdateDocumentTraces' && item['DocCode'] === code && (lies -= 1) >= 0
        ? { ...absent, applied: true }
        : undefined;
    await two.accept(aStep(code, 4, '2026-11-24T09:00:00+07:00'));
    await arrive([code]);
    expect(await two.lane('province', code)).toMatchObject({ epoch: 1 });
    expect(two.province.traces.get(code)).toHaveLength(2);
    expect(await flagged(code)).toEqual([2]);
  });

  it('and says it again gets everything anew, in order', async () => {
    const code = two.newCode();
    await two.accept(aDossier(code), aStep(code, 4, '2026-11-24T09:00:00+07:00'));
    await arrive([code]);
    two.province.documents.delete(code);
    two.province.traces.delete(code);
    await two.accept(aStep(code, 9, '2026-11-24T10:00:00+07:00'));
    await arrive([code]);
    expect(await two.lane('province', code)).toMatchObject({ epoch: 2 });
    expect(two.province.traces.get(code)?.map(({ Status }) => Status)).toEqual([4, 9]);
    expect(two.province.documents.get(code)?.at(-1)).toMatchObject({ Status: 2 });
  });
});

describe('a step whose answer was lost', () => {
  it.each([
    [9, { state: 'idle' }, 2],
    [4, { state: 'blocked' }, 1],
  ] as const)('of status %i: %j', async (status, lane, times) => {
    const [code = ''] = await two.acceptMany(1);
    await arrive([code]);
    let losses = 1;
    two.province.odd = ({ service, item }) =>
      service === 'UpdateDocumentTraces' && item['DocCode'] === code && (losses -= 1) >= 0 ? 'drop' : undefined;
    await two.accept(aStep(code, status, '2026-11-24T09:00:00+07:00'));
    await eventually(async () => {
      expect(await two.lane('province', code)).toMatchObject(lane);
    });
    expect(two.province.traces.get(code)).toHaveLength(times);
    expect(await flagged(code)).toEqual(times === 2 ? [2] : []);
    await eventually(async () => {
      expect(await two.lane('national', code)).toMatchObject({ state: 'idle' });
    });
  });

  it('by an answer that surely had no effect goes again unflagged', async () => {
    const [code = ''] = await two.acceptMany(1);
    await arrive([code]);
    const answers: Oddity[] = [{ http: 503 }, { http: 429 }, { http: 401 }];
    two.province.odd = ({ service, item }) =>
      service === 'UpdateDocumentTraces' && item['DocCode'] === code ? answers.shift() : undefined;
    await two.accept(aStep(code, 4, '2026-11-24T09:00:00+07:00'));
    await arrive([code]);
    expect([two.province.traces.get(code)?.length, await flagged(code)]).toEqual([1, []]);
  });
});
