import { describe, expect, it } from '@jest/globals';
import type { ScoreCell } from '../../../contract/score.ts';
import { DICTIONARIES } from '../texts/dictionaries.ts';
import { isLosing, showShare, showValue } from './show-value.ts';

const side = (value: number | null): ScoreCell['did'] => ({
  ...{ value, reason: value === null ? 'nothing-counted' : null, share: null, points: null },
  ...{ numerator: 1, denominator: 1, unknown: 0 },
});

describe('a value of a figure', () => {
  it.each([
    ['vi', 66.67, '2.1', '66,67%'],
    ['en', 100, '2.1', '100.00%'],
    ['vi', 2.5, '2.2', '2,50 ngày'],
    ['vi', null, '4.1', 'N/A'],
  ] as const)('is written in %s: %p of %s', (language, value, number, written) => {
    expect(showValue({ value }, number, { t: DICTIONARIES[language], language })).toBe(written);
  });

  it.each([
    [100, 100, 0, false],
    [100, 99.5, 0, true],
    [99.99, 99.99, 1, true],
    [null, null, 0, false],
  ])('did %p, counts %p with %p lost: %p', (did, counted, lost, isSeen) => {
    expect(isLosing({ number: '2.1', did: side(did), counted: side(counted), lost })).toBe(isSeen);
  });

  it('stands beside the share of the points, once or of both sides', () => {
    const said = { t: DICTIONARIES.vi, language: 'vi' } as const;
    const at = (share: number | null): ScoreCell['did'] => ({ ...side(1), share });
    expect(showShare({ did: at(100), counted: at(62.5) }, said)).toBe('100,00% → 62,50%');
    expect(showShare({ did: at(null), counted: at(null) }, said)).toBe('N/A');
  });
});
