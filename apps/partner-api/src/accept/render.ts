import type { Receipt } from '#ledger';
import type { Asker } from '#runtime';
import { json, type Answer } from '../http/answer.ts';
import { refusal, showFinding, type ShownFinding } from '../problems/problem.ts';

/** A receipt as a caller sees it: the ledger's, with messages. */
export type ShownReceipt = Omit<Receipt, 'warnings' | 'problems'> & {
  readonly warnings: readonly ShownFinding[];
  readonly problems: readonly ShownFinding[];
};

/** How receipts are answered. */
export interface Manner {
  readonly isBatch: boolean;
  readonly validateOnly: boolean;
}

/** One object answers its receipt, or its refusal as a problem; a batch always answers receipts, in the order of its items. */
export function render(asker: Asker, { isBatch, validateOnly }: Manner, receipts: readonly Receipt[]): Answer {
  const status = validateOnly ? 200 : 202;
  if (isBatch) return json(status, { receipts: receipts.map(showReceipt) });
  const [receipt] = receipts;
  if (receipt === undefined) throw new Error('the ledger gave no receipt for an item');
  return receipt.result === 'refused' ? refusal(asker, receipt.problems) : json(status, showReceipt(receipt));
}

/** A receipt with the messages of its findings. */
export function showReceipt(receipt: Receipt): ShownReceipt {
  return { ...receipt, warnings: receipt.warnings.map(showFinding), problems: receipt.problems.map(showFinding) };
}
