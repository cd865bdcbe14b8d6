import type { Receipt } from '#ledger';
import type { Asker, SigningKey } from '#runtime';
import { json, type Answer } from '../http/answer.ts';
import { evidenceOf, type ReceiptEvidence } from '../evidence/evidence-of.ts';
import { refusal, showFinding, type ShownFinding } from '../problems/problem.ts';

/** A receipt as a caller sees it: the ledger's, with messages, and signed. */
export type ShownReceipt = Omit<Receipt, 'salt' | 'warnings' | 'problems'> & {
  readonly evidence: ReceiptEvidence | null;
  readonly warnings: readonly ShownFinding[];
  readonly problems: readonly ShownFinding[];
};

/** How receipts are answered. */
export interface Manner {
  readonly signer: SigningKey;
  readonly isBatch: boolean;
  readonly validateOnly: boolean;
}

/** One object answers its receipt, or its refusal as a problem; a batch always answers receipts, in the order of its items. */
export function render(asker: Asker, { signer, isBatch, validateOnly }: Manner, receipts: readonly Receipt[]): Answer {
  const status = validateOnly ? 200 : 202;
  if (isBatch) return json(status, { receipts: receipts.map((receipt) => showReceipt(receipt, signer)) });
  const [receipt] = receipts;
  if (receipt === undefined) throw new Error('the ledger gave no receipt for an item');
  return receipt.result === 'refused' ? refusal(asker, receipt.problems) : json(status, showReceipt(receipt, signer));
}

/** A receipt with the messages of its findings, and with what proves it. */
export function showReceipt(receipt: Receipt, signer: SigningKey): ShownReceipt {
  const { salt: _salt, warnings, problems, ...rest } = receipt;
  const evidence = evidenceOf(receipt, signer);
  return { ...rest, evidence, warnings: warnings.map(showFinding), problems: problems.map(showFinding) };
}
