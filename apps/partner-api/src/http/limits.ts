import type { Client } from '#ledger';
import { counter, type Clock } from '#runtime';

const limited = counter('partner_api_limited_total', 'Requests refused because a client sends too much, by client and limit', [
  'client',
  'limit',
]);

/** Seconds that may be saved up: whoever was silent may send as much as in one second at once. */
const BURST_SECONDS = 1;

/**
 * How much each client may send through this process: token buckets of requests and of items. Something larger than a full bucket is
 * taken when the bucket is full, and the next has to wait until that is made up for: a batch is never impossible, and the rate holds.
 */
export class Limits {
  private readonly requests = new Buckets();
  private readonly items = new Buckets();

  constructor(private readonly clock: Pick<Clock, 'monotonic'>) {}

  /** Counts one request; answers the whole seconds to wait where it is too much, and counts nothing then. */
  takeRequest({ id, code, limits }: Client): number | undefined {
    const rate = limits.requestsPerSecond;
    if (rate === undefined) return undefined;
    return told(this.requests.take(id, { rate, amount: 1, now: this.clock.monotonic() }), { client: code, limit: 'requests' });
  }

  /** Counts the items of a request, likewise. */
  takeItems({ id, code, limits }: Client, amount: number): number | undefined {
    const rate = limits.itemsPerSecond;
    if (rate === undefined) return undefined;
    return told(this.items.take(id, { rate, amount, now: this.clock.monotonic() }), { client: code, limit: 'items' });
  }
}

function told(wait: number | undefined, labels: { client: string; limit: string }): number | undefined {
  if (wait === undefined) return undefined;
  limited.inc(labels);
  return Math.max(1, Math.ceil(wait));
}

interface Bucket {
  /** Below zero: more was taken at once than a full bucket holds. */
  level: number;
  at: number;
}

interface Taking {
  /** Per second. */
  readonly rate: number;
  readonly amount: number;
  /** In milliseconds. */
  readonly now: number;
}

class Buckets {
  private readonly byClient = new Map<number, Bucket>();

  /** The seconds to wait; undefined when it was taken. */
  take(client: number, { rate, amount, now }: Taking): number | undefined {
    const size = rate * BURST_SECONDS;
    const bucket = this.bucketOf(client, size, now);
    // A rate that was changed meanwhile holds at once.
    bucket.level = Math.min(size, bucket.level + ((now - bucket.at) / 1_000) * rate);
    bucket.at = now;
    const needed = Math.min(amount, size);
    if (bucket.level < needed) return (needed - bucket.level) / rate;
    bucket.level -= amount;
    return undefined;
  }

  private bucketOf(client: number, size: number, now: number): Bucket {
    const known = this.byClient.get(client);
    if (known !== undefined) return known;
    const full = { level: size, at: now };
    this.byClient.set(client, full);
    return full;
  }
}
