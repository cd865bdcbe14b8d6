import { describe, expect, it } from '@jest/globals';
import type { ClaimedLane } from '#ledger';
import type { Answer, Call } from '#protocols';
import { confirmAbsence, type Asking } from './confirm-absence.ts';
import type { Draft } from '../deliver/draft.ts';
import type { Road } from '../road.ts';

const NEW_RECORD = { GhiChu: 'mới' };
const asking: Asking = { session: { session: 's', number: 1 }, deadline: { at: 1, monotonic: () => 0 } };
const answer = { cause: 'not-found' };
const lane = { dossierCode: 'H56.14797-261123-0001', acked: undefined } as ClaimedLane;

/** A road to a portal that shows nothing and answers every push with that verdict; what was pushed lies in `calls`. */
function roadTo(verdict: Answer['verdict']): { road: Road; calls: Call[] } {
  const calls: Call[] = [];
  const push = (call: Call): Promise<Partial<Answer>> => {
    calls.push(call);
    return Promise.resolve({ verdict });
  };
  return { road: { destination: { lookup: 'none' }, upserts: false, client: { push } } as unknown as Road, calls };
}

function draftOf(kind: Draft['kind'], again?: Draft['again']): Draft {
  const items =
    kind === 'steps' || again !== undefined ? [] : [{ seq: 2, kind: 'version', wire: NEW_RECORD, wireHash: '' } as const];
  return { kind, items, again, superseded: [], possiblyTwice: false, pins: undefined, codesVersion: '1' };
}

describe('confirmAbsence without look-up', () => {
  it('asks with the record that was just sent, although nothing was ever acknowledged', async () => {
    const { road, calls } = roadTo('not-found');

    expect(await confirmAbsence({ lane, answer, draft: draftOf('update') }, asking, road)).toBe(true);
    expect(calls).toEqual([{ kind: 'update', items: [NEW_RECORD] }]);
  });

  it('asks with an asserted record again', async () => {
    const { road, calls } = roadTo('not-found');

    expect(await confirmAbsence({ lane, answer, draft: draftOf('update', { GhiChu: 'cũ' }) }, asking, road)).toBe(true);
    expect(calls).toEqual([{ kind: 'update', items: [{ GhiChu: 'cũ' }] }]);
  });

  it.each(['delivered', 'unknown', 'refused'] as const)('believes nothing when the second answer is %s', async (verdict) => {
    expect(await confirmAbsence({ lane, answer, draft: draftOf('update') }, asking, roadTo(verdict).road)).toBe(false);
  });

  it('believes of a step, when there is no record to ask with, what the attempt before was answered too', async () => {
    const { road, calls } = roadTo('not-found');
    const denied = (cause: string | undefined) => ({ lane: { ...lane, cause }, answer, draft: draftOf('steps') });

    expect(await confirmAbsence(denied(undefined), asking, road)).toBe(false);
    expect(await confirmAbsence(denied('refused'), asking, road)).toBe(false);
    expect(await confirmAbsence(denied('not-found'), asking, road)).toBe(true);
    expect(calls).toEqual([]);
  });
});

describe('confirmAbsence where a record is taken as new', () => {
  it('believes what the attempt before was answered too, and asks nothing by itself', async () => {
    const { road, calls } = roadTo('delivered');
    const upserting = { ...road, upserts: true };
    const denied = (cause: string | undefined) => ({ lane: { ...lane, cause }, answer, draft: draftOf('steps') });

    expect(await confirmAbsence(denied(undefined), asking, upserting)).toBe(false);
    expect(await confirmAbsence(denied('transport.timeout'), asking, upserting)).toBe(false);
    expect(await confirmAbsence(denied('not-found'), asking, upserting)).toBe(true);
    expect(calls).toEqual([]);
  });
});
