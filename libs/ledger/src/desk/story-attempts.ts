import type pg from 'pg';
import { query } from '../database.ts';

/** One item in one call, a look-up, or a record that was asserted again. `seq` is absent where a call carried no item. */
export interface StoryAttempt {
  readonly seq: number | null;
  readonly destination: string;
  readonly at: Date;
  readonly service: string | null;
  readonly outcome: string | null;
  readonly cause: string | null;
  readonly http: number | null;
  /** The partner's own code. */
  readonly code: string | null;
  readonly durationMs: number | null;
  readonly wokenBy: string | null;
}

type Row = StoryAttempt & { call_id: string | null };

const MOST = 500;
/** Clocks of processes differ by little; partitions of earlier months are never looked at. */
const SLACK_MS = 3_600_000;

/** The newest attempts and look-ups of a dossier, the oldest of them first, and how many older ones there are. */
export async function readAttempts(
  pool: pg.Pool,
  { id, acceptedAt }: { readonly id: number; readonly acceptedAt: Date },
): Promise<{ attempts: StoryAttempt[]; attemptsOmitted: number }> {
  const values = [id, new Date(acceptedAt.getTime() - SLACK_MS), MOST + 1];
  const [attempts, calls] = await Promise.all([
    query<Row>(pool, { name: 'story-attempts', text: ATTEMPTS, values }),
    query<Row>(pool, { name: 'story-calls', text: CALLS, values }),
  ]);
  const all = [...attempts, ...calls].sort((a, b) => a.at.getTime() - b.at.getTime());
  const kept = all.slice(-MOST);
  const attemptsOmitted = all.length > MOST ? (await count(pool, values.slice(0, 2))) - kept.length : 0;
  return { attempts: kept.map(({ call_id: _call, ...attempt }) => attempt), attemptsOmitted };
}

async function count(pool: pg.Pool, values: readonly unknown[]): Promise<number> {
  const [row] = await query<{ count: number }>(pool, { name: 'story-count', text: COUNT, values: [...values] });
  return row?.count ?? 0;
}

const CALL = `c.http, c.code, round(extract(epoch FROM c.answered_at - c.sent_at) * 1000)::int AS "durationMs", c.woken_by AS "wokenBy"`;

// By the index of attempts of one dossier, bounded by its time. A call that several lanes shared is led to by the attempt; what came
// of a look-up has a row of its own and no call at that time.
const ATTEMPTS = `
  SELECT a.seq, a.destination, a.begun_at AS at, c.service, a.outcome, a.cause, a.call_id, ${CALL}
  FROM (
    SELECT * FROM attempt WHERE dossier_id = $1 AND begun_at >= $2 ORDER BY begun_at DESC, seq DESC LIMIT $3
  ) a LEFT JOIN call c ON c.begun_at = a.begun_at AND c.id = a.call_id`;

const WITHOUT_ITEMS = `c.dossier_id = $1 AND c.begun_at >= $2 AND NOT EXISTS (
      SELECT FROM attempt a WHERE a.dossier_id = $1 AND a.begun_at = c.begun_at AND a.call_id = c.id)`;

const CALLS = `
  SELECT NULL::int AS seq, c.destination, c.begun_at AS at, c.service, c.verdict AS outcome, c.cause, c.id AS call_id, ${CALL}
  FROM call c WHERE ${WITHOUT_ITEMS} ORDER BY c.begun_at DESC LIMIT $3`;

const COUNT = `
  SELECT ((SELECT count(*) FROM attempt WHERE dossier_id = $1 AND begun_at >= $2)
    + (SELECT count(*) FROM call c WHERE ${WITHOUT_ITEMS}))::int AS count`;
