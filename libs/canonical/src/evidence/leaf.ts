import { createHash } from 'node:crypto';
import type { Instant } from '../instant.ts';

/** What a receipt says of an item that was accepted, as text in the form in which the receipt says it. */
export interface Attested {
  readonly receiptId: string;
  readonly dossierCode: string;
  readonly seq: number;
  readonly contentHash: string;
  readonly acceptedAt: Instant;
  /** 16 random bytes, lower-case hex: without it nobody can try out which item a leaf was made of. */
  readonly salt: string;
}

const FORMAT = 'e1';
// RFC 9162 §2.1.1: what a leaf is hashed with, so that no inner node can be taken for one.
const LEAF = Buffer.of(0);

/**
 * The leaf of an item, 32 bytes: SHA-256 over a zero byte and `e1|salt|receiptId|dossierCode|seq|contentHash|acceptedAt`. None of these
 * holds a bar.
 */
export function leafOf({ salt, receiptId, dossierCode, seq, contentHash, acceptedAt }: Attested): Buffer {
  const text = [FORMAT, salt, receiptId, dossierCode, String(seq), contentHash, acceptedAt].join('|');
  return createHash('sha256').update(LEAF).update(text).digest();
}
