import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant, LegalDay } from '../instant.ts';
import { anchorText, linkOf, NO_LINK } from './chain.ts';
import { leafOf } from './leaf.ts';
import { MerkleTree } from './merkle-tree.ts';

const sha = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** As RFC 9162 §2.1.1 words it. */
function rootByTheBook(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha('');
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), rootByTheBook(leaves.slice(0, split)), rootByTheBook(leaves.slice(split)));
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.add(leaf);
  expect(tree.size).toBe(leaves.length);
  return tree.root();
}

describe('a Merkle tree', () => {
  it('has the root of RFC 9162 for any number of leaves', () => {
    const leaves = Array.from({ length: 130 }, (_, at) => sha(String(at)));
    for (let count = 0; count <= leaves.length; count += 1) {
      const some = leaves.slice(0, count);
      expect(rootOf(some).equals(rootByTheBook(some))).toBe(true);
    }
  });

  it('has another root when a leaf is changed, left out, added, or has changed places with another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 40 }), fc.nat(), fc.nat(), (seeds, one, other) => {
        const leaves = seeds.map((seed) => sha(String(seed)));
        const [a, b] = [one % leaves.length, other % leaves.length];
        const root = rootOf(leaves).toString('hex');
        const swapped = leaves.map((leaf, at) => (at === a ? (leaves[b] ?? leaf) : at === b ? (leaves[a] ?? leaf) : leaf));
        const others = [
          leaves.with(a, sha('another')),
          leaves.toSpliced(a, 1),
          leaves.toSpliced(a, 0, sha('another')),
          ...(a === b ? [] : [swapped]),
        ];
        for (const leavesOfOthers of others) expect(rootOf(leavesOfOthers).toString('hex')).not.toBe(root);
      }),
    );
  });
});

describe('what is hashed and signed', () => {
  it('has the form that is documented', () => {
    const receipt = {
      ...{ receiptId: '0198', dossierCode: 'H56.14797-261123-0001', seq: 3, contentHash: 'h1:ab', salt: '00ff' },
      acceptedAt: '2026-11-23T01:15:03Z' as Instant,
    };
    const text = 'e1|00ff|0198|H56.14797-261123-0001|3|h1:ab|2026-11-23T01:15:03Z';
    expect(leafOf(receipt).toString('hex')).toBe(sha(Buffer.of(0), text).toString('hex'));
    const block = { number: 1, first: 5, last: 9, leaves: 3, root: 'aa', sealedAt: receipt.acceptedAt, previous: NO_LINK };
    expect(linkOf(block)).toBe(sha(`b1|1|5|9|3|aa|2026-11-23T01:15:03Z|${NO_LINK}`).toString('hex'));
    const anchor = { day: '2026-11-23' as LegalDay, block: 1, leaves: 3, link: 'bb', signedAt: receipt.acceptedAt };
    expect(anchorText(anchor).toString()).toBe('a1|2026-11-23|1|3|bb|2026-11-23T01:15:03Z');
  });
});
