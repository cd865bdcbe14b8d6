import type pg from 'pg';
import type { Status } from '#canonical';
import { query } from '../database.ts';
import { isNoTrial } from '../trials.ts';
import type { Portion } from './portion.ts';
import type { OutcomeEntry } from './read-outcomes.ts';
import type { ResendEntry } from './read-resend-requests.ts';
import { readStatusChanges, type StatusChangesWanted, type StatusEntry } from './read-status-changes.ts';
import { Walker, type Walked, type WalkerParts, type WalkOrder } from './walk.ts';

/** A change of a dossier's current status, from whichever source. Nothing of it is personal. `unit`: administrative code of the receiving unit. */
export interface StatusChange {
  readonly pos: number;
  readonly id: string;
  readonly dossierCode: string;
  readonly seq: number;
  readonly origin: string;
  readonly status: Status;
  readonly occurredAt: Date | null;
  readonly acceptedAt: Date;
  readonly unit: string | null;
  readonly traceparent: string | null;
}

/** An outcome with the administrative code of the unit that received the dossier, and the trace of its item. */
export type OutcomeOfUnit = OutcomeEntry & { readonly unit: string | null; readonly traceparent: string | null };

/** The feeds, in the order of their positions: a walk by position misses nothing that commits late. */
export class Feeds {
  private readonly pool: pg.Pool;
  private readonly walker: Walker;

  constructor(private readonly parts: WalkerParts) {
    this.pool = parts.pool;
    this.walker = new Walker(parts);
  }

  /** Walks the status feed for a client, by its cursor. */
  walkStatusChanges(order: WalkOrder): Promise<Walked<StatusEntry>> {
    return this.walker.statusChanges(order);
  }

  /** Walks the outcome feed for a client, by its cursor. */
  walkOutcomes(order: WalkOrder): Promise<Walked<OutcomeEntry>> {
    return this.walker.outcomes(order);
  }

  /** Walks what a client is asked to send again, by its cursor. */
  walkResendRequests(order: WalkOrder): Promise<Walked<ResendEntry>> {
    return this.walker.resendRequests(order);
  }

  /** Reads a part of the status feed by positions, for one who keeps positions: see `readStatusChanges`. */
  readStatusChanges(wanted: StatusChangesWanted): Promise<Portion<StatusEntry>> {
    return readStatusChanges(this.pool, this.parts.cipher, wanted);
  }

  /** The last position that anything accepted has; 0 = there is nothing yet. */
  async lastPosition(): Promise<number> {
    const [row] = await query<{ pos: number }>(this.pool, {
      name: 'feed-last',
      text: 'SELECT coalesce(max(pos), 0) AS pos FROM item',
    });
    return row?.pos ?? 0;
  }

  /** Changes of status of all units behind a position, without trials and without what is personal. */
  statusChanges(after: number, limit: number): Promise<StatusChange[]> {
    return query<StatusChange>(this.pool, {
      name: 'feed-status-changes',
      text: `SELECT i.pos, i.id, o.code AS "dossierCode", i.seq, i.origin, i.status, i.occurred_at AS "occurredAt",
          i.accepted_at AS "acceptedAt", i.traceparent, ${UNIT} AS unit
        FROM item i JOIN dossier o ON o.id = i.dossier_id
        WHERE i.pos > $1 AND i.changes_status AND ${isNoTrial('o')} ORDER BY i.pos LIMIT $2`,
      values: [after, limit],
    });
  }

  /** Outcomes of all clients behind a position, without trials. */
  outcomes(after: number, limit: number): Promise<OutcomeOfUnit[]> {
    return query<OutcomeOfUnit>(this.pool, {
      name: 'feed-outcomes',
      text: `SELECT c.pos, c.id, o.code AS "dossierCode", i.id AS "itemId", c.seq, i.kind, c.destination, c.state, c.cause,
          c.must_act AS "mustAct", c.at, i.traceparent, ${UNIT} AS unit
        FROM outcome c JOIN dossier o ON o.id = c.dossier_id JOIN item i ON i.dossier_id = c.dossier_id AND i.seq = c.seq
        WHERE c.pos > $1 AND ${isNoTrial('o')} ORDER BY c.pos LIMIT $2`,
      values: [after, limit],
    });
  }
}

const UNIT = `(SELECT a.code FROM unit_alias a WHERE a.unit_id = o.received_unit_id AND a.scheme = 'administrative' AND upper_inf(a.recorded)
  ORDER BY lower(a.valid) DESC NULLS LAST LIMIT 1)`;
