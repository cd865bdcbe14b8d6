import type pg from 'pg';
import type { Status } from '#canonical';
import { query } from '../database.ts';
import type { OutcomeState } from '../lanes/write-outcomes.ts';

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
}

/** What became of an item at a destination. */
export interface OutcomeEntry {
  readonly pos: number;
  readonly id: string;
  readonly dossierCode: string;
  readonly itemId: string;
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly destination: string;
  readonly state: OutcomeState;
  readonly cause: string;
  readonly mustAct: string;
  readonly at: Date;
  readonly unit: string | null;
}

/** The feeds, in the order of their positions: a walk by position misses nothing that commits late. */
export class Feeds {
  constructor(private readonly pool: pg.Pool) {}

  statusChanges(after: number, limit: number): Promise<StatusChange[]> {
    return query<StatusChange>(this.pool, {
      name: 'feed-status-changes',
      text: `SELECT i.pos, i.id, o.code AS "dossierCode", i.seq, i.origin, i.status, i.occurred_at AS "occurredAt",
          i.accepted_at AS "acceptedAt", ${UNIT} AS unit
        FROM item i JOIN dossier o ON o.id = i.dossier_id
        WHERE i.pos > $1 AND i.changes_status ORDER BY i.pos LIMIT $2`,
      values: [after, limit],
    });
  }

  outcomes(after: number, limit: number): Promise<OutcomeEntry[]> {
    return query<OutcomeEntry>(this.pool, {
      name: 'feed-outcomes',
      text: `SELECT c.pos, c.id, o.code AS "dossierCode", i.id AS "itemId", c.seq, i.kind, c.destination, c.state, c.cause,
          c.must_act AS "mustAct", c.at, ${UNIT} AS unit
        FROM outcome c JOIN dossier o ON o.id = c.dossier_id JOIN item i ON i.dossier_id = c.dossier_id AND i.seq = c.seq
        WHERE c.pos > $1 ORDER BY c.pos LIMIT $2`,
      values: [after, limit],
    });
  }
}

const UNIT = `(SELECT a.code FROM unit_alias a WHERE a.unit_id = o.received_unit_id AND a.scheme = 'administrative' LIMIT 1)`;
