import type pg from 'pg';
import { readCsv, uuidv7, type Column, type CsvRow, type RowFault } from '#runtime';
import { inTransaction, query } from '../database.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { takeVersions } from '../snapshots/versions.ts';
import { UnitRefused } from '../mergers/merger.ts';
import { codeColumn, column } from '../mergers/read-resolution.ts';
import { choosePage, LOOKED_PER_STEP, type Chosen } from './choose.ts';
import type { HandOver, HandOverCounts, HandOverOrder, HandOverRow, HandOverTask } from './hand-over.ts';
import { undecidedOf, type UndecidedUnit } from './undecided.ts';
import { writeParts } from './write-parts.ts';

const MOST_LISTED = 100;

/** The columns of a list. */
export const HAND_OVER_COLUMNS: readonly Column<'dossier_code' | 'new_code'>[] = [
  column('dossier_code', { says: { vi: 'mã hồ sơ', en: 'the code of a dossier' }, example: 'H56.14758-250620-0001' }),
  codeColumn('new_code'),
];

/** Hand-overs of the open dossiers of divided units: ordered and counted first, then done step by step. */
export class HandOverDesk {
  constructor(private readonly pool: pg.Pool) {}

  async list(): Promise<HandOver[]> {
    const text = `${HAND_OVERS} ORDER BY h.created_at DESC LIMIT $1`;
    return (await query<Row>(this.pool, { name: 'hand-over-list', text, values: [MOST_LISTED] })).map(toHandOver);
  }

  /** @throws UnitRefused */
  async read(id: string): Promise<HandOver> {
    const [row] = await query<Row>(this.pool, { name: 'hand-over-read', text: `${HAND_OVERS} WHERE h.id = $1`, values: [id] });
    if (row === undefined) throw new UnitRefused('hand-over.unknown');
    return toHandOver(row);
  }

  /** Writes a hand-over down and counts what it would do; nothing is handed over. @throws UnitRefused */
  async order(order: HandOverOrder, act: Act): Promise<HandOver> {
    const id = uuidv7(act.now);
    await inTransaction(this.pool, async (db) => {
      const task = await toTask(db, order);
      const counts = await count(db, order.unitId, task);
      await db.query(
        `INSERT INTO hand_over (id, state, unit_id, task, counts, reason, created_by, created_at) VALUES ($1, 'ready', $2, $3, $4, $5, $6, $7)`,
        [id, order.unitId, JSON.stringify(task), JSON.stringify(counts), act.reason, act.by, act.now],
      );
      const details = { unit: order.unitId, toHand: counts.toHand, undecided: counts.undecided };
      await writeDown(db, act, { act: 'hand-over.order', subject: id, details });
    });
    return this.read(id);
  }

  /** Hands the next dossiers over, 2,000 at most, in one transaction; whoever goes on calls again until it is done. @throws UnitRefused */
  async step(id: string, act: Act): Promise<HandOver> {
    await inTransaction(this.pool, async (db) => {
      const work = await lockWork(db, id);
      if (work.state === 'done') return;
      if (work.state === 'cancelled') throw new UnitRefused('hand-over.wrong-state');
      const { chosen, looked, cursor } = await choosePage(db, { task: work.task, cursor: work.cursor, most: LOOKED_PER_STEP });
      const counts = { ...work.counts, handed: work.counts.handed + chosen.length, looked: work.counts.looked + looked };
      const state = cursor === null ? 'done' : 'running';
      await db.query('UPDATE hand_over SET state = $2, cursor = $3, counts = $4, finished_at = $5 WHERE id = $1', [
        ...[id, state, cursor ?? work.cursor, JSON.stringify(counts), cursor === null ? act.now : null],
      ]);
      await writeDown(db, act, { act: 'hand-over.step', subject: id, details: { handed: chosen.length, state } });
      await db.query('NOTIFY clients_changed');
      if (chosen.length === 0) return;
      // Before the lock of the positions, for which every door waits.
      await takeVersions(db, 'clients');
      await writeParts(db, { handOverId: id, chosen, now: act.now });
    });
    return this.read(id);
  }

  /** What was handed over stays so. @throws UnitRefused */
  async cancel(id: string, act: Act): Promise<HandOver> {
    await inTransaction(this.pool, async (db) => {
      const { state } = await lockWork(db, id);
      if (state === 'cancelled') return;
      if (state === 'done') throw new UnitRefused('hand-over.wrong-state');
      await db.query(`UPDATE hand_over SET state = 'cancelled', finished_at = $2 WHERE id = $1`, [id, act.now]);
      await writeDown(db, act, { act: 'hand-over.cancel', subject: id, details: {} });
    });
    return this.read(id);
  }
}

async function lockWork(db: pg.PoolClient, id: string): Promise<Work> {
  const { rows } = await db.query<Work>('SELECT state, task, cursor, counts FROM hand_over WHERE id = $1 FOR UPDATE', [id]);
  const [row] = rows;
  if (row === undefined) throw new UnitRefused('hand-over.unknown');
  return row;
}

type Db = Pick<pg.PoolClient, 'query'>;

async function toTask(db: Db, { unitId, csv, rules }: HandOverOrder): Promise<HandOverTask> {
  const { rows: heirRows } = await db.query<{ code: string; id: number }>(HEIRS, [unitId]);
  if (heirRows.length < 2) throw new UnitRefused('hand-over.unit-not-divided');
  const heirs = Object.fromEntries(heirRows.map(({ code, id }) => [code, id]));
  const { rows: units } = await db.query<{ id: number }>(WITH_PREDECESSORS, [unitId]);
  const common = { units: units.map(({ id }) => id), heirs };
  if ((csv === undefined) === (rules === undefined)) throw new UnitRefused('hand-over.rule-invalid');
  if (csv !== undefined) return { ...common, rows: await readList(db, csv, common) };
  if (rules?.some(({ newCode }) => !(newCode in heirs)) !== false) throw new UnitRefused('hand-over.rule-invalid');
  return { ...common, rules };
}

async function readList(db: Db, csv: string, { heirs, units }: HandOverTask): Promise<HandOverRow[]> {
  const { rows, faults } = readCsv(csv, HAND_OVER_COLUMNS, { isStrict: true, alsoFind: (sound) => listFaults(sound, heirs) });
  const list = rows.map(({ line, cells }) => ({ line, dossierCode: cells.dossier_code.toUpperCase(), newCode: cells.new_code }));
  const codes = list.map(({ dossierCode }) => dossierCode);
  const { rows: known } = await db.query<{ code: string }>(OF_UNIT, [codes, units]);
  const of = new Set(known.map(({ code }) => code));
  const strangers = list
    .filter(({ dossierCode }) => !of.has(dossierCode))
    .map(({ line }) => fault(line, 'dossier_code', STRANGER));
  const all = [...faults, ...(faults.length === 0 ? strangers : [])];
  if (all.length > 0 || list.length === 0) throw new UnitRefused('hand-over.csv-invalid', all);
  return list;
}

function listFaults(rows: readonly CsvRow<'dossier_code' | 'new_code'>[], heirs: HandOverTask['heirs']): RowFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, cells }) => {
    const code = cells.dossier_code.toUpperCase();
    const earlier = first.get(code);
    if (earlier === undefined) first.set(code, line);
    const twice = { vi: `đã có ở dòng ${String(earlier)}`, en: `is in line ${String(earlier)} already` };
    return [
      ...(earlier === undefined ? [] : [fault(line, 'dossier_code', twice)]),
      ...(cells.new_code in heirs ? [] : [fault(line, 'new_code', NO_HEIR)]),
    ];
  });
}

const STRANGER = { vi: 'không phải hồ sơ của đơn vị này', en: 'is no dossier of this unit' };
const NO_HEIR = { vi: 'không phải đơn vị kế thừa', en: 'is no successor of this unit' };

function fault(line: number, name: string, reason: RowFault['reason']): RowFault {
  return { line, column: name, reason };
}

/** Walks all of it without writing, as the steps will. */
async function count(db: Db, unitId: number, task: HandOverTask): Promise<HandOverCounts> {
  const all: Chosen[] = [];
  for (let cursor: number | null = 0; cursor !== null;) {
    const page = await choosePage(db, { task, cursor, most: LOOKED_PER_STEP * 10 });
    all.push(...page.chosen);
    cursor = page.cursor;
  }
  const toHand = Object.entries(task.heirs).map(
    ([code, id]) => [code, all.filter(({ heirId }) => heirId === id).length] as const,
  );
  const { rows } = await db.query<UndecidedUnit>(undecidedOf(unitId));
  const fresh = all.filter(({ owner }) => task.units.includes(owner)).length;
  return { toHand: Object.fromEntries(toHand), undecided: (rows[0]?.open ?? 0) - fresh, handed: 0, looked: 0 };
}

interface Work {
  readonly state: HandOver['state'];
  readonly task: HandOverTask;
  readonly cursor: number;
  readonly counts: HandOverCounts;
}

interface Row extends Omit<HandOver, 'way'> {
  readonly hasRows: boolean;
}

function toHandOver({ hasRows, ...row }: Row): HandOver {
  return { ...row, way: hasRows ? 'list' : 'rules' };
}

const HAND_OVERS = `
  SELECT h.id, h.state, h.unit_id AS "unitId", u.name AS "unitName", h.task ? 'rows' AS "hasRows", h.counts, h.reason, h.created_by AS by,
    h.created_at AS "createdAt", h.finished_at AS "finishedAt"
  FROM hand_over h JOIN unit u ON u.id = h.unit_id`;

const HEIRS = `
  SELECT a.code, s.new_unit_id AS id FROM unit_successor s JOIN unit_alias a ON a.unit_id = s.new_unit_id
  WHERE s.old_unit_id = $1 AND s.kind = 'split' AND upper_inf(s.recorded) AND a.scheme = 'administrative' AND upper_inf(a.recorded)
    AND s.on_date <= (gateway_now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ORDER BY 1`;

const WITH_PREDECESSORS = `
  WITH RECURSIVE reach (id) AS (
    SELECT $1::int UNION SELECT s.old_unit_id FROM unit_successor s JOIN reach r ON s.new_unit_id = r.id
    WHERE upper_inf(s.recorded) AND s.resolution IS DISTINCT FROM 'shared'
  ) SELECT id FROM reach`;

// What it received, and what it was handed.
const OF_UNIT = `SELECT code FROM dossier o WHERE code = ANY($1) AND (received_unit_id = ANY($2)
  OR EXISTS (SELECT FROM handed_dossier h WHERE h.dossier_id = o.id AND h.unit_id = ANY($2) AND upper_inf(h.recorded)))`;
