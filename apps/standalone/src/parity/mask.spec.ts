import { describe, expect, it } from '@jest/globals';
import { mask, show, showCode, showName } from './mask.ts';

describe('a value in a report', () => {
  it.each([
    ['Nguyễn Văn A', 'Xxxxxx Xxx X'],
    ['Nguyễn Văn A'.normalize('NFD'), 'Xxxxxx Xxx X'],
    ['ĐẶNG thị', 'XXXX xxx'],
    ['0912 345 678', '0000 000 000'],
    ['a.b@thu.example', 'x.x@xxx.xxxxxxx'],
    ['٣٤五\u0301漢|`', '00x·x··'],
    ['x'.repeat(30), `${'x'.repeat(24)}… (30)`],
  ])('%s is %s', (text, shape) => {
    expect(mask(text)).toBe(shape);
  });

  it('stands in clear only where it looks as such values do', () => {
    const code = { shown: /^\d{1,2}$/ };
    expect(show(code, '10')).toBe('10');
    expect(show(code, 4)).toBe('4');
    expect(show(code, '0912345678')).toBe('0000000000');
    expect(show({ shown: undefined }, '10')).toBe('00');
    expect([show(code, ''), show(code, null), show(code, undefined)]).toEqual(['∅', '∅', '∅']);
  });

  it('may be a code or a name of a field, and nothing else in their place', () => {
    expect(showCode('H56.14797-261123-0001')).toBe('H56.14797-261123-0001');
    expect(showCode('Nguyễn Văn A')).toBe('Xxxxxx Xxx X');
    expect(showName('TruongLa')).toBe('TruongLa');
    expect(showName('0912345678')).toBeUndefined();
    expect(showName('Nguyễn')).toBeUndefined();
  });
});
