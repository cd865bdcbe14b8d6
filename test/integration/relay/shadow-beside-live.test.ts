import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { openTwoPortals, type TwoPortals } from './open-two-portals.ts';

const SHADOW = { mode: 'shadow' } as const;

let two: TwoPortals;
afterEach(() => two.close());

async function accept(): Promise<string> {
  const code = two.newCode();
  await two.accept(
    aDossier(code),
    aStep(code, 4, '2026-11-24T09:00:00+07:00'),
    aStep(code, 9, '2026-11-24T10:00:00+07:00', { title: 'Chuyên viên' }),
  );
  return code;
}

const arrived = (destination: string, ...codes: readonly string[]): Promise<void> =>
  eventually(async () => {
    expect(await two.states(destination, codes)).toEqual({ idle: codes.length });
  });

async function rows(text: string): Promise<Record<string, unknown>[]> {
  return (await two.db.query<Record<string, unknown>>(text)).rows;
}

const keptFor = (): Promise<Record<string, unknown>[]> =>
  rows('SELECT destination, count(*)::int AS items FROM shadow_item GROUP BY 1');
const toldOf = (): Promise<Record<string, unknown>[]> => rows('SELECT DISTINCT destination FROM outcome');

describe('a destination in shadow beside a live one', () => {
  it('is written for, and not called, while the provincial one gets everything', async () => {
    two = await openTwoPortals({ ofNational: SHADOW });
    const code = await accept();
    await arrived('national', code);
    await arrived('province', code);
    expect(two.province.traces.get(code)?.map(({ Status }) => Status)).toEqual([4, 9]);
    expect(await keptFor()).toEqual([{ destination: 'national', items: 5 }]);
    expect(await toldOf()).toEqual([{ destination: 'province' }]);
    expect(await rows('SELECT DISTINCT destination FROM call')).toEqual([{ destination: 'province' }]);
    expect(await rows('SELECT DISTINCT destination FROM partner_session')).toEqual([{ destination: 'province' }]);
    expect(await two.national.read(code)).toBeUndefined();
  });

  it('that shows nothing and was stopped is written for in its own dialect, and not tried by a call of any lane', async () => {
    two = await openTwoPortals({ ofProvince: SHADOW });
    await two.db.query(`UPDATE destination SET stopped_at = now(), probe_at = now() WHERE id = 'province'`);
    const code = await accept();
    await arrived('province', code);
    await arrived('national', code);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(two.province.calls).toEqual([]);
    expect((await two.national.read(code))?.steps).toHaveLength(2);
    expect(await toldOf()).toEqual([{ destination: 'national' }]);
    expect(await keptFor()).toEqual([{ destination: 'province', items: 5 }]);
  });

  it('is left alone by relays that were started to send there, from the moment on when the ledger has it in shadow', async () => {
    two = await openTwoPortals({ relays: 2 });
    const before = await accept();
    await arrived('province', before);
    await two.db.query(`UPDATE destination SET mode = 'shadow', stopped_at = now(), probe_at = now() WHERE id = 'province'`);
    const calls = two.province.calls.length;
    const code = await accept();
    await arrived('national', before, code);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(two.province.calls).toHaveLength(calls);
    expect(await two.states('province', [code])).toEqual({ due: 1 });
  });
});
