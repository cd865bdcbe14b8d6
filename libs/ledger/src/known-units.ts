import type pg from 'pg';
import { canonicalText, type LegalDay } from '#canonical';
import { query } from './database.ts';
import { groupBy } from './group-by.ts';

interface Alias {
  readonly unitId: number;
  readonly from: LegalDay | null;
  readonly to: LegalDay | null;
}

interface Kin {
  readonly id: number;
  readonly on: LegalDay;
}

/** Dossiers of a divided unit that were handed to one of its successors at once: their items behind `pos`. `sources`: whose they were before. */
export interface UnitPart {
  readonly id: number;
  readonly heirId: number;
  readonly pos: number;
  readonly sources: readonly number[];
}

interface Known {
  readonly identifiers: ReadonlyMap<string, readonly Alias[]>;
  readonly administrative: ReadonlyMap<string, readonly Alias[]>;
  readonly predecessors: ReadonlyMap<number, readonly Kin[]>;
  readonly successors: ReadonlyMap<number, readonly Kin[]>;
  readonly codes: ReadonlyMap<number, string>;
  readonly parts: ReadonlyMap<number, UnitPart>;
}

/** Units with their dated identifiers, what they were merged from and into, and what was handed over, as they were read last. */
export class KnownUnits {
  private constructor(private readonly known: Known) {}

  /** None at all: what is known before the first reading. */
  static none(): KnownUnits {
    return new KnownUnits({
      identifiers: new Map(),
      administrative: new Map(),
      predecessors: new Map(),
      successors: new Map(),
      codes: new Map(),
      parts: new Map(),
    });
  }

  /** Reads what is believed now, of every day: a merger takes place by its date. */
  static read(pool: pg.Pool): Promise<KnownUnits> {
    return KnownUnits.readBy((statement) => query(pool, statement));
  }

  /** The same as that transaction sees it. */
  static readIn(db: pg.PoolClient): Promise<KnownUnits> {
    return KnownUnits.readBy(async <Row extends pg.QueryResultRow>(statement: pg.QueryConfig) => {
      const { rows } = await db.query<Row>(statement);
      return rows;
    });
  }

  private static async readBy(
    rowsOf: <Row extends pg.QueryResultRow>(statement: pg.QueryConfig) => Promise<Row[]>,
  ): Promise<KnownUnits> {
    const [aliases, mergers, parts] = await Promise.all([
      rowsOf<AliasRow>({ name: 'units-aliases', text: ALIASES }),
      rowsOf<MergerRow>({ name: 'units-mergers', text: MERGERS }),
      rowsOf<UnitPart>({ name: 'units-parts', text: PARTS }),
    ]);
    return new KnownUnits({
      identifiers: byCode(aliases.filter(({ scheme }) => AGENCY_SCHEMES.includes(scheme))),
      administrative: byCode(aliases.filter(({ scheme }) => scheme === 'administrative')),
      predecessors: kin(mergers.map(({ old, next, on }) => ({ of: next, id: old, on }))),
      successors: kin(mergers.map(({ old, next, on }) => ({ of: old, id: next, on }))),
      // The administrative code comes last, so that it stands where there is one.
      codes: new Map(aliases.map(({ unit_id, code }) => [unit_id, code])),
      parts: new Map(parts.map((part) => [part.id, part])),
    });
  }

  /** The unit whose identifier this is on that day. */
  named(identifier: string, day: LegalDay): number | undefined {
    return aliasOn(this.known.identifiers.get(identifier), day)?.unitId;
  }

  /** The unit that goes by this code on that day: an identifier, or the administrative code, as a person may write it (trimmed, any case). */
  coded(written: string, day: LegalDay): number | undefined {
    const code = canonicalText(written).toUpperCase();
    return this.named(code, day) ?? aliasOn(this.known.administrative.get(code), day)?.unitId;
  }

  /** The units to which an identifier belongs or ever belonged, the latest last. */
  everNamed(identifier: string): readonly number[] {
    return (this.known.identifiers.get(identifier) ?? []).map(({ unitId }) => unitId);
  }

  /** These units and all that were merged into them by that day, however far back, and what was handed over to any of them. */
  withPredecessors(units: readonly number[], day: LegalDay): ReadonlySet<number> {
    const reached = new Set(units);
    // A set is walked to its end, also to what is added meanwhile; a circle of mergers ends as well.
    for (const unit of reached) for (const { id, on } of this.known.predecessors.get(unit) ?? []) if (on <= day) reached.add(id);
    for (const { id, heirId } of this.known.parts.values()) if (reached.has(heirId)) reached.add(id);
    return reached;
  }

  /** Whether a unit has been taken over or divided by that day. */
  hasEnded(unit: number, day: LegalDay): boolean {
    return (this.known.successors.get(unit) ?? []).some(({ on }) => on <= day);
  }

  /** Whether one unit has come of another by that day, through however many mergers. */
  hasBecome(unit: number, heir: number, day: LegalDay): boolean {
    const reached = new Set([unit]);
    for (const one of reached) for (const { id, on } of this.known.successors.get(one) ?? []) if (on <= day) reached.add(id);
    return reached.has(heir);
  }

  /** What was handed over, by its id; undefined: that is a unit. */
  part(id: number): UnitPart | undefined {
    return this.known.parts.get(id);
  }

  /** The code by which people know a unit: the administrative one, else an identifier. */
  codeOf(unitId: number): string | undefined {
    return this.known.codes.get(unitId);
  }
}

/** The schemes of which a code may stand before a dossier's number and on a portal's wire. Others number places for other purposes. */
export const AGENCY_SCHEMES: readonly string[] = ['qcvn-102', 'decision-20', 'sandbox'];

/** The same as a condition on a row of aliases. */
export function isOfAgency(alias: string): string {
  return `${alias}.scheme IN (${AGENCY_SCHEMES.map((scheme) => `'${scheme}'`).join(', ')})`;
}

interface AliasRow {
  scheme: string;
  code: string;
  unit_id: number;
  from_day: LegalDay | null;
  to_day: LegalDay | null;
}

interface MergerRow {
  old: number;
  next: number;
  on: LegalDay;
}

// Whatever is not ended is believed. Compared with a time, a row that was just written could lie ahead of a clock that is a little behind.
const ALIASES = `
  SELECT scheme, code, unit_id, lower(valid)::text AS from_day, upper(valid)::text AS to_day
  FROM unit_alias a WHERE upper_inf(recorded) AND (a.scheme = 'administrative' OR ${isOfAgency('a')})
  ORDER BY scheme = 'administrative', lower(valid) NULLS FIRST, code`;

const MERGERS = `SELECT old_unit_id AS old, new_unit_id AS next, on_date::text AS "on" FROM unit_successor WHERE upper_inf(recorded)`;

const PARTS = 'SELECT id, heir_id AS "heirId", pos, sources FROM unit_part';

function kin(rows: readonly (Kin & { of: number })[]): Map<number, Kin[]> {
  return new Map([...groupBy(rows, ({ of }) => of)].map(([of, same]) => [of, same.map(({ id, on }) => ({ id, on }))]));
}

function byCode(aliases: readonly AliasRow[]): Map<string, readonly Alias[]> {
  return new Map([...groupBy(aliases, ({ code }) => code)].map(([code, rows]) => [code, rows.map(toAlias)]));
}

function aliasOn(aliases: readonly Alias[] | undefined, day: LegalDay): Alias | undefined {
  return aliases?.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to));
}

function toAlias({ unit_id, from_day, to_day }: AliasRow): Alias {
  return { unitId: unit_id, from: from_day, to: to_day };
}
