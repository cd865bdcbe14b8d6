import { describe, expect, it } from '@jest/globals';
import { maskName, maskNumber, maskText } from './mask.ts';

describe('what is personal', () => {
  it('shows of a name the first letter of each word', () => {
    expect(maskName('Nguyễn Văn A')).toBe('N••••• V•• A');
    expect(maskName('Đặng  Thị 𝒳y')).toBe('Đ•••  T•• 𝒳•');
    expect(maskName(undefined)).toBeUndefined();
  });

  it('shows of a number its end, and nothing of a short one', () => {
    expect(maskNumber('038199001234')).toBe('•••••••••234');
    expect(maskNumber('123')).toBe('•••');
  });

  it('shows of a text that there is one', () => {
    expect(maskText('Thẩm định')).toBe('••• (9)');
    expect(maskText('')).toBe('••• (0)');
  });
});
