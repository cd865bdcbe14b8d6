import type pg from 'pg';
import { CodeSnapshot } from '#canonical';
import { query } from '../database.ts';
import type { LaneKey } from '../lanes/lane.ts';
import { readCodeRowsAt } from '../snapshots/code-rows.ts';
import { versionsNamed } from '../snapshots/versions.ts';

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

  /**
   * By which tables the record was written that a destination has acknowledged last; undefined where nobody remembers. Units go by the codes
   * that they are believed now to have had then.
   */
  async of({ dossierId, destination }: LaneKey, seq: number, now: CodeSnapshot): Promise<CodesThen | undefined> {
    const [call] = await query<{ version: string; at: Date }>(this.pool, {
      name: 'codes-when-sent',
      text: LAST,
      values: [dossierId, destination, seq],
    });
    const then = call && (call.version === now.version ? now : await this.named(call.version));
    return then && { codes: then.next(then.version, NOTHING, { agencies: now.agencies, keepsHistory: false }), at: call.at };
  }

  private async named(version: string): Promise<CodeSnapshot | undefined> {
    const kept = this.kept.get(version);
    const versions = versionsNamed(version);
    if (kept !== undefined || versions === undefined) return kept;
    const { codes, procedures } = await readCodeRowsAt(this.pool, versions);
    const snapshot = new CodeSnapshot(version, codes, procedures);
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(version, snapshot);
    return snapshot;
  }
}

const NOTHING = { codes: [], procedures: [], unitCodes: [] };

// A record that goes once more is no item of its call.
const LAST = `
  SELECT version, at FROM (
    SELECT c.codes_version AS version, c.begun_at AS at FROM attempt a JOIN call c ON c.id = a.call_id AND c.begun_at = a.begun_at
    WHERE a.dossier_id = $1 AND a.destination = $2 AND a.seq = $3 AND a.outcome IN ('delivered', 'exists')
    UNION ALL
    SELECT codes_version, begun_at FROM call
    WHERE dossier_id = $1 AND destination = $2 AND service IN ('create', 'update') AND verdict = 'delivered'
  ) sent ORDER BY at DESC LIMIT 1`;
