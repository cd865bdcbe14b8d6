import { describe, expect, it } from '@jest/globals';
import { LoginLimits } from './login-limits.ts';

const clock = { now: 0, monotonic: () => clock.now };

const waits = (limits: LoginLimits, username: string, address: string): number => {
  const taken = limits.take(username, address);
  return 'waitSeconds' in taken ? taken.waitSeconds : 0;
};

describe('the limits of logins', () => {
  it('count by name, and let one more in every fifteen seconds', () => {
    const limits = new LoginLimits(clock);
    const tries = Array.from({ length: 11 }, (_, index) => waits(limits, 'lan', `10.0.0.${String(index)}`));
    expect(tries).toEqual([...Array<number>(10).fill(0), 15]);
    clock.now += 14_000;
    expect(waits(limits, 'lan', '10.0.1.1')).toBe(1);
    clock.now += 1_000;
    expect(waits(limits, 'lan', '10.0.1.1')).toBe(0);
    expect(waits(limits, 'lan', '10.0.1.1')).toBe(15);
    expect(waits(limits, 'minh', '10.0.1.1')).toBe(0);
  });

  it('count by address, one of IPv6 by its network', () => {
    const limits = new LoginLimits(clock);
    const from = (address: string): number[] =>
      Array.from({ length: 31 }, (_, index) => waits(limits, `ai-${address}-${String(index)}`, address));
    expect(from('10.0.0.1')).toEqual([...Array<number>(30).fill(0), 2]);
    expect(waits(limits, 'lan', '::ffff:10.0.0.1')).toBe(2);
    from('2001:db8:0:1::1');
    expect(waits(limits, 'lan', '2001:db8::1:ffff:ffff:ffff:fffe')).toBe(2);
    expect(waits(limits, 'lan', '2001:db8:0:2::1')).toBe(0);
  });

  it('give back what a right login took', () => {
    const limits = new LoginLimits(clock);
    for (let count = 0; count < 50; count += 1) {
      const taken = limits.take('lan', '10.0.0.1');
      if ('waitSeconds' in taken) throw new Error('one too many');
      taken.giveBack();
    }
    expect(waits(limits, 'lan', '10.0.0.1')).toBe(0);
  });

  it('remember so many names and no more', () => {
    const limits = new LoginLimits(clock);
    for (let count = 0; count < 10; count += 1) waits(limits, 'lan', `10.0.0.${String(count)}`);
    for (let count = 0; count < 9_999; count += 1)
      waits(limits, `ai-${String(count)}`, `10.${String(count % 250)}.${String(count >> 8)}.1`);
    expect(waits(limits, 'lan', '10.9.9.9')).toBeGreaterThan(0);
    for (let count = 0; count < 10_001; count += 1)
      waits(limits, `b-${String(count)}`, `10.${String(count % 250)}.${String(count >> 8)}.2`);
    expect(waits(limits, 'lan', '10.9.9.10')).toBe(0);
  });
});
