import type pg from 'pg';
import type { MustAct } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query, sendAll } from '../database.ts';
import { reopen } from './reopen.ts';

/** Something that a person must see and that hangs on no single turn of a lane. One open incident per fingerprint. */
export interface IncidentFound {
  readonly fingerprint: string;
  readonly kind: 'unexplained' | 'escalated' | 'self-check' | 'discrepancy' | 'score';
  readonly destination?: string | undefined;
  readonly mustAct: MustAct;
  /** How much there is of it now; of a self-check and of the score the last count, of everything else they add up. */
  readonly count?: number;
  /** What was seen, as numbers and fixed words; nothing of a person. */
  readonly sample?: string;
}

/** Incidents that are opened and cleared by who looks at the whole. */
export class Incidents {
  constructor(private readonly pool: pg.Pool) {}

  /** Opens it, or says that it is still there. */
  async open(found: IncidentFound, now: Date): Promise<void> {
    const { fingerprint, kind, destination, mustAct, count = 1, sample } = found;
    const values = [uuidv7(now), fingerprint, kind, destination ?? null, mustAct, count, sample ?? null, now];
    await inTransaction(this.pool, (db) =>
      sendAll(db, [reopen([fingerprint], now), { name: 'incident-open', text: OPEN, values }]),
    );
  }

  /** Clears all open ones of a group but those that are still there. The group is the beginning of their fingerprints. */
  async clearOthers(group: string, still: readonly string[], now: Date): Promise<number> {
    const rows = await query(this.pool, {
      name: 'incident-clear-others',
      text: `UPDATE incident SET cleared_at = $3
        WHERE cleared_at IS NULL AND starts_with(fingerprint, $1) AND NOT (fingerprint = ANY($2)) RETURNING 1`,
      values: [group, still, now],
    });
    return rows.length;
  }

  /** Clears those of a kind that were not seen since. */
  async clearQuiet(kind: string, { since, now }: { since: Date; now: Date }): Promise<number> {
    const rows = await query(this.pool, {
      name: 'incident-clear-quiet',
      text: 'UPDATE incident SET cleared_at = $3 WHERE cleared_at IS NULL AND kind = $1 AND last_at < $2 RETURNING 1',
      values: [kind, since, now],
    });
    return rows.length;
  }

  /** How many are open, by kind and by who must act. */
  countOpen(): Promise<{ readonly kind: string; readonly mustAct: MustAct; readonly count: number }[]> {
    return query(this.pool, {
      name: 'incident-count-open',
      text: `SELECT kind, must_act AS "mustAct", count(*)::int AS count FROM incident WHERE cleared_at IS NULL GROUP BY 1, 2`,
    });
  }
}

const OPEN = `
  INSERT INTO incident (id, fingerprint, kind, destination, must_act, count, sample, opened_at, last_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
  ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET last_at = excluded.last_at, sample = excluded.sample,
    count = CASE WHEN excluded.kind IN ('self-check', 'escalated', 'score') THEN excluded.count
      ELSE incident.count + excluded.count END`;
