import type { LegalDay } from '#canonical';
import type { BucketKey } from './buckets.ts';
import type { DiscrepancyKind, Side } from './kinds.ts';

/** `counts`: how many dossiers each bucket has · `digests`: also the digest of all its rows · `list`: the rows themselves. */
export const MANIFEST_LEVELS = ['counts', 'digests', 'list'] as const;
export type ManifestLevel = (typeof MANIFEST_LEVELS)[number];

/**
 * A dossier as the other side has it: its hash, and how many steps, where that is said. `pending`: something of it changed there a moment ago and
 * may be on its way; it is not compared.
 */
export interface ManifestItem {
  readonly code: string;
  /** Lower-case hex. */
  readonly p1: string;
  readonly steps?: number | undefined;
  readonly pending?: boolean | undefined;
}

/** A bucket as the other side has it. `unit`: the code by which it named the unit. */
export interface ManifestBucket extends BucketKey {
  readonly unit: string;
  readonly count: number;
  readonly digest?: string | undefined;
  readonly items?: readonly ManifestItem[] | undefined;
}

/** What a system says that it has. */
export interface Manifest {
  readonly clientId: number;
  readonly side: Side;
  readonly level: ManifestLevel;
  readonly asOf: Date;
  readonly buckets: readonly ManifestBucket[];
  /** SHA-256 of the body: the same one again is the same manifest. */
  readonly bodyHash: Buffer;
  /** What was taken later than so long before `asOf` is on its way, and no difference. */
  readonly settlesWithinMs: number;
}

/** A bucket that is to be sent at the finer level, or in which a difference was found. */
export interface DifferingBucket {
  readonly unit: string;
  readonly day: LegalDay;
}

/** What came of a manifest. */
export interface ManifestTaken {
  readonly id: string;
  readonly differing: readonly DifferingBucket[];
  /** Buckets that had changed since they were counted last, and were counted for it; undefined for one that came before. */
  readonly counted?: number;
  /** Differences by kind. */
  readonly cells?: Readonly<Partial<Record<DiscrepancyKind, number>>>;
}
