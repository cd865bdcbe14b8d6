import type pg from 'pg';
import type { LaneState } from '#canonical';
import { sendAll } from '../database.ts';
import { endWaits } from '../lanes/clear-incidents.ts';
import { insertLiveOutcomes, released } from '../lanes/write-outcomes.ts';
import { askedColumn, type ReplayMode } from './asked.ts';

/** How many lanes of a destination a job may have on their way: `most` while nobody else waits there, `least` while somebody does. */
export interface Share {
  readonly destination: string;
  readonly most: number;
  readonly least: number;
}

/** Lanes of a job that are to be asked something, all of one destination. */
export interface AskOrder extends Share {
  readonly job: string;
  readonly mode: ReplayMode;
  readonly isDry: boolean;
  readonly now: Date;
}

/** What asking came to. `waiting`: lanes that wait for a person, of which a dry run reads what they would send without them. */
export interface AskedLanes {
  readonly asked: number;
  readonly waiting: readonly number[];
}

interface LaneRow {
  readonly dossier_id: number;
  readonly state: LaneState;
  readonly blocked_seq: number | null;
  readonly is_taken: boolean;
  readonly last_seq: number;
}

const LOOKED_AT = 200;

/**
 * Asks the next lanes of a job, as many as there is room for. What is accepted meanwhile waits behind a few of them and not behind all. A
 * lane that another job asks something is passed over until that is answered.
 */
export async function askLanes(db: pg.PoolClient, order: AskOrder): Promise<AskedLanes> {
  const { job, destination, isDry, now } = order;
  const lanes = await pickLanes(db, order);
  const free = lanes.filter(({ is_taken }) => !is_taken);
  const waiting = free.filter(isWaiting);
  const asked = isDry ? free.filter((lane) => !isWaiting(lane)) : free;
  const chosen = asked.slice(0, await roomFor(db, order));
  if (chosen.length > 0) await sendAll(db, writeAsked(chosen, { ...order, job, destination, now }));
  return { asked: chosen.length, waiting: isDry ? waiting.map(({ dossier_id }) => dossier_id) : [] };
}

function isWaiting({ state }: LaneRow): boolean {
  return state === 'held' || state === 'blocked';
}

async function pickLanes(db: pg.PoolClient, { job, destination, isDry }: AskOrder): Promise<LaneRow[]> {
  const { rows } = await db.query<LaneRow>({
    name: 'replay-pick',
    text: `SELECT l.dossier_id, l.state, l.blocked_seq, l.asked_by IS NOT NULL AS is_taken, o.last_seq
      FROM (SELECT dossier_id FROM job_item WHERE job_id = $1 AND destination = $2 AND state = $3 ORDER BY dossier_id LIMIT $4) i
      JOIN lane l ON l.dossier_id = i.dossier_id AND l.destination = $2 JOIN dossier o ON o.id = l.dossier_id
      ORDER BY l.dossier_id FOR UPDATE OF l SKIP LOCKED`,
    values: [job, destination, isDry ? 'listed' : 'ready', LOOKED_AT],
  });
  return rows;
}

async function roomFor(db: pg.PoolClient, { job, destination, most, least, isDry, now }: AskOrder): Promise<number> {
  const { rows } = await db.query<{ room: number }>({
    name: 'replay-room',
    text: `SELECT greatest(0, CASE WHEN EXISTS (
          SELECT FROM lane WHERE destination = $2 AND state = 'due' AND due_at <= $3 AND asked_by IS NULL) THEN $5::int ELSE $4::int END
        - (SELECT count(*) FROM job_item WHERE job_id = $1 AND destination = $2 AND state = $6))::int AS room`,
    values: [job, destination, now, most, least, isDry ? 'looking' : 'running'],
  });
  return rows[0]?.room ?? 0;
}

/** In the order in which everybody takes locks: what they waited for, lanes, items, the job, positions. */
function writeAsked(chosen: readonly LaneRow[], { job, destination, mode, isDry, now }: AskOrder): pg.QueryConfig[] {
  const ids = chosen.map(({ dossier_id }) => dossier_id);
  const waited = chosen.filter(isWaiting);
  const waitedIds = waited.map(({ dossier_id }) => dossier_id);
  const outcomes = waited.flatMap(({ dossier_id: dossierId, blocked_seq: seq }) =>
    seq === null ? [] : [released({ dossierId, destination, seq }, 'operator.replayed')],
  );
  const lasts = chosen.map(({ last_seq }) => last_seq);
  return [
    ...endWaits(
      waitedIds.map((id) => ({ id, destination })),
      now,
    ),
    { name: 'replay-ask-lanes', text: ASK, values: [destination, ids, askedColumn(mode, isDry), job, now] },
    ...(waited.length === 0 ? [] : [{ name: 'replay-ask-refused', text: REFUSED, values: [destination, waitedIds] }]),
    { name: 'replay-ask-items', text: ITEMS, values: [job, destination, ids, lasts, isDry ? 'looking' : 'running'] },
    ...insertLiveOutcomes(outcomes, now),
    { text: 'NOTIFY lanes_due' },
  ];
}

// One that waits for its portal to settle goes on waiting; one that somebody holds answers in its next turn.
const ASK = `
  UPDATE lane l SET asked = $3, asked_by = $4, hinted_at = NULL,
    state = CASE WHEN l.state IN ('idle', 'held', 'blocked') THEN 'due' ELSE l.state END,
    due_at = CASE WHEN l.state IN ('idle', 'held', 'blocked') THEN $5 WHEN l.state = 'due' THEN least(l.due_at, $5) ELSE l.due_at END,
    blocked_seq = CASE WHEN l.state NOT IN ('held', 'blocked') THEN l.blocked_seq END,
    cause = CASE WHEN l.state NOT IN ('held', 'blocked') THEN l.cause END,
    failures = CASE WHEN l.state IN ('held', 'blocked') THEN 0 ELSE l.failures END
  FROM unnest($2::bigint[]) AS n (dossier_id) WHERE l.dossier_id = n.dossier_id AND l.destination = $1`;

const REFUSED = `
  UPDATE lane_item li SET state = 'pending' FROM unnest($2::bigint[]) AS n (dossier_id)
  WHERE li.dossier_id = n.dossier_id AND li.destination = $1 AND li.state = 'refused'`;

const ITEMS = `
  UPDATE job_item i SET state = $5, until_seq = CASE WHEN $5 = 'running' THEN n.last_seq END, outcome = NULL
  FROM unnest($3::bigint[], $4::int[]) AS n (dossier_id, last_seq)
  WHERE i.job_id = $1 AND i.destination = $2 AND i.dossier_id = n.dossier_id`;
