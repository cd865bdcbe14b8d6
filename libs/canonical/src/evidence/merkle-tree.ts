import { createHash } from 'node:crypto';

const NODE = Buffer.of(1);

/**
 * A Merkle tree over leaves that come one after the other (RFC 9162 §2.1): it keeps the roots of its perfect subtrees alone, one for each
 * bit of the number of leaves, so that a million leaves take no more memory than one.
 */
export class MerkleTree {
  private readonly peaks: { readonly leaves: number; readonly hash: Buffer }[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(leaf: Buffer): void {
    this.count += 1;
    let peak = { leaves: 1, hash: leaf };
    for (let last = this.peaks.at(-1); last?.leaves === peak.leaves; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { leaves: 2 * peak.leaves, hash: nodeOf(last.hash, peak.hash) };
    }
    this.peaks.push(peak);
  }

  /** The root, 32 bytes; of no leaf at all the hash of nothing. */
  root(): Buffer {
    const [last, ...rest] = this.peaks.toReversed();
    if (last === undefined) return createHash('sha256').digest();
    return rest.reduce((right, { hash: left }) => nodeOf(left, right), last.hash);
  }
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}
