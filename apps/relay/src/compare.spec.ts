import { describe, expect, it } from '@jest/globals';
import { compareSteps, statusProves, type KeyedStep } from './compare.ts';

function ours(seq: number, key: string, more: Partial<KeyedStep> = {}): KeyedStep {
  return { seq, key, kind: 'step', status: 4, state: 'pending', doubt: true, sent: 1, step: undefined, ...more };
}

const inDoubt = ({ doubt }: KeyedStep): boolean => doubt;
const seqs = (steps: readonly KeyedStep[]): number[] => steps.map(({ seq }) => seq);

describe('compareSteps', () => {
  it('finds what arrived and what did not, in order', () => {
    const { arrived, missing, disordered, twice } = compareSteps([ours(2, 'a'), ours(3, 'b'), ours(4, 'c')], ['a', 'b'], inDoubt);
    expect([seqs(arrived), seqs(missing), disordered, seqs(twice)]).toEqual([[2, 3], [4], false, []]);
  });

  it('takes equal steps as a multiset: one that was delivered proves nothing for the next', () => {
    const steps = [ours(2, 'a', { state: 'delivered', doubt: false }), ours(4, 'a')];
    expect(seqs(compareSteps(steps, ['a'], inDoubt).missing)).toEqual([4]);
    expect(seqs(compareSteps(steps, ['a', 'a'], inDoubt).arrived)).toEqual([4]);
  });

  it('sees a later step without an earlier one, and a step that is there too often', () => {
    expect(compareSteps([ours(2, 'a'), ours(3, 'b')], ['b'], inDoubt).disordered).toBe(true);
    expect(seqs(compareSteps([ours(2, 'a')], ['a', 'a'], inDoubt).twice)).toEqual([2]);
    expect(seqs(compareSteps([ours(2, 'a')], ['foreign'], inDoubt).twice)).toEqual([]);
  });
});

describe('statusProves', () => {
  const before = [ours(1, '', { kind: 'version', status: 2, state: 'delivered' })];

  it('is proof only where nothing else could have set the status', () => {
    const step = ours(2, 'a', { status: 4 });
    expect(statusProves(step, before, true)).toBe(true);
    expect(statusProves(step, before, false)).toBe(false);
    expect(statusProves(ours(2, 'a', { status: 2 }), before, true)).toBe(false);
    const record = ours(1, '', { kind: 'version', status: 4, state: 'delivered' });
    expect(statusProves(ours(3, 'a', { status: 4 }), [record, ours(2, 'b', { status: 5 })], true)).toBe(false);
  });
});
