import { describe, expect, it } from '@jest/globals';
import { DestinationSettings } from '#protocols';
import { Budget, shareOf } from './budget.ts';

/** A budget whose bucket in the ledger holds that many calls; `now` is its monotonic clock. */
function budgetWith(inLedger: number, settings: Partial<DestinationSettings>) {
  const state = { now: 0, inLedger, asked: 0 };
  const take = (): Promise<number> => {
    state.asked += 1;
    if (state.inLedger < 1) return Promise.resolve(0);
    state.inLedger -= 1;
    return Promise.resolve(1);
  };
  const destination = Object.assign(new DestinationSettings(), { id: 'national' }, settings);
  const parts = { ledger: { budgets: { take } }, destination, clock: { monotonic: () => state.now } };
  return { state, budget: new Budget(parts as unknown as ConstructorParameters<typeof Budget>[0]) };
}

const RATE = { perSecond: 10, burst: 11 };
const deadline = { at: 0, monotonic: () => 0 };

describe('a budget of calls', () => {
  it('is asked nothing where there is no limit, nor for a destination in shadow', async () => {
    for (const settings of [{}, { rate: RATE, mode: 'shadow' as const }]) {
      const { budget, state } = budgetWith(0, settings);
      expect([budget.isLimited, budget.hasCall, budget.forClaims, await budget.pass(deadline)]).toEqual([
        false,
        true,
        undefined,
        true,
      ]);
      expect(state.asked).toBe(0);
    }
  });

  it('lets calls go that were drawn with their lanes, without asking, and draws what is needed beside', async () => {
    const { budget, state } = budgetWith(1, { rate: RATE });
    budget.claimed(2);
    expect([await budget.pass(deadline), budget.hasCall, await budget.pass(deadline), budget.hasCall]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(state.asked).toBe(0);
    expect([await budget.pass(deadline), await budget.pass(deadline)]).toEqual([true, false]);
  });

  it('forgets what was drawn and not used in time', async () => {
    const { budget, state } = budgetWith(0, { rate: RATE });
    budget.claimed(1);
    state.now = shareOf(RATE).keptMs;
    expect([budget.hasCall, await budget.pass(deadline)]).toEqual([false, false]);
  });

  it('draws one call for as many lanes as may share it', async () => {
    const { budget } = budgetWith(0, { rate: RATE, dossiersPerCall: 5 });
    budget.claimed(6);
    expect([await budget.pass(deadline), await budget.pass(deadline), await budget.pass(deadline)]).toEqual([true, true, false]);
  });

  it('saves up so much less as a relay may use late', () => {
    expect(shareOf({ perSecond: 10, burst: 11 })).toEqual({ most: 6, keptMs: 500 });
    expect(shareOf({ perSecond: 10 })).toEqual({ most: 5.5, keptMs: 450 });
    expect(shareOf({ perSecond: 10, burst: 1 })).toEqual({ most: 1, keptMs: 100 });
    expect(shareOf({ perSecond: 1, burst: 100 })).toEqual({ most: 99, keptMs: 1_000 });
  });
});
