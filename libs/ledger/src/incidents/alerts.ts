import type pg from 'pg';
import type { MustAct } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query } from '../database.ts';
import { SETTLES_MS } from './reopen.ts';

/** An incident of which is to be told that it opened, or that it cleared. */
export interface IncidentToTell {
  readonly id: string;
  readonly kind: string;
  readonly destination: string | null;
  readonly mustAct: MustAct;
  readonly count: number;
  readonly sample: string | null;
  readonly openedAt: Date;
  readonly clearedAt: Date | null;
  readonly told: 'opened' | 'cleared';
}

/** A message on its way to a webhook. The same message has the same id however often it is sent. */
export interface DueAlert {
  readonly id: string;
  readonly body: string;
  readonly attempts: number;
}

/** Whom to tell, and in which words. */
export interface Telling {
  readonly now: Date;
  /** Where messages go; none = the log and the metrics alone tell. */
  readonly webhooks: readonly string[];
  readonly write: (incident: IncidentToTell) => string;
}

const MOST_AT_ONCE = 100;

/** What is told of incidents. That something was told lies with the incident, so that a crash makes nobody miss it. */
export class Alerts {
  constructor(private readonly pool: pg.Pool) {}

  /** Writes the messages of incidents of which nobody was told yet, each once, the end of one once it is settled; answers those incidents. */
  tell({ now, webhooks, write }: Telling): Promise<IncidentToTell[]> {
    return inTransaction(this.pool, async (db) => {
      const over = new Date(now.getTime() - SETTLES_MS);
      const { rows } = await db.query<IncidentToTell>({ name: 'alert-untold', text: UNTOLD, values: [MOST_AT_ONCE, over] });
      if (rows.length === 0) return [];
      const messages = rows.flatMap((incident) => webhooks.map((webhook) => ({ incident, webhook, body: write(incident) })));
      await db.query({
        name: 'alert-insert',
        text: INSERT,
        values: [
          ...[now, messages.map(() => uuidv7(now)), messages.map(({ incident }) => incident.id)],
          ...[messages.map(({ incident }) => incident.told), messages.map(({ webhook }) => webhook)],
          messages.map(({ body }) => body),
        ],
      });
      await db.query({
        name: 'alert-told',
        text: `UPDATE incident i SET opened_told_at = coalesce(i.opened_told_at, $1),
            cleared_told_at = CASE WHEN t.told = 'cleared' THEN $1 ELSE i.cleared_told_at END
          FROM unnest($2::uuid[], $3::text[]) AS t (id, told) WHERE i.id = t.id`,
        values: [now, rows.map(({ id }) => id), rows.map(({ told }) => told)],
      });
      return rows;
    });
  }

  /** Takes messages whose time has come; whoever dies with one leaves it to the next one at `until`. */
  takeDue(webhook: string, { now, until, most }: { now: Date; until: Date; most: number }): Promise<DueAlert[]> {
    return query<DueAlert>(this.pool, {
      name: 'alert-take',
      text: `WITH due AS (
          SELECT id FROM alert WHERE delivered_at IS NULL AND webhook = $1 AND next_at <= $2 ORDER BY next_at LIMIT $4
          FOR UPDATE SKIP LOCKED
        )
        UPDATE alert a SET next_at = $3, attempts = a.attempts + 1 FROM due WHERE a.id = due.id RETURNING a.id, a.body, a.attempts`,
      values: [webhook, now, until, most],
    });
  }

  async delivered(id: string, now: Date): Promise<void> {
    await query(this.pool, {
      name: 'alert-delivered',
      text: 'UPDATE alert SET delivered_at = $2 WHERE id = $1',
      values: [id, now],
    });
  }

  async again(id: string, nextAt: Date): Promise<void> {
    await query(this.pool, { name: 'alert-again', text: 'UPDATE alert SET next_at = $2 WHERE id = $1', values: [id, nextAt] });
  }

  /** Messages that are not delivered yet. */
  async waiting(): Promise<number> {
    const [row] = await query<{ count: number }>(this.pool, {
      name: 'alert-waiting',
      text: 'SELECT count(*)::int AS count FROM alert WHERE delivered_at IS NULL',
    });
    return row?.count ?? 0;
  }
}

// An incident that is over before anybody was told of it is told of twice, in order: first that it opened.
const UNTOLD = `
  SELECT id, kind, destination, must_act AS "mustAct", count, sample, opened_at AS "openedAt",
    CASE WHEN opened_told_at IS NULL THEN NULL ELSE cleared_at END AS "clearedAt",
    CASE WHEN opened_told_at IS NULL THEN 'opened' ELSE 'cleared' END AS told
  FROM incident WHERE opened_told_at IS NULL OR (cleared_at <= $2 AND cleared_told_at IS NULL)
  ORDER BY opened_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

const INSERT = `
  INSERT INTO alert (id, incident_id, kind, webhook, body, made_at, next_at, attempts)
  SELECT id, incident_id, kind, webhook, body, $1, $1, 0
  FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[]) AS n (id, incident_id, kind, webhook, body)
  ON CONFLICT ON CONSTRAINT alert_once DO NOTHING`;
