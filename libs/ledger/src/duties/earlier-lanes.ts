import type pg from 'pg';
import { inTransaction, query } from '../database.ts';
import { CLOSING_STEP } from '../lanes/closing-lanes.ts';

/** Which of the dossiers that were accepted before a destination was known it gets: all, or those of which more may come. */
export type EarlierDossiers = 'all' | 'open';

/** What to look for next. */
export interface EarlierOrder {
  readonly destination: string;
  readonly which: EarlierDossiers;
  readonly now: Date;
}

/**
 * What came of a look. `opened`: so many lanes were opened among the next dossiers · `wait`: later, since enough waits there already,
 * another process is at it, or it is too early for the second walk · `over`: every earlier dossier has its lane.
 */
export type EarlierProgress =
  { readonly kind: 'opened'; readonly lanes: number } | { readonly kind: 'wait' } | { readonly kind: 'over' };

const DOSSIERS_PER_LOOK = 200;
/** New dossiers stand behind so many earlier ones at most. */
const MOST_WAITING = 500;
/** After that long every door knows a new destination, and what it accepted without knowing it is committed or given up. */
const KNOWN_AFTER_MS = 60_000;

/**
 * Lanes for dossiers that were accepted before their destination was known. They are opened bit by bit, the youngest dossier first,
 * and never more than a destination can have waiting: ten million dossiers keep no start and no new dossier waiting. The walk goes
 * over all dossiers twice: a door that did not know the destination yet may still have accepted some during the first.
 */
export class EarlierLanes {
  constructor(private readonly pool: pg.Pool) {}

  /** Opens the lanes of the next few dossiers. One process at a time: the place of the walk is locked with what is opened. */
  async openNext(order: EarlierOrder): Promise<EarlierProgress> {
    const { destination, which, now } = order;
    if (await this.hasEnough(destination)) return { kind: 'wait' };
    return inTransaction(this.pool, async (db) => {
      const knownSince = await readKnownSince(db, destination);
      // Either walk with the time from which on it makes sense.
      const walks = [knownSince, knownSince + KNOWN_AFTER_MS];
      for (const [index, from] of walks.entries()) {
        if (now.getTime() < from) return { kind: 'wait' };
        const walk = `earlier|${destination}|${which}|${String(index + 1)}`;
        const cursor = await takePlace(db, walk);
        if (cursor === undefined) return { kind: 'wait' };
        if (cursor > 0) return { kind: 'opened', lanes: await goOn(db, order, { walk, cursor }) };
      }
      return { kind: 'over' };
    });
  }

  private async hasEnough(destination: string): Promise<boolean> {
    const [row] = await query<{ waiting: number }>(this.pool, {
      name: 'earlier-waiting',
      text: `SELECT count(*)::int AS waiting FROM (
          SELECT FROM lane WHERE destination = $1 AND state IN ('due', 'verifying', 'leased') LIMIT $2) open`,
      values: [destination, MOST_WAITING],
    });
    return row?.waiting === MOST_WAITING;
  }
}

/** Since when the ledger knows the destination, in milliseconds; never, before the database is prepared for it. */
async function readKnownSince(db: pg.PoolClient, destination: string): Promise<number> {
  const { rows } = await db.query<{ changed_at: Date }>({
    name: 'earlier-known',
    text: 'SELECT changed_at FROM destination WHERE id = $1',
    values: [destination],
  });
  return rows[0]?.changed_at.getTime() ?? Infinity;
}

/** The id of the youngest dossier that a walk has not come by yet, 0 when it is over; undefined while another process is at it. */
async function takePlace(db: pg.PoolClient, walk: string): Promise<number | undefined> {
  await db.query({
    name: 'earlier-begin',
    text: `INSERT INTO duty (name, cursor) SELECT $1, coalesce(max(id), 0) FROM dossier
      WHERE NOT EXISTS (SELECT FROM duty WHERE name = $1) ON CONFLICT DO NOTHING`,
    values: [walk],
  });
  const { rows } = await db.query<{ cursor: number }>({
    name: 'earlier-place',
    text: 'SELECT cursor FROM duty WHERE name = $1 FOR UPDATE SKIP LOCKED',
    values: [walk],
  });
  return rows[0]?.cursor;
}

async function goOn(db: pg.PoolClient, order: EarlierOrder, { walk, cursor }: { walk: string; cursor: number }): Promise<number> {
  const { rows } = await db.query<{ id: number; lacks: boolean }>({
    name: 'earlier-next',
    text: NEXT,
    values: [order.destination, order.which, cursor, DOSSIERS_PER_LOOK],
  });
  const lacking = rows.flatMap(({ id, lacks }) => (lacks ? [id] : []));
  const lanes = lacking.length === 0 ? 0 : await open(db, order, lacking);
  const last = rows.length < DOSSIERS_PER_LOOK ? undefined : rows.at(-1);
  await db.query({
    name: 'earlier-move',
    text: 'UPDATE duty SET cursor = $2 WHERE name = $1',
    values: [walk, last === undefined ? 0 : last.id - 1],
  });
  return lanes;
}

/** A dossier is locked as the door locks it, so that an item that comes meanwhile finds its new lane or waits for it. */
async function open(db: pg.PoolClient, { destination, now }: EarlierOrder, ids: readonly number[]): Promise<number> {
  await db.query({ name: 'earlier-lock', text: LOCK, values: [ids] });
  const { rows } = await db.query<{ lanes: number }>({ name: 'earlier-open', text: OPEN, values: [destination, now, ids] });
  return rows[0]?.lanes ?? 0;
}

// Which of the next dossiers go there by their client and have no lane there yet. Of a dossier in status 10 nothing more comes.
const NEXT = `
  SELECT o.id, (d.serves = 'all' OR (d.serves = 'sandbox') = c.sandbox) AND (c.destinations IS NULL OR d.id = ANY(c.destinations))
    AND ($2 = 'all' OR o.status <> 10)
    AND NOT EXISTS (SELECT FROM lane l WHERE l.dossier_id = o.id AND l.destination = $1) AS lacks
  FROM (SELECT id, client_id, status FROM dossier WHERE id <= $3 ORDER BY id DESC LIMIT $4) o
  JOIN client c ON c.id = o.client_id JOIN destination d ON d.id = $1
  ORDER BY o.id DESC`;

const LOCK = `SELECT FROM dossier WHERE id = ANY($1) ORDER BY code COLLATE "C" FOR NO KEY UPDATE`;

// What accepting would have written: an old version or a correction that came too late is not sent, a correction stands in the place
// of what it replaces. Where another system delivered before, the lane has to cut over first like those that were there then. What a client sends for a slot that is taken replaces what is there, unless it is recorded as stale.
const OPEN = `
  WITH opened AS (
    INSERT INTO lane (dossier_id, destination, epoch, generation, state, due_at, fence, ack_seq, present, adopt, reassert, failures, shadow,
      closes)
    SELECT w.id, d.id, 1, d.generation, 'due', $2, 0, 0, false, false, false, 0, d.mode = 'live' AND d.cut_over_at IS NOT NULL,
      EXISTS (SELECT FROM item i WHERE i.dossier_id = w.id AND NOT i.stale AND ${CLOSING_STEP})
    FROM unnest($3::bigint[]) AS w (id) JOIN destination d ON d.id = $1
    ON CONFLICT DO NOTHING RETURNING dossier_id
  ), items AS (
    INSERT INTO lane_item (dossier_id, destination, seq, kind, status, state, doubt, possibly_twice, sent, place)
    SELECT i.dossier_id, $1, i.seq, i.kind, i.status,
      CASE WHEN i.stale THEN 'stale'
        WHEN EXISTS (SELECT FROM item n WHERE n.dossier_id = i.dossier_id AND n.slot_hash = i.slot_hash AND n.seq > i.seq
          AND n.origin = 'client' AND NOT n.stale) THEN 'superseded'
        ELSE 'pending' END,
      false, false, 0,
      CASE WHEN i.kind = 'step' AND i.origin = 'client' AND NOT i.stale
        THEN (SELECT min(f.seq) FROM item f WHERE f.dossier_id = i.dossier_id AND f.slot_hash = i.slot_hash AND NOT f.stale)
        ELSE i.seq END
    FROM opened JOIN item i USING (dossier_id)
  ), told AS (SELECT pg_notify('lanes_due', ''))
  SELECT count(*)::int AS lanes FROM opened, told`;
