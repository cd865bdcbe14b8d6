import type pg from 'pg';
import type { Chance } from '../harness/chance.ts';

/** Partners and codes of tables that are edited at random, beside the real ones. */
export const PARTNERS = ['national', 'province'] as const;
const STATUSES = ['processing', 'processing/posting', 'processing/paying', 'done', '1', '2', '3'];
const LOCALS = Array.from({ length: 24 }, (_, at) => `TS_LOP${String(at)}`);
export const OLD_CODES = Array.from({ length: 24 }, (_, at) => `8.0000${String(at).padStart(2, '0')}`);

/** Codes that are looked up: each table with what may be asked of it. */
export const ASKED = [
  { table: 'status', direction: 'in', codes: [...STATUSES, 'processing/unheard', 'unheard'] },
  { table: 'status', direction: 'out', codes: ['1', '2', '10', '4/late', 'unheard'] },
  { table: 'procedure', direction: 'out', codes: [...LOCALS, ...OLD_CODES, '1.006714', '1.001193'] },
] as const;

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2018, 0, 1);

/** A day out of ten years, or, one time in four, one of a few on which much begins and ends. */
export function aDay(chance: Chance): string {
  const at = chance.hits(1 / 4) ? chance.below(8) * 400 : chance.below(3_650);
  return new Date(FIRST_DAY + at * DAY_MS).toISOString().slice(0, 10);
}

/** A period of days, open on either side now and then. */
export function aPeriod(chance: Chance): { readonly from: string | null; readonly to: string | null } {
  const [from = '', to = ''] = [aDay(chance), aDay(chance)].toSorted();
  return { from: chance.hits(1 / 5) ? null : from, to: from === to || chance.hits(1 / 4) ? null : to };
}

/** Changes code tables, procedures and identifiers of units at random, each edit at an instant of its own. */
export async function editAtRandom(db: pg.Client | pg.Pool, chance: Chance, edits: number): Promise<void> {
  const { rows } = await db.query<{ code: string }>('SELECT DISTINCT code FROM procedure ORDER BY code');
  const procedures = rows.map(({ code }) => code);
  const { rows: aliases } = await db.query<{ scheme: string; code: string }>(
    'SELECT DISTINCT scheme, code FROM unit_alias ORDER BY scheme, code',
  );
  for (let edit = 0; edit < edits; edit += 1) {
    const kind = chance.below(10);
    if (kind < 6) await editCode(db, chance, procedures);
    else if (kind < 8) await editProcedure(db, chance, procedures);
    else await editAlias(db, chance, chance.pick(aliases));
  }
}

async function editCode(db: pg.Client | pg.Pool, chance: Chance, procedures: readonly string[]): Promise<void> {
  const partner = chance.pick(PARTNERS);
  const { from, to } = aPeriod(chance);
  const isAlias = chance.hits(1 / 2);
  const [table, direction] = isAlias ? ['procedure', 'out'] : ['status', chance.hits(1 / 2) ? 'in' : 'out'];
  const code = isAlias ? chance.pick([...LOCALS, ...OLD_CODES]) : chance.pick(STATUSES);
  // Aliases lead on to others of a later number, so that chains are many and circles none.
  const later = OLD_CODES.filter((one) => !OLD_CODES.includes(code) || one > code);
  const target = isAlias
    ? chance.pick(chance.hits(1 / 2) && later.length > 0 ? later : procedures)
    : String(1 + chance.below(10));
  const key = [table, partner, direction, code];
  await db.query(END_CODES, [...key, from, to]);
  if (!chance.hits(1 / 8)) await db.query(ADD_CODE, [...key, from, to, target]);
}

async function editProcedure(db: pg.Client | pg.Pool, chance: Chance, procedures: readonly string[]): Promise<void> {
  const [code, { from, to }] = [chance.pick(procedures), aPeriod(chance)];
  await db.query(END_PROCEDURES, [code, from, to]);
  if (!chance.hits(1 / 8)) await db.query(ADD_PROCEDURE, [code, from, to, `Thủ tục ${String(chance.below(1_000))}`]);
}

async function editAlias(
  db: pg.Client | pg.Pool,
  chance: Chance,
  { scheme, code }: { readonly scheme: string; readonly code: string },
): Promise<void> {
  const { from, to } = aPeriod(chance);
  const { rows } = await db.query<{ unit_id: number }>(END_ALIASES, [scheme, code, from, to]);
  const unit = rows[0]?.unit_id;
  if (unit !== undefined) await db.query(ADD_ALIAS, [scheme, code, from, to, unit]);
}

const END = (table: string, where: string, [from, to]: readonly [string, string]): string =>
  `UPDATE ${table} SET recorded = tstzrange(lower(recorded), greatest(clock_timestamp(), lower(recorded)))
   WHERE upper_inf(recorded) AND ${where} AND valid && daterange(${from}, ${to})`;
const NOW = 'tstzrange(clock_timestamp(), NULL)';

const END_CODES = END('code_row', 'table_name = $1 AND partner = $2 AND direction = $3 AND from_code = $4', ['$5', '$6']);
const ADD_CODE = `INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded, recorded_by)
  VALUES ($1, $2, $3, $4, $7, daterange($5, $6), ${NOW}, 'lam')`;
const END_PROCEDURES = END('procedure', 'code = $1', ['$2', '$3']);
const ADD_PROCEDURE = `INSERT INTO procedure (code, name, field_code, field_name, valid, recorded, recorded_by)
  VALUES ($1, $4, 'G15-HT01', 'Hộ tịch', daterange($2, $3), ${NOW}, 'lam')`;
const END_ALIASES = `${END('unit_alias', 'scheme = $1 AND code = $2', ['$3', '$4'])} RETURNING unit_id`;
const ADD_ALIAS = `INSERT INTO unit_alias (scheme, code, unit_id, valid, recorded) VALUES ($1, $2, $5, daterange($3, $4), ${NOW})`;
