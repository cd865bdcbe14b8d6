import { describe, expect, it } from '@jest/globals';
import type { MustAct } from '#canonical';
import type { Capabilities, ClaimedLane } from '#ledger';
import { OutcomeCatalogue, type Answer, type Verdict } from '#protocols';
import type { Draft } from './draft.ts';
import { judgePush, type PushContext } from './judge-push.ts';

const CAN: Capabilities = { lookup: 'steps', stepsPerCall: 10, resendUndecided: [] };
const SETTLES_WITHIN = 7_000;

function answer(verdict: Verdict, more: Partial<Answer> = {}): Answer {
  const none = {
    http: undefined,
    code: undefined,
    body: undefined,
    retryAfterMs: undefined,
    sentAt: undefined,
    answeredAt: undefined,
  };
  return { verdict, withoutEffect: false, cause: 'test', ...none, ...more };
}

function context(kind: Draft['kind'], seqs: number[], more: Partial<PushContext> = {}): PushContext {
  const items = seqs.map((seq) => ({
    seq,
    kind: kind === 'steps' ? ('step' as const) : ('version' as const),
    wire: {},
    wireHash: '',
  }));
  return {
    lane: { dossierId: 1, destination: 'national', fence: 1, dossierCode: 'X', failures: 0 } as ClaimedLane,
    draft: { kind, items, again: undefined, superseded: [], possiblyTwice: false, pins: undefined, codesVersion: '' },
    can: CAN,
    call: {
      id: '',
      begunAt: new Date(0),
      verdict: '',
      cause: '',
      sentAt: undefined,
      answeredAt: undefined,
      http: undefined,
      code: undefined,
      body: undefined,
    },
    catalogue: { mustAct: () => 'commune' },
    delays: { first: 0, factor: 2, most: 0, settlesWithin: SETTLES_WITHIN },
    absenceConfirmed: false,
    refused: undefined,
    ...more,
  };
}

describe('judgePush', () => {
  it('waits for the portal to settle after a lost answer', () => {
    const { next } = judgePush(answer('unknown'), context('update', [1]));
    expect(next).toEqual({ kind: 'later', state: 'verifying', waitMs: SETTLES_WITHIN });
  });

  it.each<Verdict>(['unknown', 'session', 'deferred', 'forbidden', 'expired', 'refused'])(
    'doubts every step of a chunk after %s',
    (verdict) => {
      const { items } = judgePush(answer(verdict), context('steps', [2, 3]));
      expect(items).toMatchObject([
        { seq: 2, state: 'pending', doubt: true },
        { seq: 3, state: 'pending', doubt: true },
      ]);
    },
  );

  it('without a look-up flags the repeat of an answer that cannot be trusted, and only that', () => {
    const can = { ...CAN, lookup: 'none' } as const;
    const judge = (given: Answer): unknown => judgePush(given, context('steps', [2], { can })).items[0];
    expect(judge(answer('deferred', { withoutEffect: true }))).toMatchObject({ doubt: false, possiblyTwice: false });
    expect(judge(answer('deferred'))).toMatchObject({ doubt: false, possiblyTwice: true });
    expect(judge(answer('session'))).toMatchObject({ doubt: false, possiblyTwice: true });
    expect(judge(answer('unknown'))).toMatchObject({ doubt: true });
  });

  it('blocks the lane with an incident for one refused item, and takes a refused chunk apart first', () => {
    const one = judgePush(answer('refused'), context('steps', [2]));
    expect(one).toMatchObject({
      next: { kind: 'blocked', seq: 2 },
      items: [{ state: 'refused' }],
      incidents: [{ kind: 'refused' }],
    });
    expect(judgePush(answer('refused'), context('steps', [2, 3]))).toMatchObject({ next: { kind: 'later' }, incidents: [] });
  });

  it('leaves what is refused to whoever the catalogue names for it', () => {
    const mustAct = (who: MustAct): unknown =>
      judgePush(answer('refused'), context('steps', [2], { catalogue: { mustAct: () => who } })).incidents;
    expect(mustAct('commune')).toMatchObject([{ kind: 'refused', mustAct: 'commune' }]);
    expect(mustAct('province')).toMatchObject([{ kind: 'refused', mustAct: 'province' }]);
  });

  it('blocks the lane, as a task for the province, when the destination answers and forbids only this dossier', () => {
    const refused = { refusal: 'content', session: 6 } as const;
    const catalogue = new OutcomeCatalogue({});
    expect(judgePush(answer('forbidden'), context('update', [3], { refused, catalogue }))).toMatchObject({
      next: { kind: 'blocked', seq: 3 },
      items: [{ state: 'refused', cause: 'forbidden.content' }],
      incidents: [{ kind: 'refused', mustAct: 'province' }],
    });
  });

  it('keeps with which session the lane was refused', () => {
    const refused = { refusal: 'renew', session: 6 } as const;
    expect(judgePush(answer('session'), context('update', [3], { refused }))).toMatchObject({
      cause: 'test|session 6',
      failures: 1,
      next: { kind: 'later', state: 'due', waitMs: 0 },
    });
  });

  it('leaves the lane due when the destination is stopped, and does not hold it against the lane', () => {
    const refused = { refusal: 'stopped', session: 6 } as const;
    const catalogue = new OutcomeCatalogue({});
    expect(judgePush(answer('forbidden'), context('update', [3], { refused, catalogue }))).toMatchObject({
      failures: 0,
      next: { kind: 'later', state: 'due', waitMs: 0 },
      incidents: [],
    });
  });

  it('never takes "exists" for the end of a delivery', () => {
    expect(judgePush(answer('exists'), context('create', [1]))).toMatchObject({
      present: true,
      adopt: true,
      items: [{ state: 'pending' }],
      next: { kind: 'go-on' },
    });
  });

  it('looks once more before steps go again to a portal that was said to have lost the dossier', () => {
    const inEpoch = (epoch: number): PushContext => {
      const first = context('create', [1]);
      return { ...first, lane: { ...first.lane, epoch } };
    };
    expect(judgePush(answer('delivered'), inEpoch(2))).toMatchObject({ present: true, adopt: true });
    expect(judgePush(answer('delivered'), inEpoch(1)).adopt).toBeUndefined();
  });

  it('opens a new epoch only when the absence is confirmed', () => {
    expect(judgePush(answer('not-found'), context('steps', [2]))).toMatchObject({ items: [{ outcome: 'unknown', doubt: true }] });
    expect(judgePush(answer('not-found'), context('steps', [2], { absenceConfirmed: true }))).toMatchObject({
      newEpoch: { adopt: false },
      items: [],
    });
  });

  it('honours the wait that the partner asks for', () => {
    expect(judgePush(answer('deferred', { retryAfterMs: 1_234 }), context('create', [1])).next).toMatchObject({ waitMs: 1_234 });
  });
});
