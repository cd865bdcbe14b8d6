import type pg from 'pg';
import { instantOf } from '#canonical';
import { query } from '../database.ts';
import type { Receipt } from '../accept/submission.ts';

/** Reads the receipt of an item again; another client's is as unknown as one that never was. */
export async function readReceipt(pool: pg.Pool, wanted: { clientId: number; receiptId: string }): Promise<Receipt | undefined> {
  const [row] = await query<{
    id: string;
    seq: number;
    hash: string;
    accepted_at: Date;
    salt: Buffer | null;
    stale: boolean;
    code: string;
  }>(pool, {
    text: `SELECT i.id, i.seq, i.hash, i.accepted_at, i.salt, i.stale, d.code FROM item i JOIN dossier d ON d.id = i.dossier_id
      WHERE i.id = $1 AND d.client_id = $2`,
    values: [wanted.receiptId, wanted.clientId],
  });
  if (row === undefined) return undefined;
  return {
    ...{ dossierCode: row.code, itemId: row.id, receiptId: row.id, result: 'accepted', seq: row.seq, contentHash: row.hash },
    ...{
      acceptedAt: instantOf(row.accepted_at),
      salt: row.salt?.toString('hex') ?? null,
      stale: row.stale,
      warnings: [],
      problems: [],
    },
  };
}
