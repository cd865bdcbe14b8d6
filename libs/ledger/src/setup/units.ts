import type { EntityManager } from 'typeorm';
import { columns } from '../accept/columns.ts';
import type { Merger, UnitLife, Units } from './read-units.ts';

/**
 * Seeds the communes and wards, those that they were merged from, and which became which. Every unit has its administrative code and
 * an agency identifier for as long as it lives; nearly every code of today was another unit's until the merger. The identifiers of the
 * province are not published: `<province>.<administrative code>` stands in until the province hands over the real ones. Idempotent:
 * only what is missing is written.
 */
export async function loadUnits(source: EntityManager, { lives, mergers }: Units, province: string, now: Date): Promise<void> {
  const ids = await ensureUnits(source, lives, now);
  await ensureIdentifiers(source, { lives, ids, province }, now);
  await ensureSuccessors(source, mergers, ids);
}

/** The id of every unit by its life; those that are missing are made. */
async function ensureUnits(source: EntityManager, lives: readonly UnitLife[], now: Date): Promise<Map<string, number>> {
  const ids = new Map((await readAliases(source, 'administrative')).map((row) => [nameOf(row), row.unit_id]));
  const missing = lives.filter((life) => !ids.has(nameOf(life)));
  if (missing.length === 0) return ids;
  const fresh = await source.query<{ id: number }[]>(
    `SELECT nextval(pg_get_serial_sequence('unit', 'id'))::int AS id FROM generate_series(1, $1)`,
    [missing.length],
  );
  const units = missing.map((life, at) => ({ ...life, id: fresh[at]?.id ?? 0 }));
  await source.query(
    `INSERT INTO unit (id, name, type, valid) SELECT id, name, type, daterange("from", "to")
     FROM unnest($1::int[], $2::text[], $3::text[], $4::date[], $5::date[]) AS u (id, name, type, "from", "to")`,
    columns(units, ['id', 'name', 'type', 'from', 'to']),
  );
  await insertAliases(
    source,
    units.map(({ id, ...life }) => ({ ...life, unitId: id, scheme: 'administrative' })),
    now,
  );
  for (const unit of units) ids.set(nameOf(unit), unit.id);
  return ids;
}

async function ensureIdentifiers(
  source: EntityManager,
  { lives, ids, province }: { lives: readonly UnitLife[]; ids: ReadonlyMap<string, number>; province: string },
  now: Date,
): Promise<void> {
  const present = new Set((await readAliases(source, 'decision-20')).map(nameOf));
  const wanted = lives.map((life) => ({
    ...life,
    unitId: idOf(life, ids),
    scheme: 'decision-20',
    code: `${province}.${life.code}`,
  }));
  await insertAliases(
    source,
    wanted.filter((alias) => !present.has(nameOf(alias))),
    now,
  );
}

async function ensureSuccessors(
  source: EntityManager,
  mergers: readonly Merger[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  // A part of a split unit sees all of its dossiers until somebody decides which of them are handed over.
  const rows = mergers.map(({ old, next, kind, on }) => ({
    ...{ old: idOf(old, ids), next: idOf(next, ids), kind, on },
    resolution: kind === 'split' ? 'shared' : 'whole',
  }));
  await source.query(
    `INSERT INTO unit_successor (old_unit_id, new_unit_id, kind, on_date, resolution)
     SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::date[], $5::text[]) AS n (old, next, kind, "on", resolution)
     WHERE NOT EXISTS (SELECT FROM unit_successor s WHERE s.old_unit_id = n.old AND s.new_unit_id = n.next AND s.on_date = n."on")`,
    columns(rows, ['old', 'next', 'kind', 'on', 'resolution']),
  );
}

interface AliasRow {
  unit_id: number;
  code: string;
  from: string | null;
  to: string | null;
}

function readAliases(source: EntityManager, scheme: string): Promise<AliasRow[]> {
  return source.query<AliasRow[]>(
    `SELECT unit_id, code, lower(valid)::text AS "from", upper(valid)::text AS "to" FROM unit_alias
     WHERE scheme = $1 AND upper_inf(recorded)`,
    [scheme],
  );
}

interface NewAlias {
  readonly unitId: number;
  readonly scheme: string;
  readonly code: string;
  readonly from: string | null;
  readonly to: string | null;
}

async function insertAliases(source: EntityManager, aliases: readonly NewAlias[], now: Date): Promise<void> {
  if (aliases.length === 0) return;
  await source.query(
    `INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
     SELECT unit_id, scheme, code, daterange("from", "to"), tstzrange($1, NULL)
     FROM unnest($2::int[], $3::text[], $4::text[], $5::date[], $6::date[]) AS a (unit_id, scheme, code, "from", "to")`,
    [now, ...columns(aliases, ['unitId', 'scheme', 'code', 'from', 'to'])],
  );
}

function nameOf({ code, from }: { readonly code: string; readonly from: string | null }): string {
  return `${code}|${from ?? ''}`;
}

function idOf(life: UnitLife, ids: ReadonlyMap<string, number>): number {
  const id = ids.get(nameOf(life));
  if (id === undefined) throw new Error(`the unit ${life.code} was not seeded`);
  return id;
}
