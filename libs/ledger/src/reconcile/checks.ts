import type pg from 'pg';
import { inTransaction, sendAll } from '../database.ts';
import { markChanged } from './buckets.ts';

/** Outcomes that are looked at in one step. */
const OUTCOMES_PER_LOOK = 5_000;

/**
 * Notes which lanes have had something acknowledged since the last look, by the positions of the outcomes: nothing of it costs a delivery
 * anything. Answers whether there is more.
 */
export function followOutcomes(pool: pg.Pool): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    await sendAll(db, [...markChanged(), { name: 'checks-begin', text: BEGIN }]);
    const { rows } = await db.query<{ looked: number }>({ name: 'checks-follow', text: FOLLOW, values: [OUTCOMES_PER_LOOK] });
    return rows[0]?.looked === OUTCOMES_PER_LOOK;
  });
}

const BEGIN = `INSERT INTO duty (name, cursor) VALUES ('reconcile-outcomes', 0) ON CONFLICT DO NOTHING`;

// `asked_run` stays: whoever asked is answered for what was there then, and the lane counts as changed after that.
const FOLLOW = `
  WITH place AS MATERIALIZED (
    SELECT cursor FROM duty WHERE name = 'reconcile-outcomes' FOR UPDATE
  ), page AS MATERIALIZED (
    SELECT o.pos, o.dossier_id, o.destination, o.state, o.at FROM place, outcome o WHERE o.pos > place.cursor ORDER BY o.pos LIMIT $1
  ), noted AS (
    INSERT INTO lane_check (dossier_id, destination, changed_at)
    SELECT p.dossier_id, p.destination, max(p.at) FROM page p JOIN lane l ON l.dossier_id = p.dossier_id AND l.destination = p.destination
    WHERE p.state = 'delivered' GROUP BY p.dossier_id, p.destination ORDER BY p.dossier_id, p.destination
    ON CONFLICT (dossier_id, destination) DO UPDATE SET changed_at = excluded.changed_at
  ), moved AS (
    UPDATE duty SET cursor = (SELECT max(pos) FROM page) WHERE name = 'reconcile-outcomes' AND EXISTS (SELECT FROM page)
  )
  SELECT count(*)::int AS looked FROM page`;

/** Which lanes of a destination a run may have on their way, and from when on what changed may be shown there. */
export interface VerifyOrder {
  readonly run: string;
  readonly destination: string;
  /** Lanes on their way while nobody else waits there, and while somebody does. */
  readonly most: number;
  readonly least: number;
  readonly now: Date;
  readonly settlesWithinMs: number;
}

/** How many lanes were asked to be compared, and whether the run has more to ask there, now or once there is room. */
export interface AskedLanes {
  readonly asked: number;
  readonly hasMore: boolean;
}

/**
 * Asks the next lanes to be compared with their destination: those that had changed since they were verified when the run began, then those
 * that were verified longest ago, unless somebody wants no more than what changed; none while as many are on their way as may be.
 */
export function askToVerify(pool: pg.Pool, order: VerifyOrder): Promise<AskedLanes> {
  const { run, destination, most, least, now, settlesWithinMs } = order;
  return inTransaction(pool, async (db) => {
    await db.query({ name: 'verify-free', text: FREE, values: [run, destination] });
    const standing = await db.query<Standing>({ name: 'verify-room', text: ROOM, values: [run, destination, now, most, least] });
    const [room] = standing.rows;
    if (room === undefined || room.wanted <= 0) return { asked: 0, hasMore: false };
    const settled = new Date(now.getTime() - settlesWithinMs);
    const parts = PARTS.filter(({ isRest }) => room.takesRest || !isRest);
    const before = Math.min(room.wanted, room.places);
    let left = before;
    for (const { name, ask } of parts) {
      if (left <= 0) break;
      const values = [run, destination, room.begun, settled, now, left];
      const { rows } = await db.query<{ asked: number }>({ name, text: ask, values });
      left -= rows[0]?.asked ?? 0;
    }
    const asked = before - left;
    if (asked > 0) await db.query('NOTIFY lanes_due');
    if (asked > 0 || left <= 0) return { asked, hasMore: true };
    // Lanes that somebody holds just now were passed over.
    for (const { name, look } of parts) {
      const rest = await db.query({ name: `${name}-left`, text: look, values: [run, destination, room.begun, settled] });
      if (rest.rowCount === 1) return { asked, hasMore: true };
    }
    return { asked, hasMore: false };
  });
}

/** How many lanes a run may still ask, and how many have room; when it began, to the microsecond, and whether it takes more than what changed. */
interface Standing {
  readonly wanted: number;
  readonly places: number;
  readonly begun: string;
  readonly takesRest: boolean;
}

/** Lanes that a run waits for no longer, by a condition: those that it still asks are asked nothing any more. */
export function freeLanes(which: string): string {
  return `
  WITH gone AS (
    SELECT c.dossier_id, c.destination, l.asked_by = $1 AS is_asked FROM lane_check c
    JOIN lane l ON l.dossier_id = c.dossier_id AND l.destination = c.destination
    WHERE c.asked_run = $1 AND ${which}
    ORDER BY c.dossier_id FOR UPDATE OF l SKIP LOCKED
  ), freed AS (
    UPDATE lane l SET asked = NULL, asked_by = NULL FROM gone g
    WHERE g.is_asked AND l.dossier_id = g.dossier_id AND l.destination = g.destination
  )
  UPDATE lane_check c SET asked_run = NULL FROM gone g WHERE c.dossier_id = g.dossier_id AND c.destination = g.destination`;
}

// A lane that waits for a person by now, or that was asked nothing any more, is not waited for.
const FREE = freeLanes(`c.destination = $2 AND (l.asked_by IS DISTINCT FROM $1 OR l.state IN ('held', 'blocked'))`);

const ROOM = `
  SELECT coalesce(r.wanted, 2147483647) - r.asked AS wanted, (greatest(0, CASE WHEN EXISTS (
      SELECT FROM lane WHERE destination = $2 AND state = 'due' AND due_at <= $3 AND asked_by IS NULL) THEN $5::int ELSE $4::int END
    - (SELECT count(*) FROM lane_check WHERE asked_run = $1 AND destination = $2)))::int AS places,
    r.created_at::text AS begun, r.scope = 'all' OR r.cause = 'hourly' AS "takesRest"
  FROM reconcile_run r WHERE r.id = $1 AND r.state = 'running' FOR UPDATE`;

// At a destination $2 lanes that a run $1, begun at $3, has not asked, that have nothing on their way and are asked nothing else. What changed
// after $4 may not be shown there yet.
const toAsk = (where: string): string => `
  FROM lane_check c JOIN lane l ON l.dossier_id = c.dossier_id AND l.destination = c.destination
  WHERE c.destination = $2 AND c.asked_run IS DISTINCT FROM $1 AND $3::timestamptz IS NOT NULL AND $4::timestamptz IS NOT NULL
    AND l.state = 'idle' AND l.asked_by IS NULL AND l.present AND NOT l.shadow AND ${where}`;

// Each is read by a range of an index, in which nothing is left once the run has asked all of it. What changes while it is under way is for
// the next one: where something always changes it would never be over.
const PARTS = [
  { name: 'verify-changed', where: 'c.changed_at <= least($3::timestamptz, $4::timestamptz)', order: 'c.changed_at' },
  { name: 'verify-never', where: 'c.changed_at IS NULL AND c.verified_at IS NULL', order: 'c.dossier_id' },
  { name: 'verify-oldest', where: 'c.changed_at IS NULL AND c.verified_at < $3', order: 'c.verified_at, c.dossier_id' },
].map(({ name, where, order }) => ({
  name,
  isRest: name !== 'verify-changed',
  ask: askFrom(`${toAsk(where)} ORDER BY ${order}`),
  look: `SELECT ${toAsk(where)} LIMIT 1`,
}));

// A lane that nobody asks anything is on its way for nobody: what a run that is over has left on it does not count.
function askFrom(lanes: string): string {
  return `
  WITH picked AS (
    SELECT c.dossier_id ${lanes} LIMIT $6 FOR UPDATE OF l SKIP LOCKED
  ), asked AS (
    UPDATE lane l SET asked = 'forecast-verify', asked_by = $1, state = 'due', due_at = $5, hinted_at = NULL
    FROM picked p WHERE l.dossier_id = p.dossier_id AND l.destination = $2
  ), noted AS (
    UPDATE lane_check c SET asked_run = $1, asked_at = $5 FROM picked p WHERE c.dossier_id = p.dossier_id AND c.destination = $2
  ), counted AS (
    UPDATE reconcile_run SET asked = asked + (SELECT count(*) FROM picked) WHERE id = $1
  )
  SELECT count(*)::int AS asked FROM picked`;
}
