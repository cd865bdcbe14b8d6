import { describe, expect, it } from '@jest/globals';
import { cut, wrap } from './wrap.ts';

describe('breaking a text', () => {
  it('keeps to the width in columns, whatever the form of the letters', () => {
    const text = 'Đã so từng hồ sơ, từng bước: không mất, không trùng';
    expect(wrap(text, 20)).toEqual(['Đã so từng hồ sơ,', 'từng bước: không', 'mất, không trùng']);
    expect(wrap(text.normalize('NFD'), 20).map((line) => line.normalize('NFC'))).toEqual(wrap(text, 20));
  });

  it('leaves a word whole that is wider by itself', () => {
    expect(wrap('xem http://127.0.0.1:8080/docs/errors nhé', 10)).toEqual(['xem', 'http://127.0.0.1:8080/docs/errors', 'nhé']);
  });

  it('has one line for a text that fits', () => {
    expect(wrap('', 10)).toEqual(['']);
    expect(wrap('sẵn sàng', 8)).toEqual(['sẵn sàng']);
  });
});

describe('cutting a text', () => {
  it('ends it where the width ends', () => {
    expect(cut('Phường Hạc Thành', 16)).toBe('Phường Hạc Thành');
    expect(cut('Phường Hạc Thành', 8)).toBe('Phường …');
  });
});
