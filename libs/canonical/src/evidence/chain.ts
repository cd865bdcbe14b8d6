import { createHash } from 'node:crypto';
import type { Instant, LegalDay } from '../instant.ts';

/** What was accepted in about a minute, in the order of the feed. Hashes are lower-case hex. */
export interface Block {
  /** From 1, without a gap. */
  readonly number: number;
  /** Positions of its first and its last leaf. */
  readonly first: number;
  readonly last: number;
  readonly leaves: number;
  readonly root: string;
  readonly sealedAt: Instant;
  /** The link of the block before; of the first one: 64 zeros. */
  readonly previous: string;
}

/** What is signed at the end of a legal day: the block by which the chain had ended then. */
export interface Anchor {
  readonly day: LegalDay;
  /** 0 where there was none yet. */
  readonly block: number;
  /** Leaves from the beginning of the chain until that block. */
  readonly leaves: number;
  readonly link: string;
  readonly signedAt: Instant;
}

/** The link before the first block. */
export const NO_LINK = '0'.repeat(64);

/** The link of a block: SHA-256, lower-case hex, over `b1|number|first|last|leaves|root|sealedAt|previous`. */
export function linkOf({ number, first, last, leaves, root, sealedAt, previous }: Block): string {
  const text = ['b1', number, first, last, leaves, root, sealedAt, previous].join('|');
  return createHash('sha256').update(text).digest('hex');
}

/** What is signed of an anchor, UTF-8: `a1|day|block|leaves|link|signedAt`. */
export function anchorText({ day, block, leaves, link, signedAt }: Anchor): Buffer {
  return Buffer.from(['a1', day, block, leaves, link, signedAt].join('|'));
}
