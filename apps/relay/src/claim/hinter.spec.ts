import { describe, expect, it } from '@jest/globals';
import { readLanesDue } from './hinter.ts';

const COMMAND = { v: 1, destination: 'national', lanes: [1, 2] };

describe('a command to look at lanes', () => {
  it('is read where it is for this destination', () => {
    expect(readLanesDue(COMMAND, 'national')).toEqual([1, 2]);
    expect(readLanesDue({ ...COMMAND, more: true }, 'national')).toEqual([1, 2]);
  });

  it.each([
    undefined,
    null,
    'x',
    [],
    {},
    { ...COMMAND, v: 2 },
    { ...COMMAND, destination: 'province' },
    { ...COMMAND, lanes: '1' },
    { ...COMMAND, lanes: ['1'] },
    { ...COMMAND, lanes: [1.5] },
    { ...COMMAND, lanes: Array.from({ length: 101 }, (_, index) => index) },
  ])('is left aside when it is %j', (body) => {
    expect(readLanesDue(body, 'national')).toBeUndefined();
  });
});
