import { describe, expect, it } from '@jest/globals';
import type { Verdict } from '#protocols';
import { Flow } from './flow.ts';

function flow(): {
  flow: Flow;
  told: string[];
  pass: (ms: number) => void;
  note: (verdict: Verdict | 'no-session', times: number) => boolean;
} {
  let now = 5_000;
  const told: string[] = [];
  const log = { event: (name: string) => told.push(name) };
  const made = new Flow({ destination: { id: 'province' }, clock: { monotonic: () => now }, log });
  return {
    flow: made,
    told,
    pass: (ms) => (now += ms),
    note: (verdict, times) => {
      for (let n = 0; n < times; n += 1) made.note(verdict);
      return made.isDry;
    },
  };
}

describe('the flow of lanes', () => {
  it.each(['unknown', 'deferred', 'no-session'] as const)('is dry when nothing but %s comes back', (verdict) => {
    const { note } = flow();
    expect([note(verdict, 15), note(verdict, 1)]).toEqual([false, true]);
  });

  it.each(['delivered', 'exists', 'not-found', 'refused', 'session', 'forbidden'] as const)(
    'goes on with the first %s',
    (verdict) => {
      const { note } = flow();
      note('unknown', 100);
      expect(note(verdict, 1)).toBe(false);
      expect(note('unknown', 15)).toBe(false);
    },
  );

  it('says once that it is dry, and once that it is not any more', () => {
    const { note, told } = flow();
    note('unknown', 40);
    note('delivered', 3);
    expect(told).toEqual(['destination.unheard', 'destination.heard']);
  });

  it('is no drier for a deadline that passed before anything left', () => {
    const { note } = flow();
    expect(note('expired', 100)).toBe(false);
    note('unknown', 16);
    expect(note('expired', 1)).toBe(true);
  });

  it('lets one try, and the next one a second later', () => {
    const { flow: made, pass } = flow();
    expect([made.mayTry(), made.mayTry()]).toEqual([true, false]);
    pass(999);
    expect(made.mayTry()).toBe(false);
    pass(1);
    expect(made.mayTry()).toBe(true);
  });
});
