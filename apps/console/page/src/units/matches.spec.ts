import { describe, expect, it } from '@jest/globals';
import { matchesUnit } from './matches.ts';

const unit = { code: '14758', name: 'Phường Đông Thọ', identifiers: ['H56.14758'] };

describe('looking for a unit', () => {
  it.each(['', '147', 'h56.147', 'dong tho', 'Đông', ' THỌ '])('finds it by “%s”', (sought) => {
    expect(matchesUnit(unit, sought)).toBe(true);
  });

  it('does not find another one', () => {
    expect(matchesUnit(unit, 'hạc')).toBe(false);
  });
});
