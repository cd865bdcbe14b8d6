import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { query } from '../database.ts';
import type { Act } from '../desk/write-down.ts';
import type { FormerCodeWay } from '../former-codes.ts';
import { undecidedOf, type UndecidedUnit } from '../hand-overs/undecided.ts';
import { UnitRefused } from '../mergers/merger.ts';
import { loadAliases, type LoadedAliases } from './load-aliases.ts';

/** A unit of a day. */
export interface ListedUnit {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly type: string;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly identifiers: readonly string[];
  readonly madeOf: number;
}

/** A code of a unit, as it is believed or was until `endedAt`. */
export interface UnitCode {
  readonly scheme: string;
  readonly code: string;
  readonly validFrom: LegalDay | null;
  readonly validTo: LegalDay | null;
  readonly legalBasis: string | null;
  readonly recordedAt: Date | null;
  readonly endedAt: Date | null;
}

/** A unit that another became or was made of. */
export interface UnitKin {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly kind: string;
  readonly on: LegalDay;
  readonly resolution: string | null;
}

/** One life of a unit with all that is known of it. `undecided`: open dossiers of a divided one that nobody has handed over. */
export interface UnitLifeView extends Omit<ListedUnit, 'identifiers' | 'madeOf'> {
  readonly codes: readonly UnitCode[];
  readonly predecessors: readonly UnitKin[];
  readonly successors: readonly UnitKin[];
  readonly isDivided: boolean;
  readonly undecided: number;
}

/** Uses of a code of a unit that is gone, by client, day and way. */
export interface FormerCodeRow {
  readonly day: LegalDay;
  readonly code: string;
  readonly client: string;
  readonly way: FormerCodeWay;
  readonly uses: number;
}

const MOST_ROWS = 1_000;

/** The units as operators look at them. */
export class UnitDesk {
  constructor(private readonly pool: pg.Pool) {}

  /** The units of a day by their codes. */
  list(at: LegalDay): Promise<ListedUnit[]> {
    return query<ListedUnit>(this.pool, { name: 'unit-list', text: LIST, values: [at] });
  }

  /** All lives of a code, whatever its scheme, the first one first. @throws UnitRefused */
  async lives(code: string, today: LegalDay): Promise<UnitLifeView[]> {
    const rows = await query<Omit<UnitLifeView, 'undecided'>>(this.pool, {
      name: 'unit-lives',
      text: LIVES,
      values: [code, today],
    });
    if (rows.length === 0) throw new UnitRefused('unit.unknown');
    return Promise.all(rows.map(async (life) => ({ ...life, undecided: life.isDivided ? await this.undecided(life.id) : 0 })));
  }

  /** Loads codes that the province handed over. @throws UnitRefused */
  loadAliases(csv: string, act: Act): Promise<LoadedAliases> {
    return loadAliases(this.pool, csv, act);
  }

  /** Uses of former codes since a day, the latest first. */
  formerCodes(since: LegalDay): Promise<FormerCodeRow[]> {
    return query<FormerCodeRow>(this.pool, {
      name: 'former-code-uses',
      text: `SELECT f.day::text AS day, f.code, c.code AS client, f.way, f.uses::int AS uses FROM former_code_use f
        JOIN client c ON c.id = f.client_id WHERE f.day >= $1 ORDER BY f.day DESC, f.uses DESC, f.code, c.code, f.way LIMIT $2`,
      values: [since, MOST_ROWS],
    });
  }

  private async undecided(id: number): Promise<number> {
    const [row] = await query<UndecidedUnit>(this.pool, undecidedOf(id));
    return row?.open ?? 0;
  }
}

const HEAD = `u.id, (SELECT a.code FROM unit_alias a WHERE a.unit_id = u.id AND a.scheme = 'administrative' AND upper_inf(a.recorded)
    ORDER BY lower(a.valid) DESC NULLS LAST LIMIT 1) AS code, u.name, u.type, lower(u.valid)::text AS "validFrom", upper(u.valid)::text AS "validTo"`;

const LIST = `
  SELECT ${HEAD}, ARRAY(SELECT a.code FROM unit_alias a WHERE a.unit_id = u.id AND a.scheme IN ('decision-20', 'qcvn-102')
      AND upper_inf(a.recorded) AND a.valid @> $1::date ORDER BY a.id DESC) AS identifiers,
    (SELECT count(*)::int FROM unit_successor s WHERE s.new_unit_id = u.id AND upper_inf(s.recorded)) AS "madeOf"
  FROM unit u WHERE u.valid @> $1::date
    AND NOT EXISTS (SELECT FROM unit_alias t WHERE t.unit_id = u.id AND t.scheme = 'sandbox') ORDER BY 2 NULLS LAST, u.id`;

const kin = (mine: string, other: string): string => `coalesce((
    SELECT json_agg(json_build_object('id', k.id, 'code', (SELECT a.code FROM unit_alias a WHERE a.unit_id = k.id
        AND a.scheme = 'administrative' AND upper_inf(a.recorded) ORDER BY lower(a.valid) DESC NULLS LAST LIMIT 1),
      'name', k.name, 'kind', s.kind, 'on', s.on_date, 'resolution', s.legal_basis) ORDER BY s.on_date, k.name, k.id)
    FROM unit_successor s JOIN unit k ON k.id = s.${other} WHERE s.${mine} = u.id AND upper_inf(s.recorded)), '[]')`;

const LIVES = `
  SELECT ${HEAD}, ${kin('new_unit_id', 'old_unit_id')} AS predecessors, ${kin('old_unit_id', 'new_unit_id')} AS successors,
    (SELECT json_agg(json_build_object('scheme', a.scheme, 'code', a.code, 'validFrom', lower(a.valid), 'validTo', upper(a.valid),
        'legalBasis', a.legal_basis, 'recordedAt', lower(a.recorded), 'endedAt', upper(a.recorded))
      ORDER BY a.scheme, lower(a.valid) NULLS FIRST, a.id) FROM unit_alias a WHERE a.unit_id = u.id) AS codes,
    EXISTS (SELECT FROM unit_successor s WHERE s.old_unit_id = u.id AND s.kind = 'split' AND upper_inf(s.recorded)
      AND s.on_date <= $2::date) AS "isDivided"
  FROM unit u WHERE NOT isempty(u.valid) AND u.id IN (SELECT unit_id FROM unit_alias WHERE code = $1 AND upper_inf(recorded))
  ORDER BY lower(u.valid) NULLS FIRST, u.id`;
