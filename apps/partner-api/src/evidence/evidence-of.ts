import { leafOf } from '#canonical';
import type { Receipt } from '#ledger';
import type { SigningKey } from '#runtime';

/** What proves a receipt: its leaf can be made anew from the receipt and the salt, and the signature is over the leaf's 32 bytes. */
export interface ReceiptEvidence {
  /** Lower-case hex, as the leaf. */
  readonly salt: string;
  readonly leaf: string;
  /** Ed25519, base64. */
  readonly signature: string;
  /** Name of the public key. */
  readonly key: string;
}

/** The evidence of a receipt; null for a refusal, a trial, and what was accepted before there was evidence, or is erased. */
export function evidenceOf(receipt: Receipt, signer: SigningKey): ReceiptEvidence | null {
  const { receiptId, dossierCode, seq, contentHash, acceptedAt, salt } = receipt;
  if (receiptId === null || dossierCode === null || seq === null || contentHash === null || acceptedAt === null || salt === null)
    return null;
  const leaf = leafOf({ receiptId, dossierCode, seq, contentHash, acceptedAt, salt });
  return { salt, leaf: leaf.toString('hex'), signature: signer.sign(leaf), key: signer.publicKey.id };
}
