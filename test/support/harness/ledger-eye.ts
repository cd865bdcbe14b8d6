import pg from 'pg';
import type { Cluster } from './cluster.ts';

/** Calls to the portal by what led to their claims. */
export type CallsByWake = Readonly<Record<'bus' | 'notify' | 'poll' | 'closing', number>>;

/** One look at the ledger's tables, on a connection of its own: for what no door shows. */
export async function readLedger<T extends pg.QueryResultRow>(
  { options }: Pick<Cluster, 'options'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: options.databaseUrl });
  // A server that goes away meanwhile fails the query, and that is enough.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What woke the relays for the calls that they began in that time; all of them unless told. */
export async function callsByWake(cluster: Cluster, { from, until }: { from?: Date; until?: Date } = {}): Promise<CallsByWake> {
  const rows = await readLedger<{ woken_by: keyof CallsByWake; count: number }>(
    cluster,
    `SELECT woken_by, count(*)::int AS count FROM call
      WHERE begun_at >= coalesce($1, '-infinity'::timestamptz) AND begun_at < coalesce($2, 'infinity'::timestamptz) GROUP BY 1`,
    [from ?? null, until ?? null],
  );
  return { bus: 0, notify: 0, poll: 0, closing: 0, ...Object.fromEntries(rows.map(({ woken_by, count }) => [woken_by, count])) };
}

/** The share of calls that the broker led to, 0–1. */
export function shareOfBus({ bus, notify, poll, closing }: CallsByWake): number {
  return bus / Math.max(1, bus + notify + poll + closing);
}

/** Whether a lane is held at this moment, so that a blow now is one in the act. */
export async function isUnderWay(cluster: Cluster): Promise<boolean> {
  const rows = await readLedger(cluster, `SELECT 1 FROM lane WHERE state = 'leased' AND due_at IS NULL LIMIT 1`);
  return rows.length > 0;
}

/** What is known of the lanes that are not at rest, by the codes of their dossiers. */
export async function restlessLanes(cluster: Cluster): Promise<Map<string, string[]>> {
  const rows = await readLedger<{ code: string; lane: string }>(
    cluster,
    `SELECT o.code, concat_ws(' ', l.destination || ': not at rest:', l.state, l.cause, 'failures', l.failures, 'due', l.due_at, 'hinted', l.hinted_at,
        'leased until', l.lease_until, 'at', now()) AS lane
      FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE l.state <> 'idle' LIMIT 20`,
  );
  const lanes = new Map<string, string[]>();
  for (const { code, lane } of rows) lanes.set(code, [...(lanes.get(code) ?? []), lane]);
  return lanes;
}

/** Seconds from the acceptance of an item to the first call that carried it, for items accepted in that time. */
export async function waitsForCalls(
  cluster: Cluster,
  { from, until }: { from?: Date; until?: Date } = {},
): Promise<{ readonly p50: number; readonly p99: number; readonly most: number }> {
  const [row] = await readLedger<{ p50: number; p99: number; most: number }>(
    cluster,
    `WITH waits AS (
        SELECT extract(epoch FROM min(a.begun_at) - i.accepted_at)::float8 AS seconds
        FROM attempt a JOIN item i ON i.dossier_id = a.dossier_id AND i.seq = a.seq
        WHERE a.call_id IS NOT NULL AND i.accepted_at >= coalesce($1, '-infinity'::timestamptz) AND i.accepted_at < coalesce($2, 'infinity'::timestamptz)
        GROUP BY i.dossier_id, i.seq, i.accepted_at
      )
      SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS p50, percentile_disc(0.99) WITHIN GROUP (ORDER BY seconds) AS p99,
        max(seconds) AS most
      FROM waits`,
    [from ?? null, until ?? null],
  );
  return row ?? { p50: NaN, p99: NaN, most: NaN };
}
