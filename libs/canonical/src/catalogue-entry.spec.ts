import { describe, expect, it } from '@jest/globals';
import { parseAmount } from './catalogue-entry.ts';

describe('an amount', () => {
  it.each([
    ['không', 0],
    ['Không', 0],
    ['Miễn phí', 0],
    ['8.000', 8_000],
    ['8,000 đồng', 8_000],
    ['8 000đ', 8_000],
    ['8000', 8_000],
    ['8000.00', 8_000],
    ['1.500.000 VNĐ', 1_500_000],
    ['0', 0],
  ])('%s is %d', (written, amount) => {
    expect(parseAmount(written)).toBe(amount);
  });

  it.each(['', '8.5', '8.00.0', '-8000', 'theo quy định', '8.000 đồng/bản', '9999999999999999'])('%s is none', (written) => {
    expect(parseAmount(written)).toBeNull();
  });
});
