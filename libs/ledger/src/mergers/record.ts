import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { columns } from '../accept/columns.ts';
import { groupBy } from '../group-by.ts';
import { identifierOfNew, type Surroundings } from './look-around.ts';
import type { MergerEntry, MergerKind } from './merger.ts';

/** A merger that is written into the graph of units. */
export interface MergerToWrite {
  readonly id: string;
  readonly resolution: string;
  readonly on: LegalDay;
  readonly entries: readonly MergerEntry[];
  readonly around: Surroundings;
  readonly now: Date;
}

type Database = Pick<pg.PoolClient, 'query'>;

/**
 * Ends what is merged, makes what comes of it, and says which became which: rows of units, as many as the resolution names. No dossier is
 * touched; whose it is follows from the day.
 */
export async function writeMerger(db: Database, merger: MergerToWrite): Promise<void> {
  const { id, on, around, now } = merger;
  const old = around.old.map((unit) => unit.id);
  await db.query('UPDATE unit SET valid = daterange(lower(valid), $2), ended_by = $3 WHERE id = ANY($1)', [old, on, id]);
  await db.query(END_ALIASES, [old, on, now]);
  const idOf = await makeUnits(db, merger);
  await linkUnits(db, merger, idOf);
  const same = merger.entries.filter(({ kind }) => kind === 'rename' || kind === 'move');
  const pairs = same.map(({ oldCode, newCode }) => ({ old: oldId(around, oldCode), next: idOf.get(newCode) ?? 0 }));
  await db.query(CARRY_SCOPES, [...columns(pairs, ['old', 'next']), on]);
  const renamed = merger.entries.filter(({ kind }) => kind === 'rename');
  const heirs = renamed.map(({ oldCode, newCode }) => ({ old: oldId(around, oldCode), next: idOf.get(newCode) ?? 0 }));
  await db.query(CARRY_ALIASES, [...columns(heirs, ['old', 'next']), on, now]);
}

/**
 * Takes a merger out of the graph again, as long as its day has not come; what was recorded is ended and stays. Answers whom it leaves without
 * a unit that never will be: clients that had been given it meanwhile.
 */
export async function unwriteMerger(
  db: Database,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<readonly string[]> {
  await db.query('UPDATE unit_successor SET recorded = tstzrange(lower(recorded), $2) WHERE merger_id = $1', [id, now]);
  await db.query(END_NEW_ALIASES, [id, now]);
  await db.query(RESTORE_ALIASES, [id, now]);
  await db.query(RESTORE_SCOPES, [id]);
  const { rows } = await db.query<{ client: string }>(END_SCOPES, [id]);
  await db.query(`UPDATE unit SET valid = 'empty' WHERE begun_by = $1`, [id]);
  await db.query('UPDATE unit SET valid = daterange(lower(valid), NULL), ended_by = NULL WHERE ended_by = $1', [id]);
  return rows.map(({ client }) => client);
}

async function makeUnits(db: Database, { id, on, entries, around, now }: MergerToWrite): Promise<Map<string, number>> {
  const groups = [...groupBy(entries, ({ newCode }) => newCode).values()];
  const { rows: ids } = await db.query<{ id: number }>(
    `SELECT nextval(pg_get_serial_sequence('unit', 'id'))::int AS id FROM generate_series(1, $1)`,
    [groups.length],
  );
  const units = groups.flatMap(([first, ...others], at) => {
    if (first === undefined) return [];
    const identifier = identifierOfNew([first, ...others], around.manners) ?? null;
    return [{ id: ids[at]?.id ?? 0, code: first.newCode, name: first.newName, type: first.newType, identifier }];
  });
  await db.query(
    `INSERT INTO unit (id, name, type, valid, begun_by) SELECT id, name, type, daterange($4, NULL), $5
     FROM unnest($1::int[], $2::text[], $3::text[]) AS u (id, name, type)`,
    [...columns(units, ['id', 'name', 'type']), on, id],
  );
  await db.query(NEW_ALIASES, [...columns(units, ['id', 'code', 'identifier']), on, now]);
  return new Map(units.map((unit) => [unit.code, unit.id]));
}

const KINDS: Readonly<Record<MergerKind, string>> = { merge: 'merged', split: 'split', rename: 'renamed', move: 'moved' };

async function linkUnits(db: Database, merger: MergerToWrite, idOf: ReadonlyMap<string, number>): Promise<void> {
  const { entries, around, on, id, now, resolution } = merger;
  const parts = groupBy(entries, ({ newCode }) => newCode);
  const links = entries.map(({ kind, oldCode, newCode }) => ({
    ...{ old: oldId(around, oldCode), next: idOf.get(newCode) ?? 0 },
    kind: kind === 'merge' && parts.get(newCode)?.length === 1 ? 'continued' : KINDS[kind],
    // A part of a divided unit sees all of its dossiers until somebody decides which of them are handed over.
    sees: kind === 'split' ? 'shared' : 'whole',
  }));
  await db.query(
    `INSERT INTO unit_successor (old_unit_id, new_unit_id, kind, on_date, resolution, legal_basis, merger_id, recorded)
     SELECT old, next, kind, $5, sees, $6, $7, tstzrange($8, NULL)
     FROM unnest($1::int[], $2::int[], $3::text[], $4::text[]) AS s (old, next, kind, sees)`,
    [...columns(links, ['old', 'next', 'kind', 'sees']), on, resolution, id, now],
  );
}

function oldId({ old }: Surroundings, code: string): number {
  const unit = old.find((one) => one.code === code);
  if (unit === undefined) throw new Error('a merger of a unit that nobody found');
  return unit.id;
}

const END_ALIASES = `
  WITH ended AS (
    UPDATE unit_alias SET recorded = tstzrange(lower(recorded), $3)
    WHERE unit_id = ANY($1) AND upper_inf(recorded) AND (upper(valid) IS NULL OR upper(valid) > $2::date)
    RETURNING unit_id, scheme, code, valid, legal_basis
  )
  INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded, legal_basis)
  SELECT unit_id, scheme, code, valid * daterange(NULL, $2::date), tstzrange($3, NULL), legal_basis FROM ended
  WHERE NOT isempty(valid * daterange(NULL, $2::date))`;

const NEW_ALIASES = `
  INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
  SELECT u.id, c.scheme, c.code, daterange($4, NULL), tstzrange($5, NULL)
  FROM unnest($1::int[], $2::text[], $3::text[]) AS u (id, code, identifier)
  CROSS JOIN LATERAL (VALUES ('administrative', u.code), ('decision-20', u.identifier)) AS c (scheme, code) WHERE c.code IS NOT NULL`;

// Who is only renamed goes on under every other code that it had.
const CARRY_ALIASES = `
  INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded, legal_basis)
  SELECT p.next, a.scheme, a.code, daterange($3, NULL), tstzrange($4, NULL), a.legal_basis
  FROM unnest($1::int[], $2::int[]) AS p (old, next) JOIN unit_alias a ON a.unit_id = p.old
  WHERE upper_inf(a.recorded) AND upper(a.valid) = $3::date AND a.scheme NOT IN ('administrative', 'decision-20')`;

// Whoever speaks for a unit that is renamed or moved speaks for it afterwards too, for as long as it was to, and not a day longer.
const CARRY_SCOPES = `
  WITH pair AS (SELECT * FROM unnest($1::int[], $2::int[]) AS p (old, next)), carried AS (
    SELECT s.client_id, p.next, s.valid * daterange($3::date, NULL) AS valid FROM client_scope s JOIN pair p ON s.unit_id = p.old
    WHERE s.valid && daterange($3::date, NULL)
  ), ended AS (
    UPDATE client_scope s SET valid = s.valid * daterange(NULL, $3::date) FROM pair p
    WHERE s.unit_id = p.old AND s.valid @> $3::date AND lower(s.valid) IS DISTINCT FROM $3::date
  )
  INSERT INTO client_scope (client_id, unit_id, valid) SELECT client_id, next, valid FROM carried`;

const END_NEW_ALIASES = `
  UPDATE unit_alias a SET recorded = tstzrange(lower(a.recorded), $2) FROM unit u
  WHERE u.begun_by = $1 AND a.unit_id = u.id AND upper_inf(a.recorded)`;

// What ended at that moment is believed again, unless somebody has put another row in its place since.
const RESTORE_ALIASES = `
  WITH m AS (SELECT recorded_at, on_date FROM merger WHERE id = $1), capped AS (
    UPDATE unit_alias a SET recorded = tstzrange(lower(a.recorded), $2) FROM m, unit u
    WHERE u.ended_by = $1 AND a.unit_id = u.id AND upper_inf(a.recorded) AND lower(a.recorded) = m.recorded_at AND upper(a.valid) = m.on_date
    RETURNING a.unit_id, a.scheme, a.code
  )
  INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded, legal_basis)
  SELECT a.unit_id, a.scheme, a.code, a.valid, tstzrange($2, NULL), a.legal_basis
  FROM unit_alias a JOIN unit u ON u.id = a.unit_id AND u.ended_by = $1 CROSS JOIN m
  WHERE upper(a.recorded) = m.recorded_at AND (a.valid @> m.on_date OR lower(a.valid) >= m.on_date)
    AND (lower(a.valid) >= m.on_date OR EXISTS (
      SELECT FROM capped c WHERE c.unit_id = a.unit_id AND c.scheme = a.scheme AND c.code = a.code))`;

const RESTORE_SCOPES = `
  WITH carried AS (
    DELETE FROM client_scope s USING unit n, unit_successor l, merger m
    WHERE n.begun_by = $1 AND m.id = $1 AND s.unit_id = n.id AND l.new_unit_id = n.id AND l.merger_id = $1
      AND l.kind IN ('renamed', 'moved') RETURNING s.client_id, s.valid, l.old_unit_id, m.on_date
  )
  UPDATE client_scope s SET valid = daterange(lower(s.valid), upper(c.valid)) FROM carried c
  WHERE s.client_id = c.client_id AND s.unit_id = c.old_unit_id AND upper(s.valid) = c.on_date AND lower(c.valid) = c.on_date`;

// A unit that never will be is nobody's: loaded anew, the resolution makes other ones.
const END_SCOPES = `
  WITH gone AS (
    DELETE FROM client_scope s USING unit n WHERE n.begun_by = $1 AND s.unit_id = n.id RETURNING s.client_id
  )
  SELECT DISTINCT c.code AS client FROM gone g JOIN client c ON c.id = g.client_id ORDER BY 1`;
