import type pg from 'pg';
import { instantOf, legalDay } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query } from '../database.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { takeVersions } from '../snapshots/versions.ts';
import { lookAround, versionOf, type Surroundings } from './look-around.ts';
import { UnitRefused, type Merger, type MergerEntry, type MergerHead, type MergerOrder, type MergerState } from './merger.ts';
import { lookAhead, type MergerPreview } from './preview.ts';
import { readResolution } from './read-resolution.ts';
import { unwriteMerger, writeMerger } from './record.ts';

const MOST_LISTED = 200;
/** Held by whoever changes units: an operator, or who seeds the tables. */
const UNITS_LOCK = 7200;

/** Mergers as operators load, look at, record and withdraw them. Every act is written down with itself. */
export class MergerDesk {
  constructor(private readonly pool: pg.Pool) {}

  /** The latest ones. */
  async list(now: Date): Promise<MergerHead[]> {
    const rows = await query<Row>(this.pool, {
      name: 'merger-list',
      text: `${MERGERS} ORDER BY created_at DESC LIMIT $1`,
      values: [MOST_LISTED],
    });
    return rows.map((row) => toHead(row, now));
  }

  /** @throws UnitRefused */
  async read(id: string, now: Date): Promise<Merger> {
    const [row] = await query<Row>(this.pool, { name: 'merger-read', text: `${MERGERS} WHERE id = $1`, values: [id] });
    if (row === undefined) throw new UnitRefused('merger.unknown');
    return { ...toHead(row, now), entries: row.entries };
  }

  /** Takes a resolution as a draft: whole, or not at all. @throws UnitRefused naming every faulty line */
  async load({ resolution, on, csv }: MergerOrder, act: Act): Promise<Merger> {
    const entries = readResolution(csv, on);
    const id = await inTransaction(this.pool, async (db) => {
      const { faults } = await lookAround(db, { on, entries });
      if (faults.length > 0) throw new UnitRefused('merger.csv-invalid', faults);
      const made = uuidv7(act.now);
      await db.query(
        `INSERT INTO merger (id, state, resolution, on_date, entries, reason, created_by, created_at)
         VALUES ($1, 'draft', $2, $3, $4, $5, $6, $7)`,
        [made, resolution, on, JSON.stringify(entries), act.reason, act.by, act.now],
      );
      await writeDown(db, act, { act: 'merger.load', subject: made, details: { resolution, on, rows: entries.length } });
      return made;
    });
    return this.read(id, act.now);
  }

  /** What a draft would do. Nothing is written but that it was looked at. @throws UnitRefused */
  preview(id: string, now: Date): Promise<MergerPreview> {
    return inTransaction(this.pool, async (db) => {
      const draft = await lockMerger(db, id);
      if (draft.state !== 'draft') throw new UnitRefused('merger.wrong-state');
      const around = await lookAround(db, draft);
      const version = versionOf(draft, around);
      await db.query('UPDATE merger SET facts = $2, version = $3, previewed_at = $4 WHERE id = $1', [
        ...[id, JSON.stringify(around), version, now],
      ]);
      return lookAhead(db, { merger: draft, around, version }, legalDay(instantOf(now)));
    });
  }

  /** Records exactly what was looked at; refused with what has changed since. @throws UnitRefused */
  async record(id: string, version: string, act: Act): Promise<Merger> {
    await inTransaction(this.pool, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [UNITS_LOCK]);
      const draft = await lockMerger(db, id);
      if (draft.state === 'recorded' && draft.version === version) return;
      if (draft.state !== 'draft') throw new UnitRefused('merger.wrong-state');
      if (draft.version === null) throw new UnitRefused('merger.not-previewed');
      const around = await lookAround(db, draft);
      if (draft.version !== version || versionOf(draft, around) !== version)
        throw new UnitRefused('merger.changed', around.faults, { changes: changesOf(draft.facts, around) });
      await takeVersions(db, 'units and clients');
      await db.query(`UPDATE merger SET state = 'recorded', recorded_by = $2, recorded_at = $3 WHERE id = $1`, [
        id,
        act.by,
        act.now,
      ]);
      await writeMerger(db, { ...draft, around, now: act.now });
      const details = { resolution: draft.resolution, on: draft.on, version, ended: around.old.length };
      await writeDown(db, act, { act: 'merger.record', subject: id, details });
      await db.query('NOTIFY clients_changed');
    });
    return this.read(id, act.now);
  }

  /** Takes back a draft, or what was recorded as long as its day has not come. @throws UnitRefused */
  async withdraw(id: string, act: Act): Promise<Merger> {
    await inTransaction(this.pool, async (db) => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [UNITS_LOCK]);
      const merger = await lockMerger(db, id);
      if (merger.state === 'withdrawn') return;
      const withoutUnit = merger.state === 'recorded' ? await takeBack(db, merger, act) : [];
      await db.query(
        `UPDATE merger SET state = 'withdrawn', withdrawn_by = $2, withdrawn_at = $3, withdrawn_why = $4 WHERE id = $1`,
        [id, act.by, act.now, act.reason],
      );
      const told = { resolution: merger.resolution, on: merger.on, was: merger.state };
      const details = { ...told, ...(withoutUnit.length > 0 && { withoutUnit }) };
      await writeDown(db, act, { act: 'merger.withdraw', subject: id, details });
      await db.query('NOTIFY clients_changed');
    });
    return this.read(id, act.now);
  }
}

async function takeBack(db: pg.PoolClient, { id, on }: Row, { now }: Act): Promise<readonly string[]> {
  if (on <= legalDay(instantOf(now))) throw new UnitRefused('merger.in-force');
  const { rows } = await db.query<{ dossiers: number; mergers: number }>(IN_USE, [id]);
  const [uses] = rows;
  if (uses !== undefined && uses.dossiers + uses.mergers > 0) throw new UnitRefused('merger.in-use', [], { ...uses });
  await takeVersions(db, 'units and clients');
  return unwriteMerger(db, { id, now });
}

async function lockMerger(db: pg.PoolClient, id: string): Promise<Row> {
  const { rows } = await db.query<Row>(`${MERGERS} WHERE id = $1 FOR UPDATE`, [id]);
  const [row] = rows;
  if (row === undefined) throw new UnitRefused('merger.unknown');
  return row;
}

/** The codes of units that are not as they were when the draft was looked at. */
function changesOf(before: Surroundings | null, now: Surroundings): string[] {
  const told = new Map(before?.old.map((unit) => [unit.code, JSON.stringify(unit)]));
  const found = new Map(now.old.map((unit) => [unit.code, JSON.stringify(unit)]));
  return [...new Set([...told.keys(), ...found.keys()])].filter((code) => told.get(code) !== found.get(code)).sort();
}

interface Row extends Omit<MergerHead, 'state' | 'rows'> {
  readonly state: 'draft' | 'recorded' | 'withdrawn';
  readonly entries: readonly MergerEntry[];
  readonly facts: Surroundings | null;
  readonly version: string | null;
}

const MERGERS = `
  SELECT id, state, resolution, on_date::text AS "on", entries, facts, version, reason, created_by AS "createdBy",
    created_at AS "createdAt", recorded_by AS "recordedBy", recorded_at AS "recordedAt", withdrawn_by AS "withdrawnBy",
    withdrawn_at AS "withdrawnAt", withdrawn_why AS "withdrawnWhy"
  FROM merger`;

// What others have built on it: dossiers that name a unit of it, and mergers that end one.
const IN_USE = `
  SELECT (SELECT count(*)::int FROM dossier d JOIN unit u ON u.id = d.received_unit_id WHERE u.begun_by = $1) AS dossiers,
    (SELECT count(*)::int FROM unit WHERE begun_by = $1 AND ended_by IS NOT NULL) AS mergers`;

function toHead({ entries, facts: _facts, version, state, ...row }: Row, now: Date): MergerHead {
  return { ...row, state: stateOf({ state, version, on: row.on }, now), rows: entries.length };
}

function stateOf({ state, version, on }: Pick<Row, 'state' | 'version' | 'on'>, now: Date): MergerState {
  if (state === 'draft') return version === null ? 'draft' : 'previewed';
  return state === 'recorded' && on <= legalDay(instantOf(now)) ? 'in-force' : state;
}
