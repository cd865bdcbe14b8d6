import type pg from 'pg';
import type { Cipher } from '../cipher.ts';
import { inTransaction, query } from '../database.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { openForecast } from './answer-jobs.ts';
import type { ForecastItem } from './forecast.ts';
import { lockOrders, orderReplay, refuseTooMany } from './order-replay.ts';
import {
  ReplayRefused,
  type Replay,
  type ReplayCounts,
  type ReplayItemState,
  type ReplayOrder,
  type ReplayTask,
} from './replay.ts';

/** A lane of a replay. `outcome`: why it waits or failed. */
export interface ReplayItem {
  readonly code: string;
  readonly destination: string;
  readonly forecast: readonly ForecastItem[];
  readonly state: ReplayItemState;
  readonly outcome: string | null;
}

/** Which lanes of a replay: those behind that cursor. */
export interface ReplayItemsOrder {
  readonly id: string;
  readonly after: string | undefined;
  readonly limit: number;
}

/** A page of them; `next` goes on behind it. */
export interface ReplayItems {
  readonly items: readonly ReplayItem[];
  readonly next: string | null;
  readonly hasMore: boolean;
}

const MOST_LISTED = 100;

/** Replays as operators order and watch them. The work itself is the relays'. */
export class ReplayDesk {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
  ) {}

  /** Orders a replay: it is listed, and tells what it would send. Nothing is sent before it is started. @throws ReplayRefused */
  async create(order: ReplayOrder, act: Act): Promise<Replay> {
    return this.read(await orderReplay(this.pool, order, act));
  }

  /** Lets what the dry run told be sent. @throws ReplayRefused */
  start(id: string, act: Act): Promise<Replay> {
    return this.move(id, act, { act: 'replay.start', text: START, values: [act.now], already: ['running', 'done'] });
  }

  /** Nothing new is sent; what was just handed over is finished. @throws ReplayRefused */
  cancel(id: string, act: Act): Promise<Replay> {
    return this.move(id, act, { act: 'replay.cancel', text: CANCEL, values: [act.now], already: ['cancelled'] });
  }

  /** Goes on where it was cancelled or failed. @throws ReplayRefused */
  resume(id: string, act: Act): Promise<Replay> {
    return this.move(id, act, { act: 'replay.resume', text: RESUME, values: [], already: ['listing', 'running'], opens: true });
  }

  /** @throws ReplayRefused */
  async read(id: string): Promise<Replay> {
    const [row] = await query<Row>(this.pool, { name: 'replay-read', text: `${REPLAYS} WHERE j.id = $1`, values: [id] });
    if (row === undefined) throw new ReplayRefused('replay.unknown');
    return toReplay(row);
  }

  /** The latest ones. */
  async list(): Promise<Replay[]> {
    const text = `${REPLAYS} WHERE j.kind = 'replay' ORDER BY j.created_at DESC LIMIT $1`;
    return (await query<Row>(this.pool, { name: 'replay-list', text, values: [MOST_LISTED] })).map(toReplay);
  }

  /** The lanes of a replay with what was forecast of each. @throws ReplayRefused */
  async items({ id, after, limit }: ReplayItemsOrder): Promise<ReplayItems> {
    await this.read(id);
    const [dossier, destination] = readCursor(after);
    const rows = await query<ItemRow>(this.pool, {
      name: 'replay-items',
      text: ITEMS,
      values: [id, dossier, destination, limit + 1],
    });
    const page = rows.slice(0, limit);
    await this.cipher.load(page.flatMap(({ key_id }) => key_id ?? []));
    const last = page.at(-1);
    return {
      items: page.map((row) => this.toItem(id, row)),
      next: last === undefined ? (after ?? null) : `${String(last.dossier_id)}.${last.destination}`,
      hasMore: rows.length > limit,
    };
  }

  private toItem(
    job: string,
    { code, dossier_id, destination, state, outcome, forecast_enc: data, key_id }: ItemRow,
  ): ReplayItem {
    const key = { dossierId: dossier_id, destination };
    const forecast = data === null || key_id === null ? [] : openForecast(this.cipher, { job, key, data, keyId: key_id }).items;
    return { code, destination, forecast, state, outcome };
  }

  /** An act that has been done already is no second one: a double click gets the same answer, and one line in the audit. */
  private async move(id: string, act: Act, { act: name, text, values, already, opens = false }: Move): Promise<Replay> {
    await inTransaction(this.pool, async (db) => {
      if (opens) await lockOrders(db);
      const { rows } = await db.query<{ state: string }>('SELECT state FROM job WHERE id = $1 FOR UPDATE', [id]);
      const [job] = rows;
      if (job === undefined) throw new ReplayRefused('replay.unknown');
      if (opens && REOPENED.includes(job.state)) await refuseTooMany(db, id);
      const { rowCount } = await db.query({ name, text, values: [id, ...values] });
      if (rowCount === 1) {
        await writeDown(db, act, { act: name, subject: id, details: {} });
      } else if (!already.includes(job.state)) throw new ReplayRefused('replay.wrong-state');
    });
    return this.read(id);
  }
}

interface Move {
  readonly act: string;
  readonly text: string;
  /** Of the statement, behind the id. */
  readonly values: readonly unknown[];
  /** States in which it has been done already. */
  readonly already: readonly string[];
  /** One more is open afterwards. */
  readonly opens?: boolean;
}

const START = `UPDATE job SET state = 'running', started_at = $2 WHERE id = $1 AND state = 'ready'`;

const CANCEL = `UPDATE job SET state = 'cancelled', winding_down = true, finished_at = $2
  WHERE id = $1 AND state IN ('listing', 'ready', 'running')`;

/** States from which a replay is resumed. */
const REOPENED: readonly string[] = ['cancelled', 'failed'];

const RESUME = `UPDATE job SET finished_at = NULL, error = NULL, winding_down = false,
    state = CASE WHEN started_at IS NOT NULL THEN 'running' WHEN ready_at IS NOT NULL THEN 'ready' ELSE 'listing' END
  WHERE id = $1 AND state IN ('cancelled', 'failed')`;

interface Row {
  readonly id: string;
  readonly state: Replay['state'];
  readonly task: ReplayTask;
  readonly destinations: readonly string[];
  readonly unknown_codes: readonly string[];
  readonly reason: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly counts: Partial<ReplayCounts>;
  readonly per_second: number;
  readonly error: string | null;
}

const REPLAYS = `
  SELECT j.id, j.task, j.destinations, j.unknown_codes[1:100] AS unknown_codes, j.reason, j.created_by, j.created_at, j.started_at,
    j.finished_at, j.counts || jsonb_build_object('unknown', cardinality(j.unknown_codes)) AS counts, j.per_second, j.error,
    CASE WHEN j.state = 'running' AND NOT EXISTS (
        SELECT FROM destination d WHERE d.id = ANY(j.destinations) AND d.mode = 'live' AND d.stopped_at IS NULL AND d.paused_at IS NULL)
      THEN 'paused' ELSE j.state END AS state
  FROM job j`;

interface ItemRow {
  readonly code: string;
  readonly dossier_id: number;
  readonly destination: string;
  readonly state: ReplayItemState;
  readonly outcome: string | null;
  readonly forecast_enc: Buffer | null;
  readonly key_id: number | null;
}

const ITEMS = `
  SELECT o.code, i.dossier_id, i.destination, i.state, i.outcome, i.forecast_enc, i.key_id
  FROM job_item i JOIN dossier o ON o.id = i.dossier_id
  WHERE i.job_id = $1 AND (i.dossier_id, i.destination) > ($2::bigint, $3::text COLLATE "C")
  ORDER BY i.dossier_id, i.destination LIMIT $4`;

const NO_COUNTS: ReplayCounts = {
  ...{ listed: 0, toSend: 0, nothingToSend: 0, sent: 0, delivered: 0, waiting: 0, failed: 0, unknown: 0 },
};

function toReplay(row: Row): Replay {
  const { task, created_by: by, created_at: createdAt, started_at: startedAt, finished_at: finishedAt } = row;
  const { id, state, destinations, reason, per_second: perSecond, error, counts, unknown_codes: unknownCodes } = row;
  return {
    ...{ id, state, mode: task.mode, selection: task.selection, unknownCodes, destinations, reason, by },
    ...{ createdAt, startedAt, finishedAt, counts: { ...NO_COUNTS, ...counts }, perSecond, error },
  };
}

function readCursor(after: string | undefined): [number, string] {
  const [dossier = '', ...rest] = (after ?? '').split('.');
  return /^\d{1,15}$/.test(dossier) ? [Number(dossier), rest.join('.')] : [0, ''];
}
