import { anchorText, instantOf, legalDay, linkOf, MerkleTree, NO_LINK, type Block, type LegalDay } from '#canonical';
import type { EvidenceRecord, ItemOfLeaf, SignedAnchor } from '#ledger';
import type { PublicKey } from '#runtime';
import { say, type Broken } from './broken.ts';
import type { ReceiptBook } from './receipt-book.ts';

/** What a verification found. `broken`: in the order in which it was come upon, the first ones alone. */
export interface Verified {
  readonly blocks: number;
  readonly leaves: number;
  readonly anchors: number;
  readonly receipts: number;
  /** Items that are there and whose leaves were made anew; and those that are not, since they were erased. */
  readonly items: { readonly same: number; readonly erased: number };
  readonly broken: readonly Broken[];
  /** All that is broken, also what is not listed. */
  readonly faults: number;
}

/** By what evidence is judged. */
export interface Verification {
  readonly from: LegalDay;
  readonly to: LegalDay;
  /** The day on which it was read: until it is over it has no anchor. */
  readonly readOn: LegalDay;
  readonly keys: readonly PublicKey[];
  readonly receipts: ReceiptBook | undefined;
}

const MOST_LISTED = 20;

/** Verifies evidence as it comes by, in bounded memory, with public keys alone. */
export async function verify(records: AsyncIterable<EvidenceRecord>, by: Verification): Promise<Verified> {
  const verifier = new Verifier(by);
  for await (const record of records) verifier.take(record);
  return verifier.end();
}

interface OpenBlock {
  readonly block: Block;
  readonly tree: MerkleTree;
  last: number | undefined;
}

class Verifier {
  private readonly broken: Broken[] = [];
  private readonly anchors = new Map<number, SignedAnchor[]>();
  private readonly anchoredDays = new Set<LegalDay>();
  private readonly counts = { blocks: 0, leaves: 0, anchors: 0, receipts: 0, same: 0, erased: 0 };
  private faults = 0;
  private open: OpenBlock | undefined;
  private before: { number: number; last: number; link: string } = { number: 0, last: 0, link: NO_LINK };
  private hasBegun = false;
  private firstSealed: LegalDay[] = [];
  private hasAnchorBefore = false;

  constructor(private readonly by: Verification) {}

  take(record: EvidenceRecord): void {
    switch (record.kind) {
      case 'anchor':
        this.takeAnchor(record.anchor, record.isBefore);
        return;
      case 'block':
        this.takeBlock(record.block, record.link);
        return;
      case 'leaf':
        this.takeLeaf(record);
        return;
      case 'stray':
        this.found(say.stray(record.position));
        return;
      case 'unsealed':
        this.found(say.unsealed(record.position));
        return;
    }
  }

  end(): Verified {
    this.closeBlock();
    this.meetAnchors(0, NO_LINK);
    for (const [number, anchors] of this.anchors)
      for (const { day } of anchors) this.found(say.tailCut({ day, number, last: this.before.number }));
    for (const day of this.daysWithoutAnchor()) this.found(say.noAnchor(day));
    const { receipts } = this.by;
    for (const fault of receipts?.faults ?? []) this.found(fault);
    for (const receipt of receipts?.missing() ?? []) this.found(say.receiptMissing(receipt));
    const { same, erased, ...counts } = this.counts;
    return { ...counts, receipts: receipts?.met ?? 0, items: { same, erased }, broken: this.broken, faults: this.faults };
  }

  private takeAnchor(anchor: SignedAnchor, isBefore: boolean): void {
    const key = this.by.keys.find(({ id }) => id === anchor.keyId);
    if (key?.verifies(anchorText(anchor), anchor.signature) !== true)
      this.found(key === undefined ? say.unknownKey(anchor) : say.wrongSignature(anchor));
    this.counts.anchors += 1;
    if (isBefore) {
      this.hasAnchorBefore = true;
      this.before = { number: anchor.block, last: 0, link: anchor.link };
      return;
    }
    this.anchoredDays.add(anchor.day);
    this.anchors.set(anchor.block, [...(this.anchors.get(anchor.block) ?? []), anchor]);
    // A day on which nothing was sealed ends where the day before did.
    if (anchor.block === this.before.number && !this.hasBegun) this.meetAnchors(anchor.block, this.before.link);
  }

  private takeBlock(block: Block, link: string): void {
    this.closeBlock();
    if (!this.hasBegun) this.firstSealed = [legalDay(block.sealedAt)];
    this.hasBegun = true;
    const { number, last } = this.before;
    if (block.number !== number + 1) this.found(say.blockMissing(block, number));
    else if (block.previous !== this.before.link) this.found(say.linkTorn(block));
    if (block.first <= last) this.found(say.disorder(block.number, block.first));
    if (linkOf(block) !== link) this.found(say.linkWrong(block));
    this.counts.blocks += 1;
    this.before = { number: block.number, last: block.last, link };
    this.open = { block, tree: new MerkleTree(), last: undefined };
    this.meetAnchors(block.number, link);
  }

  private takeLeaf({ position, leaf, item }: Extract<EvidenceRecord, { kind: 'leaf' }>): void {
    this.counts.leaves += 1;
    const { open } = this;
    if (open === undefined) {
      this.found(say.leafOutside(position));
      return;
    }
    if (open.last === undefined ? position !== open.block.first : position <= open.last)
      this.found(say.disorder(open.block.number, position));
    open.last = position;
    open.tree.add(leaf);
    this.by.receipts?.meet(leaf);
    if (item !== undefined) this.compareItem(position, { leaf, item });
  }

  private compareItem(position: number, { leaf, item }: { leaf: Buffer; item: ItemOfLeaf }): void {
    if (item === 'absent') this.found(say.itemGone(position));
    else if (item === 'erased') this.counts.erased += 1;
    else if (item.equals(leaf)) this.counts.same += 1;
    else this.found(say.itemChanged(position));
  }

  private closeBlock(): void {
    if (this.open === undefined) return;
    const { block, tree, last } = this.open;
    this.open = undefined;
    if (tree.size !== block.leaves) this.found(say.leavesMissing(block, tree.size));
    else if (last !== block.last) this.found(say.disorder(block.number, last ?? block.last));
    else if (tree.root().toString('hex') !== block.root) this.found(say.rootWrong(block));
  }

  private meetAnchors(number: number, link: string): void {
    for (const anchor of this.anchors.get(number) ?? []) if (anchor.link !== link) this.found(say.anchorTorn(anchor));
    this.anchors.delete(number);
  }

  /** From the day on which the chain had begun, until yesterday. */
  private *daysWithoutAnchor(): Generator<LegalDay> {
    const { from, to, readOn } = this.by;
    const begun = this.hasAnchorBefore ? from : [...this.anchoredDays, ...this.firstSealed].toSorted()[0];
    if (begun === undefined) return;
    for (let day = begun; day <= to && day < readOn; day = nextDay(day)) if (!this.anchoredDays.has(day)) yield day;
  }

  private found(broken: Broken): void {
    this.faults += 1;
    if (this.broken.length < MOST_LISTED) this.broken.push(broken);
  }
}

function nextDay(day: LegalDay): LegalDay {
  return legalDay(instantOf(new Date(Date.parse(`${day}T12:00:00+07:00`) + 86_400_000)));
}
