import { describe, expect, it } from '@jest/globals';
import type { Step } from '#canonical';
import type { ClaimedLane } from '#ledger';
import type { Verdict } from '#protocols';
import { judgeProbe } from './judge-probe.ts';
import { afterLookUp, isRenewed, judgeRefusal, refusedCause, rememberRefusal } from './refusal.ts';

const step = { dossierCode: 'X', status: 4, occurredAt: '2026-01-06T09:00:00+07:00', officer: 'B', content: 'C' } as Step;
const pending: ClaimedLane['pending'] = [{ seq: 2, kind: 'step', status: 4, sent: 1, doubt: true, possiblyTwice: false, step }];

describe('a refusal', () => {
  it('is about more than the session once a newer one was refused too, and only then', () => {
    expect(isRenewed({ cause: undefined }, 5)).toBe(false);
    expect(isRenewed({ cause: 'national.busy' }, 5)).toBe(false);
    expect(isRenewed({ cause: refusedCause('national.forbidden', 5) }, 5)).toBe(false);
    expect(isRenewed({ cause: refusedCause('national.forbidden', 5) }, 6)).toBe(true);
  });

  it('is not forgotten over a look-up that changes nothing, and forgotten when something has arrived', () => {
    const cause = refusedCause('national.forbidden', 5);
    expect(isRenewed({ cause: rememberRefusal({ cause }, 'lookup.absent') }, 6)).toBe(true);
    expect(rememberRefusal({ cause: 'national.busy' }, 'lookup.absent')).toBe('lookup.absent');
    expect(afterLookUp({ cause, failures: 2, pending }, 0)).toEqual({ cause, failures: 2 });
    expect(afterLookUp({ cause, failures: 2, pending }, 1)).toEqual({ cause: undefined, failures: 0 });
    expect(afterLookUp({ cause, failures: 2, pending: [] }, 0)).toEqual({ cause: undefined, failures: 0 });
    expect(afterLookUp({ cause: 'national.busy', failures: 2, pending }, 0)).toEqual({ cause: undefined, failures: 0 });
  });

  it.each([
    { verdict: 'forbidden', http: 403, code: undefined },
    { verdict: 'session', http: 401, code: undefined },
  ] as const)('by HTTP $http is for the content when the destination answers, and stops it when it does not', (answer) => {
    expect(judgeRefusal(answer, 'answers')).toBe('content');
    expect(judgeRefusal(answer, 'refuses-us')).toBe('stopped');
    expect(judgeRefusal(answer, 'unclear')).toBe('later');
  });

  it.each([200, 401])('of the session in an envelope with HTTP %i is never for the content, however often it comes', (http) => {
    expect(judgeRefusal({ verdict: 'session', http, code: '401' }, 'answers')).toBe('later');
    expect(judgeRefusal({ verdict: 'session', http, code: '401' }, 'refuses-us')).toBe('stopped');
  });
});

describe('a probe', () => {
  it.each<[Verdict, string]>([
    ['delivered', 'answers'],
    ['not-found', 'answers'],
    ['refused', 'refuses-us'],
    ['forbidden', 'refuses-us'],
    ['session', 'refuses-us'],
    ['deferred', 'unclear'],
    ['unknown', 'unclear'],
    ['expired', 'unclear'],
  ])('that is answered %s: %s', (verdict, finding) => {
    expect(judgeProbe({ verdict, cause: 'test' })).toEqual({ finding, cause: 'test' });
  });
});
