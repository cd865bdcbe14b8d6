import type pg from 'pg';
import type { CodeDirection, CodeSnapshot, LegalDay } from '#canonical';
import type { Chance } from '../harness/chance.ts';
import { ASKED, aDay, PARTNERS } from './edit-at-random.ts';

/** Something to look up: a code of a table, the procedure behind a code, or the unit behind a code. */
export type LookUp = {
  readonly day: LegalDay;
  /** Microseconds since 1970; undefined = as it is believed now. */
  readonly knownAt: number | undefined;
} & (
  | {
      readonly kind: 'code';
      readonly partner: string;
      readonly table: string;
      readonly direction: CodeDirection;
      readonly code: string;
    }
  | { readonly kind: 'procedure'; readonly partner: string; readonly code: string }
  | { readonly kind: 'unit'; readonly scheme: string; readonly code: string }
);

/** Where something begins or ends, on either axis. */
export interface Edges {
  readonly days: readonly string[];
  readonly instants: readonly number[];
  readonly procedures: readonly string[];
  readonly units: readonly { readonly scheme: string; readonly code: string }[];
}

export async function readEdges(db: pg.Client | pg.Pool): Promise<Edges> {
  const [days, instants, procedures, units] = await Promise.all([
    db.query<{ day: string }>(DAYS),
    db.query<{ at: string }>(INSTANTS),
    db.query<{ code: string }>('SELECT DISTINCT code FROM procedure ORDER BY code'),
    db.query<{ scheme: string; code: string }>('SELECT DISTINCT scheme, code FROM unit_alias ORDER BY scheme, code'),
  ]);
  return {
    days: days.rows.map(({ day }) => day),
    instants: instants.rows.map(({ at }) => Number(at)),
    procedures: procedures.rows.map(({ code }) => code),
    units: units.rows,
  };
}

/** A look-up at random; half of the days and instants are edges, or the last or first ones beside them. */
export function aLookUp(chance: Chance, edges: Edges): LookUp {
  const day = (chance.hits(1 / 2) ? beside(chance, chance.pick(edges.days)) : aDay(chance)) as LegalDay;
  const edge = chance.pick(edges.instants) + chance.below(3) - 1;
  const knownAt = chance.hits(1 / 3) ? undefined : chance.hits(1 / 2) ? edge : edge + chance.below(60_000_000);
  const time = { day, knownAt };
  const kind = chance.below(3);
  if (kind === 0) return { ...time, kind: 'unit', ...chance.pick(edges.units) };
  const partner = chance.pick(PARTNERS);
  const suffix = chance.pick(['', '', '.000.00.00.H56', '.H56']);
  if (kind === 1)
    return { ...time, kind: 'procedure', partner, code: `${chance.pick([...ASKED[2].codes, ...edges.procedures])}${suffix}` };
  const { table, direction, codes } = chance.pick(ASKED);
  return { ...time, kind: 'code', partner, table, direction, code: chance.pick<string>(codes) };
}

/** The answer of a snapshot, as one text. */
export function lookUp(codes: CodeSnapshot, wanted: LookUp): string {
  const { day, knownAt } = wanted;
  if (wanted.kind === 'unit') return String(codes.unitOf(wanted.scheme, wanted.code, { day, knownAt }));
  if (wanted.kind === 'code') return String(codes.find(wanted, { day, knownAt })?.to);
  const found = codes.procedure(wanted.partner, wanted.code, day, knownAt);
  return found === undefined ? 'undefined' : `${found.code} ${found.name}`;
}

/** The same by nothing but SQL, one row at a time. */
export async function lookUpNaively(db: pg.Client | pg.Pool, wanted: LookUp): Promise<string> {
  const time = [wanted.day, wanted.knownAt ?? null];
  const one = async (sql: string, ...values: unknown[]): Promise<string | undefined> => {
    const { rows } = await db.query<{ found: string }>(`${sql} AND ${BELIEVED}`, [...time, ...values]);
    if (rows.length > 1) throw new Error('two rows are true at once');
    return rows[0]?.found;
  };
  const codeOf = (partner: string, table: string, direction: string, code: string): Promise<string | undefined> =>
    one(CODE, partner, table, direction, code);
  if (wanted.kind === 'unit') return String(await one(UNIT, wanted.scheme, wanted.code));
  if (wanted.kind === 'code') {
    const { partner, table, direction, code } = wanted;
    const above = table === 'procedure' ? undefined : /^[^/]+(?=\/)/.exec(code)?.[0];
    const found = (await codeOf(partner, table, direction, code)) ?? (above && (await codeOf(partner, table, direction, above)));
    return String(found);
  }
  const bare = (code: string): string =>
    /^\d\.\d{6}(?=\.|$)/.exec(code)?.[0] ?? code.replace(/(\.\d{3}\.\d{2}\.\d{2})?\.[A-Z]\d{2}$/, '');
  let last = wanted.code;
  for (let next: string | undefined = last; next !== undefined;) {
    last = next;
    const of: string = next;
    const alias = (code: string): Promise<string | undefined> => codeOf(wanted.partner, 'procedure', 'out', code);
    next = (await alias(of)) ?? (await alias(bare(of)));
  }
  return String(await one(PROCEDURE, /^\d\.\d{6}/.exec(last)?.[0] ?? ''));
}

function beside(chance: Chance, day: string): string {
  const shifted = new Date(Date.parse(day) + (chance.below(3) - 1) * 86_400_000);
  return shifted.toISOString().slice(0, 10);
}

const BELIEVED = `valid @> $1::date AND CASE WHEN $2::bigint IS NULL THEN upper_inf(recorded)
  ELSE recorded @> (timestamptz 'epoch' + $2::bigint * interval '1 microsecond') END`;
const CODE = 'SELECT to_code AS found FROM code_row WHERE partner = $3 AND table_name = $4 AND direction = $5 AND from_code = $6';
const PROCEDURE = `SELECT code || ' ' || name AS found FROM procedure WHERE code = $3`;
const UNIT = 'SELECT unit_id::text AS found FROM unit_alias WHERE scheme = $3 AND code = $4';

const TABLES = ['code_row', 'procedure', 'unit_alias'];
const EACH = (of: string, bound: string): string =>
  TABLES.flatMap((table) => ['lower', 'upper'].map((edge) => `SELECT ${edge}(${of}) AS edge FROM ${table}`))
    .map((sql) => `SELECT ${bound} FROM (${sql}) e WHERE edge IS NOT NULL`)
    .join(' UNION ');
const DAYS = EACH('valid', 'edge::text AS day');
const INSTANTS = EACH('recorded', '(extract(epoch FROM edge) * 1000000)::bigint::text AS at');
