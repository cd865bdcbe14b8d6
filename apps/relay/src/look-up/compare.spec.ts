import { describe, expect, it } from '@jest/globals';
import type { Status } from '#canonical';
import type { HistoryItem } from '#ledger';
import { compareSteps, provenByStatus, type KeyedStep } from './compare.ts';

function ours(seq: number, key: string, more: Partial<KeyedStep> = {}): KeyedStep {
  return {
    seq,
    key,
    kind: 'step',
    status: 4,
    state: 'pending',
    doubt: true,
    sent: 1,
    shadow: false,
    step: undefined,
    acceptedAt: new Date(0),
    ...more,
  };
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

describe('provenByStatus', () => {
  const record = (status: Status): KeyedStep => ours(1, '', { kind: 'version', status, state: 'delivered', doubt: false });
  const proven = (history: readonly HistoryItem[], status: Status): number[] =>
    provenByStatus(history, (one) => one === status).map(({ seq }) => seq);

  it('is proof only where nothing else could have set the status', () => {
    expect(proven([record(2), ours(2, 'a')], 4)).toEqual([2]);
    expect(proven([record(2), ours(2, 'a')], 2)).toEqual([]);
    expect(proven([record(2), ours(2, 'a', { status: 2 })], 2)).toEqual([]);
    expect(proven([record(4), ours(2, 'b', { status: 5, doubt: false, state: 'delivered' }), ours(3, 'a')], 4)).toEqual([]);
  });

  it('proves the steps before it too: they went in the same call', () => {
    const lost = [record(2), ours(2, 'a', { doubt: false, state: 'delivered' }), ours(3, 'b'), ours(4, 'c', { status: 9 })];
    expect(proven(lost, 9)).toEqual([3, 4]);
    expect(proven(lost, 4)).toEqual([]);
  });
});
