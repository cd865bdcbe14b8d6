import { describe, expect, it } from '@jest/globals';
import { readNetworks } from './networks.ts';

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.200.3.4', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['0.0.0.0/0', '203.0.113.5', true],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['::1', '127.0.0.1', false],
    ['10.0.0.0/8', 'not an address', false],
  ])('%s and %s: %s', (network, address, isInside) => {
    const { networks, faults } = readNetworks([network]);
    expect(faults).toEqual([]);
    expect(networks.holds(address)).toBe(isInside);
  });

  it('hold nothing when there is none', () => {
    expect(readNetworks([]).networks.holds('127.0.0.1')).toBe(false);
  });

  it('are named where they are wrong', () => {
    const wrong = ['10.0.0.0/33', '10.0.0/8', 'loopback', '2001:db8::/129', '10.0.0.0/8/1', '', '10.0.0.0/', '10.0.0.0/+8'];
    expect(readNetworks(['10.0.0.0/8', ...wrong]).faults).toEqual(wrong);
  });
});
