import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '#ledger';
import { Limits } from './limits.ts';

let now = 0;
const clock = { monotonic: (): number => now };

function client(requestsPerSecond: number | undefined, itemsPerSecond: number | undefined, id = 1): Client {
  return {
    ...{ id, code: `c${String(id)}`, name: 'C', role: 'commune', sandbox: false, units: [1], destinations: undefined },
    ...{
      closingStep: false,
      errorCodeAsText: false,
      networks: undefined,
      speaksFor: undefined,
      limits: { requestsPerSecond, itemsPerSecond },
    },
  };
}

beforeEach(() => {
  now = 0;
});

describe('limits', () => {
  it('let a second of requests through at once, then as many as the rate', () => {
    const limits = new Limits(clock);
    const slow = client(50, undefined);
    const burst = Array.from({ length: 51 }, () => limits.takeRequest(slow));
    expect(burst.filter((wait) => wait === undefined)).toHaveLength(50);
    expect(burst.at(-1)).toBe(1);
    now = 100;
    expect(Array.from({ length: 6 }, () => limits.takeRequest(slow)).filter((wait) => wait === undefined)).toHaveLength(5);
  });

  it('save up no more than a second', () => {
    const limits = new Limits(clock);
    now = 3_600_000;
    expect(Array.from({ length: 11 }, () => limits.takeRequest(client(10, 1))).filter((wait) => wait === 1)).toHaveLength(1);
  });

  it('take a batch larger than a second holds, and have the next wait until it is made up for', () => {
    const limits = new Limits(clock);
    const slow = client(undefined, 100);
    expect(limits.takeItems(slow, 500)).toBeUndefined();
    expect(limits.takeItems(slow, 1)).toBe(5);
    expect(limits.takeItems(slow, 500)).toBe(5);
    now = 4_500;
    expect(limits.takeItems(slow, 100)).toBe(1);
    now = 5_000;
    expect(limits.takeItems(slow, 100)).toBeUndefined();
  });

  it('count nothing of what they refuse', () => {
    const limits = new Limits(clock);
    expect(limits.takeItems(client(1, 10), 10)).toBeUndefined();
    for (let attempt = 0; attempt < 100; attempt += 1) expect(limits.takeItems(client(1, 10), 5)).toBe(1);
    now = 500;
    expect(limits.takeItems(client(1, 10), 5)).toBeUndefined();
  });

  it('are those of each client alone', () => {
    const limits = new Limits(clock);
    expect(limits.takeRequest(client(1, 1, 1))).toBeUndefined();
    expect(limits.takeRequest(client(1, 1, 2))).toBeUndefined();
    expect(limits.takeRequest(client(1, 1, 1))).toBe(1);
  });

  it('hold at once when they are changed', () => {
    const limits = new Limits(clock);
    expect(limits.takeItems(client(undefined, 1_000), 1)).toBeUndefined();
    expect(limits.takeItems(client(undefined, 10), 10)).toBeUndefined();
    expect(limits.takeItems(client(undefined, 10), 1)).toBe(1);
    expect(limits.takeItems(client(undefined, undefined), 1_000_000)).toBeUndefined();
  });

  it('do not hold for clients without', () => {
    const limits = new Limits(clock);
    const free = client(undefined, undefined);
    expect(
      Array.from({ length: 1_000 }, () => limits.takeRequest(free) ?? limits.takeItems(free, 500)).every(
        (wait) => wait === undefined,
      ),
    ).toBe(true);
  });
});
