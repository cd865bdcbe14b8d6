import { Socket } from 'node:net';
import pg from 'pg';
import type { Log } from '#runtime';

/** The database cannot be reached, is going down, stands still or lost our connection: nothing is wrong with what was asked; try later. */
export class DatabaseAway extends Error {
  constructor(cause: unknown) {
    super('the database is away', { cause });
    this.name = 'DatabaseAway';
  }
}

const TYPE_INT8 = 20;
const TYPE_DATE = 1082;
// Ids stay far below 2^53. A date stays text: the driver would turn it into local midnight.
const types = new pg.TypeOverrides();
types.setTypeParser(TYPE_INT8, Number);
types.setTypeParser(TYPE_DATE, (text) => text);

// A prepared statement keeps its plan. One that was made while a table was small, as every table of a new month is, would read
// all of it, or hash all of it for a join, for as long as nobody analyses it; everything here is found by a key. Compiling such
// statements never pays.
const PLANS = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off';

const STATEMENT_TIMEOUT_MS = 10_000;
/** A server that is stopped ends no statement by itself. */
const SILENCE_MS = 2_000;

/**
 * Statements that are sent in one turn of the event loop leave in one write: `pg` corks the socket for each of them, and only the
 * end of the turn lets go.
 */
class PatientSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => {
      super.uncork();
    });
  }
}

/** What a connection is opened with; all times on it are UTC. */
export function connectionOptions(url: string, application: string, timeoutMs = STATEMENT_TIMEOUT_MS): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: application,
    options: `${PLANS} -c timezone=UTC -c statement_timeout=${String(timeoutMs)} -c idle_in_transaction_session_timeout=30s`,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    stream: () => new PatientSocket(),
    types,
  };
}

export interface PoolOptions {
  readonly application: string;
  readonly size: number;
  readonly log: Log;
  /** Time that a statement may take, 10 s by default. */
  readonly statementTimeoutMs?: number | undefined;
}

/** Opens a pool; a connection that dies while idle is logged, not fatal. */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const { application, size, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
  const pool = new pg.Pool({
    ...connectionOptions(url, application, statementTimeoutMs),
    ...{ max: size, pipeline: true, query_timeout: statementTimeoutMs + SILENCE_MS },
  });
  // A connection that dies while a transaction holds it, between two statements, has nobody else who listens: unheard, its
  // error would end the process. The next statement on it fails anyway.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  pool.on('error', () => {
    options.log.event('database.connection-lost', {}, 'warn');
  });
  return pool;
}

/** Runs work in one transaction. Whatever fails rolls back; a lost connection comes out as `DatabaseAway`. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new DatabaseAway(error);
  });
  let broken = false;
  try {
    // Not waited for: the first statement of the work goes right behind it.
    const begun = client.query('BEGIN');
    begun.catch(() => undefined);
    const result = await work(client);
    await begun;
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = isAway(error);
    if (!broken)
      await client.query('ROLLBACK').catch(() => {
        broken = true;
      });
    throw broken && isAway(error) ? new DatabaseAway(error) : error;
  } finally {
    client.release(broken);
  }
}

/**
 * Sends statements one right behind the other, without waiting for answers in between; answers the rows of all. They run in
 * order; after one that fails, the rest of the transaction fails too, and the first fault is the one that comes out.
 */
export async function sendAll<R extends pg.QueryResultRow>(
  db: pg.PoolClient,
  statements: readonly pg.QueryConfig[],
): Promise<R[]> {
  const results = await Promise.all(statements.map((statement) => db.query<R>(statement)));
  return results.flatMap(({ rows }) => rows);
}

/** Runs one statement on the pool; a lost connection comes out as `DatabaseAway`. */
export async function query<R extends pg.QueryResultRow>(pool: pg.Pool, config: pg.QueryConfig): Promise<R[]> {
  try {
    return (await pool.query<R>(config)).rows;
  } catch (error) {
    throw isAway(error) ? new DatabaseAway(error) : error;
  }
}

// 57014 and 55P03: a statement or a lock took longer than it may, and would for whoever asks next.
const AWAY_CODE = /^(08|57P|57014|55P03|53|ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)/;
const AWAY_MESSAGE =
  /connection terminated|timeout exceeded|timeout expired|read timeout|not queryable|client was closed|connection error/i;

/** Whether an error says that the database is away, rather than that a statement was wrong. */
export function isAway(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return AWAY_CODE.test(code) || (code === '' && AWAY_MESSAGE.test(error.message));
}

/** The time of the database, which is everybody's. */
export async function databaseTime(pool: pg.Pool): Promise<Date> {
  const [row] = await query<{ now: Date }>(pool, { name: 'clock', text: 'SELECT gateway_now() AS now' });
  if (row === undefined) throw new Error('the database tells no time');
  return row.now;
}
