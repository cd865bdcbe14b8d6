import type pg from 'pg';
import type { Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { inTransaction, query } from '../database.ts';
import { readIdleLanes } from '../lanes/claim.ts';
import { readHistories, type HistoryItem } from '../lanes/history.ts';
import type { ClaimedLane } from '../lanes/lane.ts';

/** A lane with all its items, of which everything is acknowledged. */
export interface LaneToTell {
  readonly lane: ClaimedLane;
  readonly history: readonly HistoryItem[];
}

/** What a destination was told of a dossier, as the text under its hash. */
export interface Told {
  readonly dossierId: number;
  readonly ackSeq: number;
  /** Undefined where it cannot be said by the tables of today. */
  readonly text: string | undefined;
}

const LANES_PER_LOOK = 200;

/** No index finds what was told by other code tables: once nothing of it is left, it is looked for again only for new tables, and now and then. */
const LOOK_AGAIN_MS = 15 * 60_000;

interface TellOrder {
  readonly destination: string;
  readonly codesVersion: string;
}

/** Lanes of which it is to be noted anew what their destination was told. */
export class LanesToTell {
  /** Until when nothing by other code tables is looked for, by destination and version. */
  private readonly quiet = new Map<string, { readonly version: string; readonly until: number }>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
    private readonly clock: Pick<Clock, 'monotonic'>,
  ) {}

  /** The next lanes of a destination that acknowledged something since it was noted what it was told, or for which other code tables hold now. */
  async read(order: TellOrder): Promise<LaneToTell[]> {
    const { destination } = order;
    const changed = await query<{ dossier_id: number }>(this.pool, {
      name: 'told-next',
      text: NEXT,
      values: [destination, LANES_PER_LOOK],
    });
    const rows = changed.length > 0 ? changed : await this.byOtherCodes(order);
    if (rows.length === 0) return [];
    const dossierIds = rows.map(({ dossier_id }) => dossier_id);
    const lanes = await readIdleLanes(this.pool, this.cipher, { destination, dossierIds });
    const histories = await readHistories(this.pool, this.cipher, { destination, dossierIds, versionsToo: false });
    return lanes.map((lane) => ({ lane, history: histories.get(lane.dossierId) ?? [] }));
  }

  private async byOtherCodes({ destination, codesVersion: version }: TellOrder): Promise<{ dossier_id: number }[]> {
    const now = this.clock.monotonic();
    const quiet = this.quiet.get(destination);
    if (quiet !== undefined && quiet.version === version && now < quiet.until) return [];
    const rows = await query<{ dossier_id: number }>(this.pool, {
      name: 'told-other-codes',
      text: BY_OTHER_CODES,
      values: [destination, version, LANES_PER_LOOK],
    });
    if (rows.length === 0) this.quiet.set(destination, { version, until: now + LOOK_AGAIN_MS });
    return rows;
  }
}

const NEXT = `
  SELECT c.dossier_id FROM lane_check c JOIN lane l ON l.dossier_id = c.dossier_id AND l.destination = c.destination
  WHERE c.destination = $1 AND c.changed_at IS NOT NULL AND l.state = 'idle' AND l.present AND NOT l.shadow
  ORDER BY c.changed_at LIMIT $2`;

const BY_OTHER_CODES = `
  SELECT c.dossier_id FROM lane_check c JOIN lane l ON l.dossier_id = c.dossier_id AND l.destination = c.destination
  WHERE c.destination = $1 AND c.told_codes <> $2 AND l.state = 'idle' AND c.told_seq = l.ack_seq LIMIT $3`;

/**
 * Notes what a destination was told. What the tables of today say otherwise than when it was told stands beside it; what was told once more
 * since then, it was told by those of today.
 */
export function writeTold(
  pool: pg.Pool,
  { destination, codesVersion, told }: { destination: string; codesVersion: string; told: readonly Told[] },
): Promise<void> {
  return inTransaction(pool, async (db) => {
    const values = [
      told.map(({ dossierId }) => dossierId),
      told.map(({ ackSeq }) => ackSeq),
      told.map(({ text }) => text ?? null),
    ];
    await db.query({ name: 'told-write', text: WRITE, values: [destination, codesVersion, ...values] });
  });
}

const WRITE = `
  WITH noted AS (
    UPDATE lane_check c SET changed_at = CASE WHEN l.ack_seq <> n.ack_seq THEN c.changed_at END, told_seq = n.ack_seq, told_codes = $2,
      told = CASE WHEN c.told_seq = n.ack_seq AND c.changed_at IS NULL THEN coalesce(c.told, n.told) ELSE n.told END,
      told_now = CASE WHEN c.told_seq = n.ack_seq AND c.changed_at IS NULL AND c.told <> n.told THEN n.told END
    FROM unnest($3::bigint[], $4::int[], $5::text[]) AS n (dossier_id, ack_seq, told)
    JOIN lane l ON l.dossier_id = n.dossier_id AND l.destination = $1
    WHERE c.dossier_id = n.dossier_id AND c.destination = $1 RETURNING c.dossier_id
  ), places AS (
    SELECT b.unit_id, b.day FROM (
      SELECT DISTINCT o.received_unit_id, o.received_on FROM noted n JOIN dossier o ON o.id = n.dossier_id) f
    JOIN manifest_bucket b ON b.side = $1 AND b.unit_id = f.received_unit_id AND b.day = f.received_on ORDER BY b.unit_id, b.day FOR UPDATE OF b
  )
  UPDATE manifest_bucket b SET stale = true FROM places p WHERE b.side = $1 AND b.unit_id = p.unit_id AND b.day = p.day`;
