import { describe, expect, it } from '@jest/globals';
import { codeOf, OUTCOME_CODES, sayOutcome, type OutcomeCode } from './outcome-codes.ts';

describe('an outcome', () => {
  it.each(Object.keys(OUTCOME_CODES) as OutcomeCode[])('%s says in both languages what happened and what to do', (code) => {
    const { vi, en } = sayOutcome(code);
    for (const text of [vi, en]) expect(text).toMatch(/^\S.{8,}\. \S.{8,}\.$/s);
    expect(vi).not.toBe(en);
  });

  it('is told by its cause where that is known, by its state where it is not', () => {
    expect(codeOf({ state: 'refused', cause: 'national.content' })).toBe('refused.content');
    expect(codeOf({ state: 'refused', cause: 'some.other' })).toBe('refused');
    expect(codeOf({ state: 'delivered', cause: 'delivered' })).toBe('delivered');
    expect(codeOf({ state: 'delivered', cause: 'lookup.found' })).toBe('delivered.found');
    expect(codeOf({ state: 'released', cause: 'code.mapped' })).toBe('released.mapped');
  });

  it('that is held for a code names the kind of code and never the code', () => {
    expect(codeOf({ state: 'held', cause: 'unmapped|national|procedure|9.111111' })).toBe('held.procedure');
    expect(codeOf({ state: 'held', cause: 'unmapped|national|channel|Nguyễn Văn A' })).toBe('held.unmapped');
    expect(codeOf({ state: 'held', cause: 'unmapped|province|unit|14797' })).toBe('held.unit');
    expect(codeOf({ state: 'held', cause: 'unmapped|province|constructor|1' })).toBe('held.unmapped');
    expect(codeOf({ state: 'held', cause: 'anything' })).toBe('held');
  });
});
