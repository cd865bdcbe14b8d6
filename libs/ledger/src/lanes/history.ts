import type pg from 'pg';
import type { Dossier, ItemState, Status, Step } from '#canonical';
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
  readonly acceptedAt: Date;
  /** The content of a version, where it was asked for. */
  readonly dossier?: Dossier | undefined;
}

/** An item as the table has it. */
type Row = Omit<HistoryItem, 'step' | 'dossier'> & { id: string; body_enc: Buffer | null; key_id: number };

/** Reads every item of a lane in order, with the steps' content, and that of the versions where it is wanted: what the destination ought to hold. */
export async function readHistory(
  pool: pg.Pool,
  cipher: Cipher,
  { dossierId, destination, versionsToo }: LaneKey & { versionsToo: boolean },
): Promise<HistoryItem[]> {
  const rows = await query<Row>(pool, {
    name: 'lane-history',
    text: `SELECT li.seq, li.kind, li.status, li.state, li.doubt, li.sent, li.shadow, i.id, i.accepted_at AS "acceptedAt", i.key_id,
        CASE WHEN li.kind = 'step' OR $3 THEN i.body_enc END AS body_enc
      FROM lane_item li JOIN item i ON i.dossier_id = li.dossier_id AND i.seq = li.seq
      WHERE li.dossier_id = $1 AND li.destination = $2 ORDER BY li.place, li.seq`,
    values: [dossierId, destination, versionsToo],
  });
  await cipher.load(rows.map(({ key_id }) => key_id));
  return rows.map(({ id, body_enc, key_id, ...item }) => {
    const body = body_enc === null ? undefined : (JSON.parse(cipher.unseal(body_enc, key_id, id).toString()) as unknown);
    return item.kind === 'step'
      ? { ...item, step: body as Step | undefined }
      : { ...item, step: undefined, dossier: body as Dossier | undefined };
  });
}
