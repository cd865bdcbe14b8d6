import type { ItemRef } from './memory.ts';
import type { Finding, Receipt } from './submission.ts';

/** The receipt of an item that is kept, now or since before. */
export function receiptOf(dossierCode: string, item: ItemRef, answer: Pick<Receipt, 'result' | 'stale' | 'warnings'>): Receipt {
  const { id, seq, hash, acceptedAt, salt = null } = item;
  return { dossierCode, itemId: id, receiptId: id, seq, contentHash: hash, acceptedAt, salt, problems: [], ...answer };
}

/** The refusal of an item that had no fault of its own: another one of its call had. */
export function refusedWithOthers({ dossierCode }: Receipt): Receipt {
  return refusal(dossierCode, { field: '', code: 'batch.refused' });
}

/** The refusal of an item: it has no ids, and nothing of it is kept. */
export function refusal(dossierCode: string | null, ...problems: Finding[]): Receipt {
  const none = { itemId: null, receiptId: null, seq: null, contentHash: null, acceptedAt: null, salt: null };
  return { dossierCode, ...none, result: 'refused', stale: false, warnings: [], problems };
}
