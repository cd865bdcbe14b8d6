import { describe, expect, it } from '@jest/globals';
import type { DossierDestination } from '../../../contract/answers.ts';
import { openItems } from './open-items.ts';

const TEXT = { vi: '…', en: '…' };

const place: DossierDestination = {
  ...{ id: 'national', state: 'held', cause: null, why: TEXT, next: TEXT, mustAct: null, nextAttemptAt: null },
  ...{ acknowledgedSeq: 2, blockedSeq: null, epoch: 1, possiblyTwice: [] },
};

describe('items that may be cancelled', () => {
  it('are those after the acknowledged one', () => {
    expect(openItems(place, 5)).toEqual([3, 4, 5]);
  });

  it('begin with the one that blocks', () => {
    expect(openItems({ ...place, state: 'blocked', blockedSeq: 4 }, 5)).toEqual([4, 3, 5]);
  });

  it.each(['idle', 'leased'] as const)('are none while the lane is %s', (state) => {
    expect(openItems({ ...place, state }, 5)).toEqual([]);
  });

  it('are none where everything is acknowledged', () => {
    expect(openItems(place, 2)).toEqual([]);
  });
});
