import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.ts';

const NAMES = ['leaseMs', 'callTimeoutMs', 'concurrency', 'id'];

describe('the name that was meant', () => {
  it.each([
    ['leasMs', 'leaseMs'],
    ['LEASEMS', 'leaseMs'],
    ['calltimeout', 'callTimeoutMs'],
    ['concurency', 'concurrency'],
    ['ids', 'id'],
    ['x', undefined],
    ['colour', undefined],
    ['', undefined],
  ])('by %j is %j', (word, meant) => {
    expect(nearest(word, NAMES)).toBe(meant);
  });
});
