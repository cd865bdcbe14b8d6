import type pg from 'pg';
import type { Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import type { Manifest, ManifestTaken } from './manifest.ts';
import { takeManifest } from './take-manifest.ts';
import { tellIncidents } from './tell-incidents.ts';

interface Parts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/** What other systems say that they have. */
export class Manifests {
  constructor(private readonly parts: Parts) {}

  /** Compares a manifest with what the gateway has; what differs is written down, and a person is told of it. */
  async take(manifest: Manifest): Promise<ManifestTaken> {
    const { pool, cipher, clock } = this.parts;
    const taken = await takeManifest(pool, cipher, manifest, clock.now());
    // Of counts and digests nothing is opened; what they clear is told by whoever looks after the incidents.
    if (manifest.level === 'list') await tellIncidents(pool, clock.now());
    return taken;
  }
}
