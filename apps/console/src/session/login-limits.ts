import { isIPv6 } from 'node:net';
import { counter, type Clock } from '#runtime';

const refused = counter(
  'gateway_console_logins_limited_total',
  'Logins refused because there were too many, by what was limited',
  ['limit'],
);

/** So many in a row, then one more every so many seconds. */
interface Allowance {
  readonly burst: number;
  readonly secondsEach: number;
}

const OF_NAME: Allowance = { burst: 10, secondsEach: 15 };
/** Several operators may sit behind one address. */
const OF_ADDRESS: Allowance = { burst: 30, secondsEach: 2 };
/** Names and addresses that are remembered; beyond, those that were heard of longest ago are forgotten. */
const MOST_REMEMBERED = 10_000;

/** A login that may be tried; what it took can be given back, so that only those count that were tried and failed. */
export interface Admitted {
  readonly giveBack: () => void;
}

/** How often it may be tried to log in: by name and by network address, whichever is exhausted first. */
export class LoginLimits {
  private readonly names: Buckets;
  private readonly addresses: Buckets;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.names = new Buckets(OF_NAME, clock);
    this.addresses = new Buckets(OF_ADDRESS, clock);
  }

  /** Counts a try; answers the whole seconds to wait where it is one too many, and counts nothing then. */
  take(username: string, address: string): Admitted | { readonly waitSeconds: number } {
    const network = networkOf(address);
    const waits = [
      { limit: 'address', seconds: this.addresses.waitOf(network) },
      { limit: 'name', seconds: this.names.waitOf(username) },
    ].filter(({ seconds }) => seconds > 0);
    waits.forEach(({ limit }) => {
      refused.inc({ limit });
    });
    if (waits.length > 0) return { waitSeconds: Math.ceil(Math.max(...waits.map(({ seconds }) => seconds))) };
    this.addresses.take(network, 1);
    this.names.take(username, 1);
    return {
      giveBack: () => {
        this.addresses.take(network, -1);
        this.names.take(username, -1);
      },
    };
  }
}

/** An IPv6 network of 64 bits is one place, whatever addresses it uses. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return mapped ?? new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(0, 4).join(':');
}

interface Bucket {
  level: number;
  at: number;
}

class Buckets {
  private readonly byKey = new Map<string, Bucket>();

  constructor(
    private readonly allowance: Allowance,
    private readonly clock: Pick<Clock, 'monotonic'>,
  ) {}

  /** The seconds until one may be taken, 0 = now. */
  waitOf(key: string): number {
    const { level } = this.bucketOf(key);
    return level >= 1 ? 0 : (1 - level) * this.allowance.secondsEach;
  }

  take(key: string, amount: number): void {
    const bucket = this.bucketOf(key);
    bucket.level = Math.min(this.allowance.burst, bucket.level - amount);
  }

  /** As it is now; the one that was heard of last stands last. */
  private bucketOf(key: string): Bucket {
    const { burst, secondsEach } = this.allowance;
    const now = this.clock.monotonic();
    const known = this.byKey.get(key) ?? { level: burst, at: now };
    known.level = Math.min(burst, known.level + (now - known.at) / 1_000 / secondsEach);
    known.at = now;
    this.byKey.delete(key);
    this.byKey.set(key, known);
    const [oldest] = this.byKey.keys();
    if (this.byKey.size > MOST_REMEMBERED && oldest !== undefined) this.byKey.delete(oldest);
    return known;
  }
}
