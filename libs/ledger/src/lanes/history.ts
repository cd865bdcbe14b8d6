import type pg from 'pg';
import type { ItemState, Status, Step } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import type { LaneKey } from './lane.ts';

/** An item of a lane with all that verification needs. `step` is absent for a version. */
export interface HistoryItem {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly status: Status;
  readonly state: ItemState;
  readonly doubt: boolean;
  readonly sent: number;
  /** It was acknowledged in shadow, and not by the destination. */
  readonly shadow: boolean;
  readonly step: Step | undefined;
}

/** Reads every item of a lane in order, with the steps' content: what the destination ought to hold. */
export async function readHistory(pool: pg.Pool, cipher: Cipher, lane: LaneKey): Promise<HistoryItem[]> {
  const rows = await query<HistoryItem & { id: string; body_enc: Buffer | null; key_id: number }>(pool, {
    name: 'lane-history',
    text: `SELECT li.seq, li.kind, li.status, li.state, li.doubt, li.sent, li.shadow, i.id, i.key_id,
        CASE WHEN li.kind = 'step' THEN i.body_enc END AS body_enc
      FROM lane_item li JOIN item i ON i.dossier_id = li.dossier_id AND i.seq = li.seq
      WHERE li.dossier_id = $1 AND li.destination = $2 ORDER BY li.place, li.seq`,
    values: [lane.dossierId, lane.destination],
  });
  await cipher.load(rows.map(({ key_id }) => key_id));
  return rows.map(({ id, body_enc, key_id, ...item }) => ({
    ...item,
    step: body_enc === null ? undefined : (JSON.parse(cipher.unseal(body_enc, key_id, id).toString()) as Step),
  }));
}
