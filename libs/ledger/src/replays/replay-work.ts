import type pg from 'pg';
import type { Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { inTransaction, query, sendAll } from '../database.ts';
import { readWaitingLanes } from '../lanes/claim.ts';
import { readHistories, type HistoryItem } from '../lanes/history.ts';
import type { ClaimedLane } from '../lanes/lane.ts';
import { writeAnswers } from './answer-jobs.ts';
import { askLanes, type AskedLanes, type Share } from './ask-lanes.ts';
import type { AskedAnswer } from './forecast.ts';
import { listLanes, type Listed } from './list-lanes.ts';
import type { ReplayTask } from './replay.ts';
import { sweep, withdraw } from './sweep.ts';

/** A replay that this process works on, under a fence. */
export interface HeldReplay {
  readonly id: string;
  readonly fence: number;
  /** `cancelled`: it winds down. */
  readonly state: 'listing' | 'running' | 'cancelled';
  readonly task: ReplayTask;
  readonly destinations: readonly string[];
  readonly cursor: number;
  readonly isListed: boolean;
}

/** Who works, and for how long nobody else may. */
export interface ReplayHold {
  readonly holder: string;
  readonly leaseMs: number;
}

/** A lane that waits for a person, with all its items, read without holding it. */
export interface WaitingLane {
  readonly lane: ClaimedLane;
  readonly history: readonly HistoryItem[];
}

interface Parts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

const MOST_HELD = 8;

/**
 * Replays as relays work on them: each step is a transaction that first looks whether the job is still held and still wanted, so that one
 * who was stopped for long writes nothing over his successor. Nothing is sent from here: lanes are asked, and their turns answer.
 */
export class ReplayWork {
  constructor(private readonly parts: Parts) {}

  /** Renews what is held and takes what nobody holds any more. */
  hold({ holder, leaseMs }: ReplayHold): Promise<HeldReplay[]> {
    const now = this.parts.clock.now();
    return query<HeldReplay>(this.parts.pool, {
      name: 'replay-hold',
      text: HOLD,
      values: [holder, now, new Date(now.getTime() + leaseMs), MOST_HELD],
    });
  }

  /** Freezes the next part of the list. False: the job is not ours any more, or not wanted. */
  async list(job: HeldReplay): Promise<boolean> {
    return this.step(job, async (db) => {
      const { rows } = await db.query<Listed>(listLanes(job));
      const cursor = rows[0]?.cursor ?? null;
      await db.query({
        name: 'replay-listed',
        text: 'UPDATE job SET cursor = coalesce($2, cursor), listed_at = CASE WHEN $2::bigint IS NULL THEN $3::timestamptz END WHERE id = $1',
        values: [job.id, cursor, this.parts.clock.now()],
      });
    });
  }

  /** Asks the next lanes of a destination. */
  async ask(job: HeldReplay, share: Share): Promise<AskedLanes> {
    let result: AskedLanes = { asked: 0, waiting: [] };
    const order = { ...share, job: job.id, mode: job.task.mode, isDry: job.state === 'listing', now: this.parts.clock.now() };
    await this.step(job, async (db) => {
      result = await askLanes(db, order);
    });
    return result;
  }

  /** Lanes that wait for a person, as they are now. */
  async readWaiting(destination: string, dossierIds: readonly number[]): Promise<WaitingLane[]> {
    const { pool, cipher } = this.parts;
    const lanes = await readWaitingLanes(pool, cipher, { destination, dossierIds });
    const histories = await readHistories(pool, cipher, { destination, dossierIds, versionsToo: true });
    return lanes.map((lane) => ({ lane, history: histories.get(lane.dossierId) ?? [] }));
  }

  /** Writes what would be sent of lanes that were only read. */
  async answer(job: HeldReplay, answers: readonly (AskedAnswer & { readonly lane: ClaimedLane })[]): Promise<void> {
    if (answers.length === 0) return;
    await this.step(job, (db) => sendAll(db, [writeAnswers(this.parts.cipher, answers)]));
  }

  /** Notes what became of lanes that were asked; of a cancelled job, takes back what can be. */
  async sweep(job: HeldReplay): Promise<void> {
    await this.step(job, (db) => sendAll(db, [...(job.state === 'cancelled' ? [withdraw(job)] : []), ...sweep(job)]));
  }

  /** Counts, and moves the job on when a part of it is over. `perSecond`: lanes that came to something. Answers how many these are. */
  async count(job: HeldReplay, perSecond: number): Promise<number> {
    let done = 0;
    await this.step(job, async (db) => {
      const { rows } = await db.query<{ done: number }>({
        name: 'replay-count',
        text: COUNT,
        values: [job.id, perSecond, this.parts.clock.now()],
      });
      done = rows[0]?.done ?? 0;
    });
    return done;
  }

  /** It cannot go on: something is wrong with the job or with us. An operator may resume it. */
  async fail(job: HeldReplay, error: string): Promise<void> {
    await this.step(job, (db) =>
      db.query({
        name: 'replay-fail',
        text: `UPDATE job SET state = 'failed', winding_down = true, error = $2, finished_at = $3 WHERE id = $1`,
        values: [job.id, error, this.parts.clock.now()],
      }),
    );
  }

  /** Lets others go on at once. */
  async release(holder: string): Promise<void> {
    await query(this.parts.pool, {
      name: 'replay-release',
      text: 'UPDATE job SET holder = NULL, lease_until = NULL WHERE holder = $1',
      values: [holder],
    });
  }

  private step(job: HeldReplay, work: (db: pg.PoolClient) => Promise<unknown>): Promise<boolean> {
    return inTransaction(this.parts.pool, async (db) => {
      const { rowCount } = await db.query({
        name: 'replay-own',
        text: 'SELECT FROM job WHERE id = $1 AND fence = $2 AND (state = $3 OR (winding_down AND $3 = $4)) FOR UPDATE',
        values: [job.id, job.fence, job.state, 'cancelled'],
      });
      if (rowCount !== 1) return false;
      await work(db);
      return true;
    });
  }
}

const HOLD = `
  WITH open AS (
    SELECT id FROM job
    WHERE (state IN ('listing', 'running') OR winding_down) AND kind = 'replay'
      AND (holder = $1 OR lease_until IS NULL OR lease_until <= $2)
    ORDER BY created_at LIMIT $4 FOR UPDATE SKIP LOCKED
  )
  UPDATE job j SET holder = $1, lease_until = $3, fence = j.fence + (j.holder IS DISTINCT FROM $1)::int
  FROM open o WHERE j.id = o.id
  RETURNING j.id, j.fence, CASE WHEN j.winding_down THEN 'cancelled' ELSE j.state END AS state, j.task, j.destinations, j.cursor,
    j.listed_at IS NOT NULL AS "isListed"`;

// The counts go with the move, so that nobody sees a job that is over with counts that are not.
const COUNT = `
  WITH c AS MATERIALIZED (
    SELECT count(*)::int AS listed, count(*) FILTER (WHERE to_send > 0)::int AS to_send,
      count(*) FILTER (WHERE state IN ('listed', 'looking'))::int AS unlooked, count(*) FILTER (WHERE state = 'looking')::int AS looking,
      count(*) FILTER (WHERE state = 'nothing')::int AS nothing, count(*) FILTER (WHERE state = 'ready')::int AS ready,
      count(*) FILTER (WHERE state = 'running')::int AS running, count(*) FILTER (WHERE state = 'delivered')::int AS delivered,
      count(*) FILTER (WHERE state = 'waiting')::int AS waiting, count(*) FILTER (WHERE state = 'failed')::int AS failed,
      count(*) FILTER (WHERE state = 'failed' AND until_seq IS NOT NULL)::int AS failed_there
    FROM job_item WHERE job_id = $1
  ), moved AS (
    UPDATE job j SET per_second = $2, counts = jsonb_build_object('listed', c.listed, 'toSend', c.to_send, 'nothingToSend', c.nothing,
        'sent', c.running + c.delivered + c.waiting + c.failed_there, 'delivered', c.delivered, 'waiting', c.waiting, 'failed', c.failed),
      state = CASE WHEN j.state = 'listing' AND j.listed_at IS NOT NULL AND c.unlooked = 0 THEN 'ready'
        WHEN j.state = 'running' AND c.ready + c.running = 0 THEN 'done' ELSE j.state END,
      ready_at = CASE WHEN j.state = 'listing' AND j.listed_at IS NOT NULL AND c.unlooked = 0 THEN $3::timestamptz ELSE j.ready_at END,
      finished_at = CASE WHEN j.state = 'running' AND c.ready + c.running = 0 THEN $3::timestamptz ELSE j.finished_at END,
      winding_down = j.winding_down AND c.looking + c.running > 0
    FROM c WHERE j.id = $1 RETURNING j.state
  )
  SELECT CASE WHEN m.state = 'running' THEN c.delivered + c.waiting + c.failed ELSE c.listed - c.unlooked END AS done FROM c, moved m`;
