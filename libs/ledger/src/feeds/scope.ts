import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import type { Clock } from '#runtime';
import { query } from '../database.ts';
import { groupBy } from '../group-by.ts';

/**
 * A unit of a scope: its administrative code, else an agency identifier. A unit and the one that it was merged into may share a code;
 * `validTo`, the legal day from which it is no more (null = it is), tells them apart.
 */
export interface UnitOfScope {
  readonly unit: string;
  readonly name: string;
  readonly validTo: string | null;
}

const RELOAD_MS = 5_000;

/**
 * Which units a client sees in a feed: its own and all that were merged into them by today, however far back. What is known of mergers
 * is at most five seconds old, as everything in the directory.
 */
export class Scopes {
  private predecessors: ReadonlyMap<number, readonly number[]> = new Map();
  private loadedAt: number | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly clock: Clock,
  ) {}

  /** The ids of these units and of their predecessors, ascending. */
  async of(units: readonly number[]): Promise<number[]> {
    if (this.loadedAt === undefined || this.clock.monotonic() - this.loadedAt > RELOAD_MS) await this.reload();
    const reached = new Set(units);
    // A set is walked to its end, also to what is added meanwhile; a circle of mergers ends as well.
    for (const unit of reached) for (const before of this.predecessors.get(unit) ?? []) reached.add(before);
    return [...reached].sort((a, b) => a - b);
  }

  /** How people know each unit. */
  async describe(units: readonly number[]): Promise<Map<number, UnitOfScope>> {
    const rows = await query<UnitOfScope & { id: number }>(this.pool, {
      name: 'scope-units',
      text: `SELECT u.id, coalesce(
          (SELECT a.code FROM unit_alias a WHERE a.unit_id = u.id
            ORDER BY a.scheme <> 'administrative', lower(a.valid) DESC NULLS LAST, a.code LIMIT 1), u.name) AS unit, u.name,
          upper(u.valid)::text AS "validTo"
        FROM unit u WHERE u.id = ANY($1)`,
      values: [units],
    });
    return new Map(rows.map(({ id, ...unit }) => [id, unit]));
  }

  private async reload(): Promise<void> {
    const rows = await query<{ old_unit_id: number; new_unit_id: number }>(this.pool, {
      name: 'scope-predecessors',
      text: 'SELECT old_unit_id, new_unit_id FROM unit_successor WHERE on_date <= $1',
      values: [legalDay(instantOf(this.clock.now()))],
    });
    const byNew = groupBy(rows, (row) => row.new_unit_id);
    this.predecessors = new Map([...byNew].map(([unit, all]) => [unit, all.map((row) => row.old_unit_id)]));
    this.loadedAt = this.clock.monotonic();
  }
}
