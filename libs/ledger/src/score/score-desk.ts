import type pg from 'pg';
import { inTransaction, query } from '../database.ts';
import { nameUnits, type NamedUnit } from '../desk/name-units.ts';
import { writeDown, type Act } from '../desk/write-down.ts';
import { NEVER_DUE } from './score-duty.ts';

/** What a period came to by its last run. `rules`: the formulas as they were then. */
export interface ScoreRun {
  readonly id: string;
  readonly period: string;
  readonly endsAt: Date;
  readonly computedAt: Date;
  readonly rules: unknown;
  readonly dossiers: number;
  /** Of so many nobody has kept yet what decides their score. */
  readonly unfilled: number;
}

/** A figure of a unit, or with null of the province: numerator, denominator, and of how many it cannot be told, of each side. */
export interface ScoreFigureRow {
  readonly unit: NamedUnit | null;
  readonly figure: string;
  readonly did: readonly [number, number, number];
  readonly counted: readonly [number, number, number];
  readonly lost: number;
}

/** A place in the list of losses. */
export interface ScoreLossPlace {
  readonly dueOn: number;
  readonly dossierId: number;
  readonly figure: string;
}

/** Which losses; what is absent is no condition. */
export interface ScoreLossFilter {
  readonly run: string;
  /** Any code of the unit. */
  readonly unit?: string | undefined;
  readonly figure?: string | undefined;
  readonly cause?: string | undefined;
  readonly after?: ScoreLossPlace | undefined;
  readonly limit: number;
}

/** A dossier that counts for less than was done. `dueAt`: null = none is known. */
export interface ScoreLossRow {
  readonly dossierCode: string;
  readonly unit: NamedUnit;
  readonly procedure: string;
  readonly figure: string;
  readonly cause: string;
  readonly field: string | null;
  readonly laneState: string | null;
  readonly laneCause: string | null;
  readonly dueAt: Date | null;
}

export interface ScoreLosses {
  readonly items: readonly ScoreLossRow[];
  readonly next: ScoreLossPlace | undefined;
  readonly hasMore: boolean;
}

/** The score as operators see it: what the timed duty has computed last. */
export class ScoreDesk {
  constructor(private readonly pool: pg.Pool) {}

  /** What a period came to; undefined: it was not computed. */
  async run(period: string): Promise<ScoreRun | undefined> {
    const [run] = await query<ScoreRun>(this.pool, {
      name: 'score-desk-run',
      text: `${RUN} AND period = $1 ORDER BY computed_at DESC LIMIT 1`,
      values: [period],
    });
    return run;
  }

  /** All periods that were computed, the one that ends last first. */
  async periods(): Promise<Pick<ScoreRun, 'period' | 'endsAt' | 'computedAt'>[]> {
    return query(this.pool, {
      name: 'score-desk-periods',
      text: `SELECT period, max(ends_at) AS "endsAt", max(computed_at) AS "computedAt" FROM score_run WHERE computed_at IS NOT NULL
        GROUP BY period ORDER BY 2 DESC, length(period) DESC, period`,
    });
  }

  /** Whether a period is about to be computed because somebody ordered it. */
  async isOrdered(period: string): Promise<boolean> {
    const text = 'SELECT FROM score_order WHERE period = $1';
    return (await query(this.pool, { name: 'score-desk-ordered', text, values: [period] })).length > 0;
  }

  /** Has a period computed anew. */
  order(period: string, act: Act): Promise<void> {
    return inTransaction(this.pool, async (db) => {
      await db.query({
        name: 'score-desk-order',
        text: `INSERT INTO score_order (period, ordered_at, ordered_by) VALUES ($1, $2, $3)
          ON CONFLICT (period) DO UPDATE SET ordered_at = excluded.ordered_at, ordered_by = excluded.ordered_by`,
        values: [period, act.now, act.by],
      });
      await writeDown(db, act, { act: 'score.order', subject: period, details: {} });
    });
  }

  /** The figures of the province and of every unit, or of one of them. */
  async figures(run: string, unit?: string): Promise<ScoreFigureRow[]> {
    const rows = await query<Omit<ScoreFigureRow, 'unit'> & { unit_id: number }>(this.pool, {
      name: 'score-desk-figures',
      text: FIGURES,
      values: [run, unit ?? null],
    });
    const ids = rows.map(({ unit_id }) => unit_id).filter((id) => id !== 0);
    const unitOf = await nameUnits(this.pool, ids);
    return rows.map(({ unit_id, ...row }) => ({ ...row, unit: unit_id === 0 ? null : unitOf(unit_id) }));
  }

  /** Dossiers that count for less than was done, what is due first. */
  async losses({ run, unit, figure, cause, after, limit }: ScoreLossFilter): Promise<ScoreLosses> {
    type Row = Omit<ScoreLossRow, 'unit' | 'dueAt'> & { unit_id: number; due_on: number; dossier_id: number };
    const rows = await query<Row>(this.pool, {
      name: 'score-desk-losses',
      text: LOSSES,
      values: [
        ...[run, unit ?? null, figure ?? null, cause ?? null],
        ...[after?.dueOn ?? null, after?.dossierId ?? null, after?.figure ?? null, limit + 1],
      ],
    });
    const page = rows.slice(0, limit);
    const unitOf = await nameUnits(
      this.pool,
      page.map(({ unit_id }) => unit_id),
    );
    const last = page.at(-1);
    return {
      items: page.map(({ unit_id, due_on, dossier_id: _id, ...row }) => ({
        ...row,
        unit: unitOf(unit_id),
        dueAt: due_on === NEVER_DUE ? null : new Date(due_on * 1_000),
      })),
      next: last && { dueOn: last.due_on, dossierId: last.dossier_id, figure: last.figure },
      hasMore: rows.length > limit,
    };
  }
}

const RUN = `
  SELECT id, period, ends_at AS "endsAt", computed_at AS "computedAt", rules, dossiers, unfilled FROM score_run
  WHERE computed_at IS NOT NULL`;

const OF_UNIT = `unit_id IN (SELECT a.unit_id FROM unit_alias a WHERE a.code = $2)`;

const FIGURES = `
  SELECT unit_id, figure, did, counted, lost FROM score_figure WHERE run_id = $1 AND ($2::text IS NULL OR ${OF_UNIT})
  ORDER BY unit_id, figure`;

const LOSSES = `
  SELECT o.code AS "dossierCode", l.unit_id, l.procedure, l.figure, l.cause, l.field, l.lane_state AS "laneState", l.lane_cause AS "laneCause",
    l.due_on, l.dossier_id
  FROM score_loss l JOIN dossier o ON o.id = l.dossier_id
  WHERE l.run_id = $1 AND ($2::text IS NULL OR l.${OF_UNIT}) AND ($3::text IS NULL OR l.figure = $3) AND ($4::text IS NULL OR l.cause = $4)
    AND ($5::bigint IS NULL OR (l.due_on, l.dossier_id, l.figure) > ($5, $6::bigint, $7::text))
  ORDER BY l.due_on, l.dossier_id, l.figure LIMIT $8`;
