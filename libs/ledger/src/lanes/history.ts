import type pg from 'pg';
import type { Dossier, ItemState, Status, Step } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { groupBy } from '../group-by.ts';
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
type Row = Omit<HistoryItem, 'step' | 'dossier'> & { dossier_id: number; id: string; body_enc: Buffer | null; key_id: number };

/** Reads every item of a lane in order, with the steps' content, and that of the versions where it is wanted: what the destination ought to hold. */
export async function readHistory(
  pool: pg.Pool,
  cipher: Cipher,
  { dossierId, destination, versionsToo }: LaneKey & { versionsToo: boolean },
): Promise<readonly HistoryItem[]> {
  const histories = await readHistories(pool, cipher, { destination, dossierIds: [dossierId], versionsToo });
  return histories.get(dossierId) ?? [];
}

/** The same of several lanes of a destination, by their dossiers. */
export async function readHistories(
  pool: pg.Pool,
  cipher: Cipher,
  { destination, dossierIds, versionsToo }: { destination: string; dossierIds: readonly number[]; versionsToo: boolean },
): Promise<ReadonlyMap<number, readonly HistoryItem[]>> {
  const rows = await query<Row>(pool, {
    name: 'lane-history',
    text: `SELECT li.dossier_id, li.seq, li.kind, li.status, li.state, li.doubt, li.sent, li.shadow, i.id, i.accepted_at AS "acceptedAt", i.key_id,
        CASE WHEN li.kind = 'step' OR $3 THEN i.body_enc END AS body_enc
      FROM lane_item li JOIN item i ON i.dossier_id = li.dossier_id AND i.seq = li.seq
      WHERE li.dossier_id = ANY($1) AND li.destination = $2 ORDER BY li.dossier_id, li.place, li.seq`,
    values: [dossierIds, destination, versionsToo],
  });
  await cipher.load(rows.map(({ key_id }) => key_id));
  const opened = rows.map((row) => ({ dossierId: row.dossier_id, item: toItem(row, cipher) }));
  const byDossier = groupBy(opened, ({ dossierId }) => dossierId);
  return new Map([...byDossier].map(([dossierId, items]) => [dossierId, items.map(({ item }) => item)]));
}

function toItem({ dossier_id: _, id, body_enc, key_id, ...item }: Row, cipher: Cipher): HistoryItem {
  const body = body_enc === null ? undefined : (JSON.parse(cipher.unseal(body_enc, key_id, id).toString()) as unknown);
  return item.kind === 'step'
    ? { ...item, step: body as Step | undefined }
    : { ...item, step: undefined, dossier: body as Dossier | undefined };
}

/** When each item of a lane was sent that its destination has acknowledged last, in milliseconds since 1970, by seq. */
export async function whenDelivered(pool: pg.Pool, { dossierId, destination }: LaneKey): Promise<ReadonlyMap<number, number>> {
  const rows = await query<{ seq: number; at: Date }>(pool, {
    name: 'lane-when-delivered',
    text: `SELECT seq, max(begun_at) AS at FROM attempt WHERE dossier_id = $1 AND destination = $2 AND outcome = 'delivered' GROUP BY seq`,
    values: [dossierId, destination],
  });
  return new Map(rows.map(({ seq, at }) => [seq, at.getTime()]));
}

/** Whether an item of a lane was acknowledged after that time, in a call that was begun after the other. */
export async function wasDelivered(
  pool: pg.Pool,
  { lane, settledAfter, begunAfter }: { lane: LaneKey; settledAfter: Date; begunAfter: Date },
): Promise<boolean> {
  const rows = await query(pool, {
    name: 'lane-was-delivered',
    text: `SELECT 1 FROM attempt WHERE dossier_id = $1 AND destination = $2 AND begun_at > $4 AND settled_at > $3 AND outcome = 'delivered'
      LIMIT 1`,
    values: [lane.dossierId, lane.destination, settledAfter, begunAfter],
  });
  return rows.length > 0;
}
