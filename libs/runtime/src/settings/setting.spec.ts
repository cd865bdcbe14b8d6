import { describe, expect, it } from '@jest/globals';
import { Setting, settingText } from './setting.ts';

class Shape {
  @Setting({ vi: 'số lần', en: 'how often', example: '3' })
  times = 1;

  plain = '';
}

class Narrower extends Shape {
  @Setting({ vi: 'tên', en: 'name' })
  name = '';
}

describe('the text of a setting', () => {
  it('is what its property was described with', () => {
    expect(settingText(Shape, 'times')).toEqual({ vi: 'số lần', en: 'how often', example: '3' });
  });

  it('is inherited with its property', () => {
    expect(settingText(Narrower, 'times')?.en).toBe('how often');
    expect(settingText(Narrower, 'name')?.en).toBe('name');
    expect(settingText(Shape, 'name')).toBeUndefined();
  });

  it('is missing where nothing was said', () => {
    expect(settingText(Shape, 'plain')).toBeUndefined();
    expect(settingText(Date as unknown as new () => object, 'times')).toBeUndefined();
  });
});
