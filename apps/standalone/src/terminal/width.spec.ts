import { describe, expect, it } from '@jest/globals';
import { pad, widthOf } from './width.ts';

describe('the width of a text', () => {
  it.each([
    ['Phường Hạc Thành', 16],
    ['Phường Hạc Thành'.normalize('NFD'), 16],
    ['Ngọc Lặc', 8],
    ['', 0],
    ['省', 2],
  ])('of %s is %d columns', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });

  it('is what padding fills up to, whatever the form of the letters', () => {
    expect(pad('Mường Lát'.normalize('NFD'), 12)).toBe(`${'Mường Lát'.normalize('NFD')}   `);
    expect(pad('7', 3, 'left')).toBe('  7');
    expect(pad('Nguyệt Ấn', 2)).toBe('Nguyệt Ấn');
  });
});
