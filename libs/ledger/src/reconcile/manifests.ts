import type pg from 'pg';
import { GroupCommit, type Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import type { Manifest, ManifestTaken } from './manifest.ts';
import { takeManifest } from './take-manifest.ts';

interface Parts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/** Manifests that a process compares at once: each holds a connection, and what communes send is never to wait for one. */
const AT_ONCE = 2;
/** What may wait for that, a manifest with so many rows counting as one more, and for how long. */
const ROWS_PER_PLACE = 1_000;
const MOST_WAITING = 400;
const MOST_WAIT_MS = 20_000;

/** What other systems say that they have. */
export class Manifests {
  private readonly turns: GroupCommit<Manifest, ManifestTaken>;

  constructor({ pool, cipher, clock }: Parts) {
    const compare = (manifests: readonly Manifest[]): Promise<ManifestTaken[]> =>
      Promise.all(manifests.map((manifest) => takeManifest(pool, cipher, manifest, clock.now())));
    this.turns = new GroupCommit(compare, {
      ...{ maxWeight: 1, maxInFlight: AT_ONCE, maxWaiting: MOST_WAITING, maxWaitMs: MOST_WAIT_MS },
      weigh: ({ buckets }) => 1 + Math.ceil(buckets.reduce((rows, { items = [] }) => rows + items.length, 0) / ROWS_PER_PLACE),
      isFaultOfOne: () => false,
    });
  }

  /**
   * Compares a manifest with what the gateway has; what differs is written down. People are told of it by whoever looks after the incidents.
   * @throws Overloaded where too many wait
   */
  take(manifest: Manifest): Promise<ManifestTaken> {
    return this.turns.add(manifest);
  }
}
