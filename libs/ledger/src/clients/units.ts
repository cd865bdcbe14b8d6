import type { EntityManager } from 'typeorm';
import type { LegalDay } from '#canonical';
import type { Change } from './change.ts';
import { ClientRefused } from './refused.ts';

/** The type of units that exist for trials alone. */
const TEST_TYPE = 'thử nghiệm';

/** A unit by the code that it was asked for. */
export interface FoundUnit {
  readonly id: number;
  readonly code: string;
}

/** The units that hold these codes on that day, by administrative code or agency identifier. @throws ClientRefused */
export async function findUnits(db: EntityManager, codes: readonly string[], day: LegalDay): Promise<FoundUnit[]> {
  const rows = await db.query<(FoundUnit & { type: string })[]>(
    `SELECT DISTINCT u.id, a.code, u.type FROM unit_alias a JOIN unit u ON u.id = a.unit_id
     WHERE a.code = ANY($1) AND a.valid @> $2::date AND upper_inf(a.recorded)`,
    [codes, day],
  );
  const missing = codes.filter((code) => !rows.some((row) => row.code === code));
  if (missing.length > 0) throw new ClientRefused('unit.unknown', missing.join(', '), await successorsOf(db, missing));
  const tests = rows.filter(({ type }) => type === TEST_TYPE).map(({ code }) => code);
  if (tests.length > 0) throw new ClientRefused('unit.test', tests.join(', '));
  return rows.map(({ id, code }) => ({ id, code }));
}

/** Refuses units that have ended by today: whatever is theirs is in the scope of their successors. @throws ClientRefused */
export async function demandLiving({ db, today }: Change, units: readonly FoundUnit[]): Promise<void> {
  const rows = await db.query<{ id: number }[]>('SELECT id FROM unit WHERE id = ANY($1) AND upper(valid) <= $2::date', [
    units.map(({ id }) => id),
    today,
  ]);
  const ended = units.filter(({ id }) => rows.some((row) => row.id === id));
  if (ended.length === 0) return;
  const codes = ended.map(({ code }) => code);
  throw new ClientRefused('unit.ended', codes.join(', '), await successorsOf(db, codes));
}

/** Every unit of that day, those for trials excepted. */
export async function everyUnit(db: EntityManager, day: LegalDay): Promise<FoundUnit[]> {
  return db.query<FoundUnit[]>(
    `SELECT u.id, a.code FROM unit u JOIN unit_alias a ON a.unit_id = u.id AND a.scheme = 'administrative'
     WHERE u.type <> $1 AND u.valid @> $2::date AND a.valid @> $2::date AND upper_inf(a.recorded) ORDER BY a.code`,
    [TEST_TYPE, day],
  );
}

/** The unit for trials that has this identifier; made where it is missing. */
export async function ensureTestUnit({ db, now }: Change, identifier: string): Promise<FoundUnit> {
  const [known] = await db.query<{ id: number }[]>(
    `SELECT u.id FROM unit u JOIN unit_alias a ON a.unit_id = u.id WHERE a.code = $1 AND u.type = $2 AND upper_inf(a.recorded)`,
    [identifier, TEST_TYPE],
  );
  if (known !== undefined) return { id: known.id, code: identifier };
  const [made] = await db.query<{ id: number }[]>(
    `WITH made AS (INSERT INTO unit (name, type, valid) VALUES ('Đơn vị thử nghiệm', $1, '(,)') RETURNING id)
     INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
     SELECT id, 'sandbox', $2, '(,)', tstzrange($3, NULL) FROM made RETURNING unit_id AS id`,
    [TEST_TYPE, identifier, now],
  );
  if (made === undefined) throw new Error('the test unit was not made');
  return { id: made.id, code: identifier };
}

/** For codes of units that are gone: what became of them and when, a line each. */
async function successorsOf(db: EntityManager, codes: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ line: string }[]>(
    `SELECT DISTINCT a.code || ' ' || o.name || ' → ' || b.code || ' ' || n.name || ' (' || s.on_date || ')' AS line
     FROM unit_alias a JOIN unit o ON o.id = a.unit_id JOIN unit_successor s ON s.old_unit_id = o.id
     JOIN unit n ON n.id = s.new_unit_id JOIN unit_alias b ON b.unit_id = n.id AND b.scheme = 'administrative'
     WHERE a.code = ANY($1) AND upper_inf(a.recorded) AND upper_inf(b.recorded) AND upper_inf(s.recorded) ORDER BY 1`,
    [codes],
  );
  return rows.map(({ line }) => line);
}
