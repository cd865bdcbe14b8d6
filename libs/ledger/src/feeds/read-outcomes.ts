import type pg from 'pg';
import { query } from '../database.ts';
import type { OutcomeState } from '../lanes/write-outcomes.ts';
import { toPortion, WINDOW, type Portion, type PortionRow } from './portion.ts';

/** What became of an item at a destination. `cause` is stable and no text of a portal. */
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
}

/** Which part of the feed: of the dossiers of that client, behind a position. */
export interface OutcomesWanted {
  readonly clientId: number;
  readonly after: number;
  readonly limit: number;
}

/** Reads outcomes in the order of their positions; otherwise as `readStatusChanges`. */
export async function readOutcomes(pool: pg.Pool, { clientId, after, limit }: OutcomesWanted): Promise<Portion<OutcomeEntry>> {
  const rows = await query<OutcomeRow>(pool, {
    name: 'feed-outcome-walk',
    text: WALK,
    values: [after, WINDOW, clientId, limit + 1],
  });
  return toPortion(rows, { after, limit }, ({ edge: _edge, looked: _looked, ...entry }) => entry);
}

type OutcomeRow = PortionRow & Omit<OutcomeEntry, 'pos'>;

const WALK = `
  WITH found AS MATERIALIZED (
    SELECT s.*, d.code FROM (
      SELECT pos, id, dossier_id, seq, destination, state, cause, must_act, at FROM outcome WHERE pos > $1 ORDER BY pos LIMIT $2
    ) s JOIN dossier d ON d.id = s.dossier_id
    WHERE d.client_id = $3 ORDER BY s.pos LIMIT $4
  ), looked AS (
    SELECT max(w.pos) AS edge, count(*)::int AS looked FROM (
      SELECT pos FROM outcome WHERE pos > $1 ORDER BY pos LIMIT CASE WHEN (SELECT count(*) FROM found) < $4 THEN $2 ELSE 0 END
    ) w
  )
  SELECT l.edge, l.looked, f.pos, f.id, f.code AS "dossierCode", i.id AS "itemId", f.seq, i.kind, f.destination, f.state, f.cause,
    f.must_act AS "mustAct", f.at
  FROM looked l LEFT JOIN (found f JOIN item i ON i.dossier_id = f.dossier_id AND i.seq = f.seq) ON true ORDER BY f.pos`;
