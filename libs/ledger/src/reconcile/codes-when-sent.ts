import type pg from 'pg';
import type { CodeSnapshot } from '#canonical';
import { readCodes } from '../codes.ts';
import { query } from '../database.ts';
import type { LaneKey } from '../lanes/lane.ts';

/** Code tables as they were believed when something was sent, and when that was. */
export interface CodesThen {
  readonly codes: CodeSnapshot;
  readonly at: Date;
}

const MOST_KEPT = 20;

/** The code tables of earlier times, by their versions; the few that are asked for are kept. */
export class CodesWhenSent {
  private readonly kept = new Map<string, CodeSnapshot>();

  constructor(private readonly pool: pg.Pool) {}

  /** By which tables the record was written that a destination has acknowledged last; undefined where nobody remembers. */
  async of({ dossierId, destination }: LaneKey, seq: number): Promise<CodesThen | undefined> {
    const [call] = await query<{ version: string; at: Date }>(this.pool, {
      name: 'codes-when-sent',
      text: LAST,
      values: [dossierId, destination, seq],
    });
    if (call === undefined) return undefined;
    const codes = this.kept.get(call.version) ?? (await readCodes(this.pool, { delivers: true, at: call.at }));
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(call.version, codes);
    return { codes, at: call.at };
  }
}

// A record that goes once more is no item of its call.
const LAST = `
  SELECT version, at FROM (
    SELECT c.codes_version AS version, c.begun_at AS at FROM attempt a JOIN call c ON c.id = a.call_id AND c.begun_at = a.begun_at
    WHERE a.dossier_id = $1 AND a.destination = $2 AND a.seq = $3 AND a.outcome IN ('delivered', 'exists')
    UNION ALL
    SELECT codes_version, begun_at FROM call
    WHERE dossier_id = $1 AND destination = $2 AND service IN ('create', 'update') AND verdict = 'delivered'
  ) sent ORDER BY at DESC LIMIT 1`;
