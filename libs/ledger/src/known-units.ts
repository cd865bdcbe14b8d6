import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from './database.ts';
import { groupBy } from './group-by.ts';

interface Alias {
  readonly unitId: number;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
}

/** Units with their dated identifiers and what they were merged from, as they were read last. */
export class KnownUnits {
  private constructor(
    private readonly identifiers: ReadonlyMap<string, readonly Alias[]>,
    private readonly administrative: ReadonlyMap<string, readonly Alias[]>,
    private readonly predecessors: ReadonlyMap<number, readonly number[]>,
    private readonly codes: ReadonlyMap<number, string>,
  ) {}

  /** None at all: what is known before the first reading. */
  static none(): KnownUnits {
    return new KnownUnits(new Map(), new Map(), new Map(), new Map());
  }

  /** Reads what is believed now, and the mergers up to that day. */
  static async read(pool: pg.Pool, today: LegalDay): Promise<KnownUnits> {
    const [aliases, mergers] = await Promise.all([
      query<AliasRow>(pool, { name: 'units-aliases', text: ALIASES }),
      query<MergerRow>(pool, { name: 'units-mergers', text: MERGERS, values: [today] }),
    ]);
    const byCode = (of: readonly AliasRow[]): Map<string, readonly Alias[]> =>
      new Map([...groupBy(of, ({ code }) => code)].map(([code, rows]) => [code, rows.map(toAlias)]));
    const byNew = groupBy(mergers, ({ new_unit_id }) => new_unit_id);
    return new KnownUnits(
      byCode(aliases.filter(({ scheme }) => scheme !== 'administrative')),
      byCode(aliases.filter(({ scheme }) => scheme === 'administrative')),
      new Map([...byNew].map(([unit, rows]) => [unit, rows.map(({ old_unit_id }) => old_unit_id)])),
      // The administrative code comes last, so that it stands where there is one.
      new Map(aliases.map(({ unit_id, code }) => [unit_id, code])),
    );
  }

  /** The unit whose identifier this is on that day. */
  named(identifier: string, day: LegalDay): number | undefined {
    return aliasOn(this.identifiers.get(identifier), day)?.unitId;
  }

  /** The unit that goes by this code on that day: an identifier, or the administrative code. */
  coded(code: string, day: LegalDay): number | undefined {
    return this.named(code, day) ?? aliasOn(this.administrative.get(code), day)?.unitId;
  }

  /** The units to which an identifier belongs or ever belonged. */
  everNamed(identifier: string): readonly number[] {
    return (this.identifiers.get(identifier) ?? []).map(({ unitId }) => unitId);
  }

  /** These units and all that were merged into them, however far back. */
  withPredecessors(units: readonly number[]): ReadonlySet<number> {
    const reached = new Set(units);
    // A set is walked to its end, also to what is added meanwhile; a circle of mergers ends as well.
    for (const unit of reached) for (const before of this.predecessors.get(unit) ?? []) reached.add(before);
    return reached;
  }

  /** The code by which people know a unit: the administrative one, else an identifier. */
  codeOf(unitId: number): string | undefined {
    return this.codes.get(unitId);
  }
}

interface AliasRow {
  scheme: string;
  code: string;
  unit_id: number;
  from_day: LegalDay | null;
  to_day: LegalDay | null;
}

interface MergerRow {
  old_unit_id: number;
  new_unit_id: number;
}

// Whatever is not ended is believed. Compared with a time, a row that was just written could lie ahead of a clock that is a little behind.
const ALIASES = `
  SELECT scheme, code, unit_id, lower(valid)::text AS from_day, upper(valid)::text AS to_day
  FROM unit_alias WHERE upper_inf(recorded) ORDER BY scheme = 'administrative', lower(valid) NULLS FIRST, code`;

const MERGERS = 'SELECT old_unit_id, new_unit_id FROM unit_successor WHERE on_date <= $1';

function aliasOn(aliases: readonly Alias[] | undefined, day: LegalDay): Alias | undefined {
  return aliases?.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to));
}

function toAlias({ unit_id, from_day, to_day }: AliasRow): Alias {
  return { unitId: unit_id, from: from_day, to: to_day };
}
