import type pg from 'pg';
import { onLongConnection } from '../backup/connection.ts';
import { query } from '../database.ts';

/** Whether deliveries wait since the memory came back from a backup: for `npm run after-restore`, or for a time. */
export type DeliveryState =
  | { readonly kind: 'goes' }
  | { readonly kind: 'unfinished'; readonly restoredAt: Date }
  | { readonly kind: 'settling'; readonly deliverFrom: Date };

/** Reads it over the connections of a process. */
export async function readDeliveryState(pool: pg.Pool, now: Date): Promise<DeliveryState> {
  return toState(await query<Row>(pool, { name: 'restoration-state', text: STATE, values: [now] }));
}

/** Reads it with the owner's account, for who sets up and starts. */
export function inspectRestoration(ownerUrl: string): Promise<DeliveryState> {
  return onLongConnection(ownerUrl, 'owner', async (db) => {
    const { rows } = await db.query<{ now: Date }>('SELECT gateway_now() AS now');
    return toState((await db.query<Row>(STATE, [rows[0]?.now])).rows);
  });
}

interface Row {
  readonly restored_at: Date;
  readonly deliver_from: Date | null;
}

const STATE = `SELECT restored_at, deliver_from FROM restoration WHERE deliver_from IS NULL OR deliver_from > $1
  ORDER BY deliver_from DESC NULLS FIRST LIMIT 1`;

function toState([row]: readonly Row[]): DeliveryState {
  if (row === undefined) return { kind: 'goes' };
  return row.deliver_from === null
    ? { kind: 'unfinished', restoredAt: row.restored_at }
    : { kind: 'settling', deliverFrom: row.deliver_from };
}

/** Positions of a feed that were given out in a time that is lost. `after` is the last one that is known. */
export interface LostPositions {
  readonly after: number;
  readonly since: Date | null;
}

const COLUMNS = { 'status-changes': 'item', outcomes: 'outcome', 'resend-requests': 'resend' } as const;

/** The lost time in which that position was given out; undefined = it was in none. */
export async function findLostPositions(
  pool: pg.Pool,
  feed: keyof typeof COLUMNS,
  position: number,
): Promise<LostPositions | undefined> {
  const column = COLUMNS[feed];
  const [row] = await query<LostPositions>(pool, {
    name: `restoration-lost-${column}`,
    text: `SELECT ${column}_after AS after, since FROM restoration WHERE $1 > ${column}_after AND $1 < ${column}_from ORDER BY id LIMIT 1`,
    values: [position],
  });
  return row;
}
