import type { EntityManager } from 'typeorm';
import { columns } from '../accept/columns.ts';
import type { Merger, UnitLife, Units } from './read-units.ts';

/**
 * Seeds the communes and wards, those that they were merged from, and which became which. Every unit has its administrative code, where
 * that is known, and an agency identifier for as long as it lives; nearly every code of today was another unit's until the merger. The
 * identifiers of the province are not published: `<province>.<administrative code>` stands in until the province hands over the real
 * ones. Idempotent: only what is missing is written, and a life that is known better now is corrected; its dossiers stay with it.
 */
export async function loadUnits(source: EntityManager, { lives, mergers }: Units, province: string, now: Date): Promise<void> {
  const known = await readKnown(source);
  const found = matchLives(lives, known);
  await correctLives(source, found, now);
  const ids = new Map([...found].map(([life, { id }]) => [life, id]));
  await makeUnits(source, { lives: lives.filter((life) => !ids.has(life)), ids }, now);
  await ensureIdentifiers(source, { lives, ids, province }, now);
  await ensureSuccessors(source, mergers, ids);
}

interface KnownLife {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Whether its first day, or its end, is what an operator recorded with a merger. */
  readonly isBegun: boolean;
  readonly isEnded: boolean;
}

function readKnown(source: EntityManager): Promise<KnownLife[]> {
  return source.query<KnownLife[]>(
    `SELECT DISTINCT ON (u.id) u.id, a.code, u.name, lower(u.valid)::text AS "from", upper(u.valid)::text AS "to",
       u.begun_by IS NOT NULL AS "isBegun", u.ended_by IS NOT NULL AS "isEnded"
     FROM unit u LEFT JOIN unit_alias a ON a.unit_id = u.id AND a.scheme = 'administrative' AND upper_inf(a.recorded)
     WHERE NOT isempty(u.valid) ORDER BY u.id, lower(a.valid) DESC NULLS LAST`,
  );
}

interface Way {
  readonly keyOf: (life: UnitLife | KnownLife) => string;
  readonly fits: (known: KnownLife) => boolean;
}

const nameOf = ({ code, name }: UnitLife | KnownLife): string => code ?? name;

// A life that an operator began is matched by both of its days alone: its code has most likely been another unit's, too.
const WAYS: readonly Way[] = [
  { keyOf: (life) => `${nameOf(life)}|${life.from ?? ''}|${life.to ?? ''}`, fits: () => true },
  { keyOf: (life) => `${nameOf(life)}|${life.to ?? ''}`, fits: ({ isBegun, isEnded }) => !isBegun && !isEnded },
  { keyOf: (life) => `${nameOf(life)}|${life.from ?? ''}`, fits: ({ isBegun }) => !isBegun },
];

/** Which unit lives which life: the same one, else one that ends on the same day, else one that begins on the same day. */
function matchLives(lives: readonly UnitLife[], known: readonly KnownLife[]): Map<UnitLife, KnownLife> {
  const found = new Map<UnitLife, KnownLife>();
  const taken = new Set<KnownLife>();
  for (const { keyOf, fits } of WAYS) {
    const byName = new Map(known.filter((one) => !taken.has(one) && fits(one)).map((one) => [keyOf(one), one]));
    for (const life of lives.filter((one) => !found.has(one))) {
      const match = byName.get(keyOf(life));
      if (match === undefined || taken.has(match)) continue;
      found.set(life, match);
      taken.add(match);
    }
  }
  return found;
}

/** The days of a life: those of the files, but for what an operator recorded. */
function daysOf({ from, to }: UnitLife, known: KnownLife): Pick<UnitLife, 'from' | 'to'> {
  return { from: known.isBegun ? known.from : from, to: known.isEnded ? known.to : to };
}

/** What was believed of a life is ended, and what is known now is recorded beside it: its days, under every code that it has for all of them. */
async function correctLives(source: EntityManager, found: ReadonlyMap<UnitLife, KnownLife>, now: Date): Promise<void> {
  const rows = [...found]
    .map(([life, known]) => ({ id: known.id, ...daysOf(life, known), wasFrom: known.from, wasTo: known.to }))
    .filter(({ from, to, wasFrom, wasTo }) => from !== wasFrom || to !== wasTo);
  if (rows.length === 0) return;
  const ended = await source.query<[{ unitId: number; scheme: string; code: string }[], number]>(
    `UPDATE unit_alias a SET recorded = tstzrange(lower(a.recorded), $1)
     FROM unnest($2::int[], $3::date[], $4::date[]) AS w (id, "from", "to")
     WHERE a.unit_id = w.id AND a.valid = daterange(w."from", w."to") AND upper_inf(a.recorded)
     RETURNING a.unit_id AS "unitId", a.scheme, a.code`,
    [now, ...columns(rows, ['id', 'wasFrom', 'wasTo'])],
  );
  await source.query(
    `UPDATE unit u SET valid = daterange(w."from", w."to") FROM unnest($1::int[], $2::date[], $3::date[]) AS w (id, "from", "to")
     WHERE u.id = w.id`,
    columns(rows, ['id', 'from', 'to']),
  );
  const right = new Map(rows.map(({ id, from, to }) => [id, { from, to }]));
  await insertAliases(
    source,
    ended[0].map((alias) => ({ ...alias, ...(right.get(alias.unitId) ?? { from: null, to: null }) })),
    now,
  );
}

async function makeUnits(
  source: EntityManager,
  { lives, ids }: { lives: readonly UnitLife[]; ids: Map<UnitLife, number> },
  now: Date,
): Promise<void> {
  if (lives.length === 0) return;
  const fresh = await source.query<{ id: number }[]>(
    `SELECT nextval(pg_get_serial_sequence('unit', 'id'))::int AS id FROM generate_series(1, $1)`,
    [lives.length],
  );
  lives.forEach((life, at) => ids.set(life, fresh[at]?.id ?? 0));
  const units = lives.map((life) => ({ ...life, id: idOf(life, ids) }));
  await source.query(
    `INSERT INTO unit (id, name, type, valid) SELECT id, name, type, daterange("from", "to")
     FROM unnest($1::int[], $2::text[], $3::text[], $4::date[], $5::date[]) AS u (id, name, type, "from", "to")`,
    columns(units, ['id', 'name', 'type', 'from', 'to']),
  );
  await insertAliases(
    source,
    units.flatMap(({ id, code, from, to }) => (code === null ? [] : [{ unitId: id, scheme: 'administrative', code, from, to }])),
    now,
  );
}

async function ensureIdentifiers(
  source: EntityManager,
  { lives, ids, province }: { lives: readonly UnitLife[]; ids: ReadonlyMap<UnitLife, number>; province: string },
  now: Date,
): Promise<void> {
  const present = await source.query<{ unit_id: number }[]>(
    `SELECT DISTINCT unit_id FROM unit_alias WHERE scheme = 'decision-20' AND upper_inf(recorded)`,
  );
  const having = new Set(present.map(({ unit_id }) => unit_id));
  const wanted = lives.flatMap((life) => {
    const { code, from, to } = life;
    const unitId = idOf(life, ids);
    return code === null || having.has(unitId) ? [] : [{ unitId, scheme: 'decision-20', code: `${province}.${code}`, from, to }];
  });
  await insertAliases(source, wanted, now);
}

/** The number of the resolution is added to what was seeded before it was known. */
async function ensureSuccessors(
  source: EntityManager,
  mergers: readonly Merger[],
  ids: ReadonlyMap<UnitLife, number>,
): Promise<void> {
  // A part of a split unit sees all of its dossiers until somebody decides which of them are handed over.
  const rows = mergers.map(({ old, next, kind, on, legalBasis }) => ({
    ...{ old: idOf(old, ids), next: idOf(next, ids), kind, on, legalBasis },
    resolution: kind === 'split' ? 'shared' : 'whole',
  }));
  await source.query(
    `WITH n AS (
       SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::date[], $5::text[], $6::text[])
         AS n (old, next, kind, "on", resolution, legal_basis)
     ), known AS (
       UPDATE unit_successor s SET legal_basis = n.legal_basis FROM n
       WHERE s.old_unit_id = n.old AND s.new_unit_id = n.next AND s.on_date = n."on" AND s.legal_basis IS DISTINCT FROM n.legal_basis
         AND s.merger_id IS NULL
     )
     INSERT INTO unit_successor (old_unit_id, new_unit_id, kind, on_date, resolution, legal_basis)
     SELECT * FROM n
     WHERE NOT EXISTS (SELECT FROM unit_successor s WHERE s.old_unit_id = n.old AND s.new_unit_id = n.next AND s.on_date = n."on")`,
    columns(rows, ['old', 'next', 'kind', 'on', 'resolution', 'legalBasis']),
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

function idOf(life: UnitLife, ids: ReadonlyMap<UnitLife, number>): number {
  const id = ids.get(life);
  if (id === undefined) throw new Error(`the unit ${life.code ?? life.name} was not seeded`);
  return id;
}
