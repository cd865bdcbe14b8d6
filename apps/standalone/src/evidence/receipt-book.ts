import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { leafOf, legalDay, parseInstant, type LegalDay } from '#canonical';
import type { PublicKey } from '#runtime';
import { say, type Broken } from './broken.ts';

interface Kept {
  readonly line: number;
  readonly code: string;
}

interface WrittenReceipt {
  readonly receiptId: string;
  readonly dossierCode: string;
  readonly seq: number;
  readonly contentHash: string;
  readonly acceptedAt: string;
  readonly evidence: { readonly salt: string; readonly leaf: string; readonly signature: string; readonly key: string };
}

/** Receipts that somebody kept: each must be signed, and lie in the chain. */
export class ReceiptBook {
  readonly faults: Broken[] = [];
  private readonly open = new Map<string, Kept>();
  private count = 0;

  /** Reads receipts, one JSON object in each line, as the door answered them; those accepted on other days are passed over. */
  static async read(
    text: Readable,
    { from, to, keys }: { from: LegalDay; to: LegalDay; keys: readonly PublicKey[] },
  ): Promise<ReceiptBook> {
    const book = new ReceiptBook();
    let line = 0;
    for await (const written of createInterface({ input: text })) {
      line += 1;
      if (written.trim() === '') continue;
      const receipt = parse(written);
      const day = receipt && dayOf(receipt);
      if (receipt === undefined || day === undefined) book.faults.push(say.receiptUnreadable(line));
      else if (day >= from && day <= to) book.add(receipt, line, keys);
    }
    return book;
  }

  /** How many were met in the chain. */
  get met(): number {
    return this.count;
  }

  meet(leaf: Buffer): void {
    if (this.open.size > 0 && this.open.delete(leaf.toString('hex'))) this.count += 1;
  }

  missing(): Iterable<Kept> {
    return this.open.values();
  }

  private add(receipt: WrittenReceipt, line: number, keys: readonly PublicKey[]): void {
    const { evidence, ...said } = receipt;
    const acceptedAt = parseInstant(said.acceptedAt);
    const key = keys.find(({ id }) => id === evidence.key);
    const leaf = acceptedAt && leafOf({ ...said, acceptedAt, salt: evidence.salt });
    if (leaf?.toString('hex') !== evidence.leaf || key?.verifies(leaf, evidence.signature) !== true)
      this.faults.push(say.receiptForged(line));
    else this.open.set(evidence.leaf, { line, code: said.dossierCode });
  }
}

function parse(line: string): WrittenReceipt | undefined {
  try {
    const { receiptId, dossierCode, seq, contentHash, acceptedAt, evidence } = JSON.parse(line) as WrittenReceipt;
    const texts = [
      receiptId,
      dossierCode,
      contentHash,
      acceptedAt,
      evidence.salt,
      evidence.leaf,
      evidence.signature,
      evidence.key,
    ];
    if (!Number.isSafeInteger(seq) || texts.some((text) => typeof text !== 'string')) return undefined;
    return { receiptId, dossierCode, seq, contentHash, acceptedAt, evidence };
  } catch {
    return undefined;
  }
}

function dayOf({ acceptedAt }: WrittenReceipt): LegalDay | undefined {
  const instant = parseInstant(acceptedAt);
  return instant && legalDay(instant);
}
