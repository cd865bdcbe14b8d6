import type pg from 'pg';
import { columns } from '../accept/columns.ts';
import { OVER } from '../mergers/preview.ts';
import type { HandOverTask } from './hand-over.ts';
import { homeNow, ownerNow } from './home.ts';

/** Dossiers that are looked at in one step. */
export const LOOKED_PER_STEP = 2_000;

/** A dossier that goes to another owner: to which successor, the unit whose it was, and with which part it had gone there, if with one. */
export interface Chosen {
  readonly id: number;
  readonly heirId: number;
  readonly home: number;
  readonly owner: number;
}

/** A page of dossiers behind a cursor and where they go; `cursor` null: there are no more. */
export interface ChosenPage {
  readonly chosen: readonly Chosen[];
  readonly looked: number;
  readonly cursor: number | null;
}

type Database = Pick<pg.PoolClient, 'query'>;

/** Finds where the next dossiers of a hand-over go. What is there already, or is over, does not go. */
export async function choosePage(
  db: Database,
  { task, cursor, most }: { task: HandOverTask; cursor: number; most: number },
): Promise<ChosenPage> {
  const values = [task.units, cursor, most, Object.values(task.heirs)];
  const { rows } = await (task.rows === undefined
    ? db.query<Row>(byRules(task, values))
    : db.query<Row>(byList(task, task.rows, values)));
  const [first] = rows;
  return {
    chosen: rows.flatMap(({ id, heirId, home, owner }) => (id === null ? [] : [{ id, heirId, home, owner }])),
    looked: first?.looked ?? 0,
    cursor: first?.edge ?? null,
  };
}

interface Row {
  readonly looked: number;
  readonly edge: number | null;
  readonly id: number | null;
  readonly heirId: number;
  readonly home: number;
  readonly owner: number;
}

function byRules({ rules = [], heirs }: HandOverTask, values: readonly unknown[]): pg.QueryConfig {
  const rows = rules.map((rule) => ({
    ...{ procedure: rule.procedure ?? null, field: rule.fieldCode ?? null, heir: heirs[rule.newCode] ?? 0 },
    ...{ from: rule.receivedFrom ?? null, to: rule.receivedTo ?? null },
  }));
  return {
    name: 'hand-over-by-rules',
    text: pageOf(OF_UNITS, BY_RULE),
    values: [...values, ...columns(rows, ['procedure', 'field', 'from', 'to', 'heir'])],
  };
}

function byList({ heirs }: HandOverTask, list: NonNullable<HandOverTask['rows']>, values: readonly unknown[]): pg.QueryConfig {
  const rows = list.map(({ dossierCode, newCode }) => ({ code: dossierCode, heir: heirs[newCode] ?? 0 }));
  return {
    name: 'hand-over-by-list',
    text: pageOf('SELECT id FROM dossier WHERE id > $2 AND code = ANY($5::text[]) ORDER BY id LIMIT $3', BY_CODE),
    values: [...values, ...columns(rows, ['code', 'heir'])],
  };
}

// Those that the unit, or what it had taken over, received or was handed, and no other dossier of the province.
const OF_UNITS = `
  SELECT id FROM (
    SELECT o.id FROM unnest($1::int[]) AS u (unit_id) CROSS JOIN LATERAL (
      SELECT d.id FROM dossier d WHERE d.received_unit_id = u.unit_id AND d.id > $2 ORDER BY d.id LIMIT $3) AS o
    UNION
    SELECT h.dossier_id FROM handed_dossier h WHERE h.unit_id = ANY($1) AND upper_inf(h.recorded) AND h.dossier_id > $2
  ) AS mine ORDER BY id LIMIT $3`;

const BY_RULE = `
  SELECT r.heir FROM unnest($5::text[], $6::text[], $7::date[], $8::date[], $9::int[])
    WITH ORDINALITY AS r (procedure, field, from_day, to_day, heir, place)
  WHERE (r.procedure IS NULL OR r.procedure = o.procedure OR r.procedure = substring(o.procedure FROM '^\\d\\.\\d{6}'))
    AND (r.field IS NULL OR EXISTS (SELECT FROM procedure p WHERE p.code = substring(o.procedure FROM '^\\d\\.\\d{6}')
      AND p.field_code = r.field AND upper_inf(p.recorded)))
    AND (r.from_day IS NULL OR o.received_on >= r.from_day) AND (r.to_day IS NULL OR o.received_on < r.to_day)
  ORDER BY r.place LIMIT 1`;

const BY_CODE = `SELECT r.heir FROM unnest($5::text[], $6::int[]) AS r (code, heir) WHERE r.code = o.code LIMIT 1`;

// Of the unit are the dossiers that it received or had been handed, and those that went to its successors before: that can be put right.
function pageOf(page: string, heir: string): string {
  return `
  WITH page AS MATERIALIZED (${page}), looked AS (
    SELECT count(*)::int AS looked, CASE WHEN count(*) >= $3 THEN max(id) END AS edge FROM page
  ), mine AS (
    SELECT o.id, o.code, o.procedure, o.received_on, ${homeNow('o')} AS home, ${ownerNow('o')} AS owner
    FROM page p JOIN dossier o ON o.id = p.id
    WHERE o.status NOT IN (${OVER}) AND (${ownerNow('o')} = ANY($1) OR o.received_unit_id = ANY($1) AND ${ownerNow('o')} = ANY($4))
  ), target AS (
    SELECT o.id, o.home, o.owner, (${heir}) AS heir FROM mine o
  )
  SELECT l.looked, l.edge, t.id, t.heir AS "heirId", t.home, t.owner
  FROM looked l LEFT JOIN target t ON t.heir IS NOT NULL AND t.heir <> t.owner ORDER BY t.id`;
}
