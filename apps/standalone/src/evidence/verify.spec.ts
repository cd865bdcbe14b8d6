import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import {
  anchorText,
  leafOf,
  linkOf,
  MerkleTree,
  NO_LINK,
  type Anchor,
  type Block,
  type Instant,
  type LegalDay,
} from '#canonical';
import type { EvidenceRecord, SignedAnchor } from '#ledger';
import { SigningKey } from '#runtime';
import { EvidenceFile, writeEvidence } from './evidence-file.ts';
import { ReceiptBook } from './receipt-book.ts';
import { verify, type Verification, type Verified } from './verify.ts';

const KEY = new SigningKey(Buffer.alloc(32, 1));
const FORGER = new SigningKey(Buffer.alloc(32, 2));
const [FIRST, SECOND, TODAY] = ['2026-11-25', '2026-11-26', '2026-11-27'] as [LegalDay, LegalDay, LegalDay];
const BY: Verification = { from: FIRST, to: TODAY, readOn: TODAY, keys: [KEY.publicKey], receipts: undefined };

type LeafRecord = Extract<EvidenceRecord, { kind: 'leaf' }>;
type BlockRecord = Extract<EvidenceRecord, { kind: 'block' }>;

/** Three blocks of four leaves, each on a day of its own; two of the days are over and signed. */
function evidence(): EvidenceRecord[] {
  const blocks: EvidenceRecord[] = [];
  const anchors: EvidenceRecord[] = [];
  let previous = NO_LINK;
  for (const [at, day] of [FIRST, SECOND, TODAY].entries()) {
    const leaves = [1, 2, 3, 4].map((n) => ({ position: at * 10 + n, leaf: sha(`${String(at)}-${String(n)}`) }));
    const block = blockOf({ number: at + 1, day, leaves, previous });
    previous = linkOf(block);
    blocks.push({ kind: 'block', block, link: previous }, ...leaves.map((leaf): LeafRecord => ({ kind: 'leaf', ...leaf })));
    if (day !== TODAY) anchors.push({ kind: 'anchor', anchor: signed(day, block.number, previous), isBefore: false });
  }
  return [...anchors, ...blocks];
}

function blockOf(of: { number: number; day: LegalDay; leaves: { position: number; leaf: Buffer }[]; previous: string }): Block {
  const tree = new MerkleTree();
  for (const { leaf } of of.leaves) tree.add(leaf);
  const positions = of.leaves.map(({ position }) => position);
  return {
    ...{ number: of.number, first: Math.min(...positions), last: Math.max(...positions), leaves: positions.length },
    ...{ root: tree.root().toString('hex'), sealedAt: `${of.day}T03:00:00Z` as Instant, previous: of.previous },
  };
}

function signed(day: LegalDay, block: number, link: string, key = KEY): SignedAnchor {
  const anchor: Anchor = { day, block, leaves: block * 4, link, signedAt: `${day}T17:00:05Z` as Instant };
  return { ...anchor, keyId: key.publicKey.id, signature: key.sign(anchorText(anchor)) };
}

function sha(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function verified(records: readonly EvidenceRecord[], by: Partial<Verification> = {}): Promise<Verified> {
  return verify(Readable.from(records), { ...BY, ...by });
}

const codes = ({ broken }: Verified): string[] => broken.map(({ code }) => code);
const leafAt = (records: readonly EvidenceRecord[], position: number): number =>
  records.findIndex((record) => record.kind === 'leaf' && record.position === position);
const blockAt = (records: readonly EvidenceRecord[], number: number): number =>
  records.findIndex((record) => record.kind === 'block' && record.block.number === number);

describe('a chain of evidence', () => {
  it('is whole as it was made', async () => {
    expect(await verified(evidence())).toEqual({
      ...{ blocks: 3, leaves: 12, anchors: 2, receipts: 0, items: { same: 0, erased: 0 }, broken: [], faults: 0 },
    });
  });

  it('is whole from the middle, on the anchor of the day before', async () => {
    const [before, ...rest] = evidence();
    const records = [{ ...before, isBefore: true } as EvidenceRecord, ...rest.filter((_, at) => at < 1 || at >= 6)];
    expect(await verified(records, { from: SECOND })).toMatchObject({ blocks: 2, anchors: 2, broken: [] });
  });

  it.each<[string, (records: EvidenceRecord[]) => EvidenceRecord[], string[]]>([
    [
      'one flipped byte of a leaf',
      (all) => changeLeaf(all, 12, (leaf) => leaf.map((byte, at) => (at === 7 ? byte ^ 1 : byte))),
      ['root-wrong'],
    ],
    ['a leaf that is gone', (all) => all.toSpliced(leafAt(all, 12), 1), ['leaf-missing']],
    ['the last leaf of a block that is gone', (all) => all.toSpliced(leafAt(all, 14), 1), ['leaf-missing']],
    [
      'a leaf more',
      (all) => all.toSpliced(leafAt(all, 12), 0, { kind: 'leaf', position: 12, leaf: sha('x') }),
      ['disorder', 'leaf-missing'],
    ],
    ['two leaves that have changed places', (all) => swapLeaves(all, 12, 13), ['root-wrong']],
    ['two rows that have changed places', (all) => swap(all, leafAt(all, 12), leafAt(all, 13)), ['disorder', 'root-wrong']],
    ['a block that is gone', (all) => all.toSpliced(blockAt(all, 2), 5), ['block-missing', 'tail-cut']],
    ['a tail that is cut off', (all) => all.slice(0, blockAt(all, 2)), ['tail-cut']],
    ['an item that came later', (all) => [...all, { kind: 'stray', position: 23 }], ['item-stray']],
    ['an anchor that is gone', (all) => all.toSpliced(1, 1), ['anchor-missing']],
    ['an anchor that somebody else signed', (all) => all.with(1, forged(FORGER)), ['anchor-key', 'anchor-link']],
    [
      'an anchor with a signature of somebody else',
      (all) => all.with(1, forged(FORGER, KEY.publicKey.id)),
      ['anchor-signature', 'anchor-link'],
    ],
    ['a block made anew with another leaf', remade, ['anchor-link', 'link-torn']],
  ])('is broken by %s', async (_, spoil, expected) => {
    expect(codes(await verified(spoil(evidence())))).toEqual(expected);
  });

  it('is judged by its items where they are at hand', async () => {
    const records = evidence();
    const item = (position: number, of: LeafRecord['item']): void => {
      const at = leafAt(records, position);
      records[at] = { ...(records[at] as LeafRecord), ...(of !== undefined && { item: of }) };
    };
    item(1, sha('0-1'));
    item(2, 'erased');
    item(3, 'absent');
    item(4, sha('another'));
    const found = await verified(records);
    expect(codes(found)).toEqual(['item-gone', 'item-changed']);
    expect([found.broken.map(({ en }) => en), found.items]).toEqual([
      [expect.stringContaining('position 3'), expect.stringContaining('position 4')],
      { same: 1, erased: 1 },
    ]);
  });

  it('lacks no anchor on the days before it had begun, and every one since', async () => {
    const days = { from: '2026-11-01' as LegalDay, readOn: '2026-11-28' as LegalDay };
    expect(codes(await verified(evidence(), days))).toEqual(['anchor-missing']);
    const unsigned = evidence().filter(({ kind }) => kind !== 'anchor');
    const found = await verified(unsigned, days);
    expect(found.broken.map(({ en }) => en.slice(0, 10))).toEqual([FIRST, SECOND, TODAY]);
  });

  it('counts every fault and lists the first', async () => {
    const records = [
      ...evidence(),
      ...Array.from({ length: 50 }, (_, at): EvidenceRecord => ({ kind: 'stray', position: 100 + at })),
    ];
    const { faults, broken } = await verified(records);
    expect([faults, broken.length, broken[0]?.vi]).toEqual([50, 20, expect.stringContaining('vị trí 100')]);
  });
});

describe('a file of evidence', () => {
  const text = async (): Promise<string> => {
    const parts: string[] = [];
    for await (const line of writeEvidence({ from: FIRST, to: TODAY, readOn: TODAY }, Readable.from(evidence())))
      parts.push(line);
    return parts.join('');
  };
  const read = async (content: string): Promise<Verified> => {
    const file = await EvidenceFile.open(Readable.from([content]));
    return verify(file.records(), { ...BY, readOn: file.head.readOn });
  };

  it('says what the chain says', async () => {
    expect(await read(await text())).toEqual(await verified(evidence()));
  });

  it.each([
    ['is cut off', (content: string) => content.slice(0, content.lastIndexOf('{')), 'is not whole'],
    ['lacks a line', (content: string) => content.replace(/.*"leaf":\[12,.*\n/, ''), 'is not whole'],
    ['is damaged', (content: string) => content.replace('"leaf":[12,', '"leaf":[12'), 'Line 11'],
    ['is another one', () => '{"format":"x"}\n', 'no file of evidence'],
  ])('is refused where it %s', async (_, spoil, says) => {
    await expect(text().then(spoil).then(read)).rejects.toThrow(says);
  });
});

describe('a receipt that somebody kept', () => {
  const receipt = (n: number, key = KEY): Record<string, unknown> => {
    const said = { receiptId: `r${String(n)}`, dossierCode: 'H56.14797-261125-0001', seq: n, contentHash: 'h1:aa' };
    const [acceptedAt, salt] = [`${FIRST}T02:00:00Z` as Instant, '00'.repeat(16)];
    const leaf = leafOf({ ...said, acceptedAt, salt });
    const evidence = { salt, leaf: leaf.toString('hex'), signature: key.sign(leaf), key: KEY.publicKey.id };
    return { ...said, result: 'accepted', acceptedAt, evidence, warnings: [] };
  };
  const chain = (): EvidenceRecord[] => {
    const leaf = Buffer.from((receipt(1)['evidence'] as { leaf: string }).leaf, 'hex');
    const block = blockOf({ number: 1, day: FIRST, leaves: [{ position: 1, leaf }], previous: NO_LINK });
    const days = [FIRST, SECOND].map((day): EvidenceRecord => ({
      kind: 'anchor',
      anchor: signed(day, 1, linkOf(block)),
      isBefore: false,
    }));
    return [...days, { kind: 'block', block, link: linkOf(block) }, { kind: 'leaf', position: 1, leaf }];
  };
  const judge = async (...lines: unknown[]): Promise<Verified> => {
    const written = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    return verified(chain(), { receipts: await ReceiptBook.read(Readable.from([written.join('\n')]), BY) });
  };

  it('is met in the chain', async () => {
    expect(await judge(receipt(1))).toMatchObject({ receipts: 1, broken: [] });
  });

  it('is missed where the chain has lost it', async () => {
    expect(codes(await judge(receipt(1), receipt(2)))).toEqual(['receipt-missing']);
  });

  it.each([
    ['another hash', { ...receipt(1), contentHash: 'h1:bb' }],
    ['another time', { ...receipt(1), acceptedAt: `${FIRST}T02:00:01Z` }],
    ['a signature of somebody else', receipt(1, FORGER)],
  ])('is forged with %s', async (_, line) => {
    expect(codes(await judge(line))).toEqual(['receipt-forged']);
  });

  it.each([
    ['no JSON', '{'],
    ['no evidence', { ...receipt(1), evidence: null }],
    ['no day', { ...receipt(1), acceptedAt: 'x' }],
  ])('is said to be unreadable with %s', async (_, line) => {
    expect(codes(await judge(line))).toEqual(['receipt-unreadable']);
  });

  it('of another day is passed over', async () => {
    expect(await judge({ ...receipt(1), acceptedAt: '2026-10-01T02:00:00Z' })).toMatchObject({ receipts: 0, broken: [] });
  });
});

function changeLeaf(records: EvidenceRecord[], position: number, change: (leaf: Buffer) => Uint8Array): EvidenceRecord[] {
  const at = leafAt(records, position);
  const record = records[at] as LeafRecord;
  return records.with(at, { ...record, leaf: Buffer.from(change(record.leaf)) });
}

function swapLeaves(records: EvidenceRecord[], one: number, other: number): EvidenceRecord[] {
  const [a, b] = [leafAt(records, one), leafAt(records, other)];
  const [first, second] = [records[a] as LeafRecord, records[b] as LeafRecord];
  return records.with(a, { ...first, leaf: second.leaf }).with(b, { ...second, leaf: first.leaf });
}

function swap(records: EvidenceRecord[], one: number, other: number): EvidenceRecord[] {
  const [first, second] = [records[one] as EvidenceRecord, records[other] as EvidenceRecord];
  return records.with(one, second).with(other, first);
}

function forged(key: SigningKey, named = key.publicKey.id): EvidenceRecord {
  return { kind: 'anchor', anchor: { ...signed(SECOND, 2, 'ab'.repeat(32), key), keyId: named }, isBefore: false };
}

/** Somebody with the database, and without the key, puts another leaf into a block and makes that block anew. */
function remade(records: EvidenceRecord[]): EvidenceRecord[] {
  const spoilt = changeLeaf(records, 12, () => sha('another'));
  const leaves = [11, 12, 13, 14].map((position) => spoilt[leafAt(spoilt, position)] as LeafRecord);
  const at = blockAt(spoilt, 2);
  const { block } = spoilt[at] as BlockRecord;
  const anew = blockOf({ number: 2, day: SECOND, leaves, previous: block.previous });
  return spoilt.with(at, { kind: 'block', block: anew, link: linkOf(anew) });
}
