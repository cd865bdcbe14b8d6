import { describe, expect, it } from '@jest/globals';
import { canonicalText, isBlank } from './text.ts';

const INVISIBLE = [
  '200B',
  '200C',
  '200D',
  '2060',
  '3164',
  '115F',
  '00AD',
  '200F',
  '202E',
  'FE0F',
  'FEFF',
  '2800',
  '034F',
  'E0020',
];

describe('a text', () => {
  it.each(INVISIBLE)('of U+%s and blanks alone says nothing', (code) => {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    expect(isBlank(` ${character}\t${character}\u00A0`)).toBe(true);
    expect(canonicalText(`${character}Lê Thị${character} Ế ${character}`)).toBe('Lê Thị Ế');
  });

  it('keeps every letter, mark and line', () => {
    const name = 'Nguyễn Thị Ơ\nthôn 3 – “Đông”';
    expect(canonicalText(` ${name.normalize('NFD')} `)).toBe(name);
    expect(isBlank('0')).toBe(false);
  });
});
