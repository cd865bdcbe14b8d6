import { describe, expect, it } from '@jest/globals';
import { matches } from './matches.ts';

describe('searching among targets', () => {
  it.each([
    ['dang ky', '1.001193 · Đăng ký khai sinh'],
    ['ĐĂNG KÝ', '1.001193 · Đăng ký khai sinh'],
    ['đăng ký', '1.001193 · Dang ky khai sinh'],
    ['001193', '1.001193 · Đăng ký khai sinh'],
    ['', 'x'],
    ['  sinh ', 'khai sinh'],
    ['Đăng ký', 'đăng ký'.normalize('NFD')],
  ])('%s finds %s', (typed, text) => {
    expect(matches(typed, text)).toBe(true);
  });

  it('finds nothing else', () => {
    expect(matches('khai tử', '1.001193 · Đăng ký khai sinh')).toBe(false);
  });
});
