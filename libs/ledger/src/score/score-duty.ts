import type pg from 'pg';
import type { LegalDay, ProcedureDetail } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query, sendAll } from '../database.ts';
import { groupBy } from '../group-by.ts';
import { readDossiersToScore, type DossierToScore, type ScorePortionOrder } from './read-dossiers.ts';

/** In the place of a due time that is not known: after all others. */
export const NEVER_DUE = 9_999_999_999;

/** Whoever has begun to read a run may read it to its end, for so long after another has taken its place. */
const READ_ON_MS = 600_000;

/** A run to begin. `rules`: the formulas, kept with what they came to. */
export interface ScoreRunOrder {
  readonly period: string;
  readonly endsAt: Date;
  readonly rules: unknown;
  readonly now: Date;
}

/** A figure in which a dossier counts for less than was done. `dueOn`: seconds since 1970, or `NEVER_DUE`. */
export interface ScoreLoss {
  readonly dossierId: number;
  readonly unitId: number;
  readonly procedure: string;
  readonly figure: string;
  readonly dueOn: number;
  readonly cause: string;
  readonly field: string | undefined;
  readonly laneState: string | undefined;
  readonly laneCause: string | undefined;
}

/** What a figure of a unit adds up to on both sides, each as numerator, denominator and of how many it cannot be told. Unit 0 is the province. */
export interface ScoreSum {
  readonly unitId: number;
  readonly figure: string;
  readonly did: readonly number[];
  readonly counted: readonly number[];
  readonly lost: number;
}

/** How a run ends. */
export interface ScoreResult {
  readonly run: string;
  readonly period: string;
  readonly sums: readonly ScoreSum[];
  /** Losses that cost nothing, since another dossier of the procedure stands for it in its unit. */
  readonly covered: {
    readonly figure: string;
    readonly places: readonly { readonly unit: number; readonly procedure: string }[];
  };
  readonly dossiers: number;
  readonly unfilled: number;
  readonly now: Date;
}

/** A period that was computed. */
export interface ComputedPeriod {
  readonly period: string;
  readonly computedAt: Date;
  readonly endsAt: Date;
}

/** What a period has lost by its last run. */
export interface PeriodLosses {
  readonly dossiers: number;
  readonly byFigure: Readonly<Record<string, number>>;
}

/** The score as a timed duty computes it: reads dossiers portion by portion, and keeps what they came to as one run. */
export class ScoreDuty {
  constructor(private readonly pool: pg.Pool) {}

  /** Whether there is a destination of that name that counts. */
  async isKnown(destination: string): Promise<boolean> {
    const rows = await query(this.pool, {
      name: 'score-destination',
      text: `SELECT FROM destination WHERE id = $1 AND mode = 'live'`,
      values: [destination],
    });
    return rows.length > 0;
  }

  /** What is there of these periods. */
  computed(periods: readonly string[]): Promise<ComputedPeriod[]> {
    return query<ComputedPeriod>(this.pool, {
      name: 'score-computed',
      text: `SELECT DISTINCT ON (period) period, computed_at AS "computedAt", ends_at AS "endsAt" FROM score_run
        WHERE period = ANY($1) AND computed_at IS NOT NULL ORDER BY period, computed_at DESC`,
      values: [periods],
    });
  }

  /** Periods that operators ordered, and when. */
  ordered(): Promise<{ readonly period: string; readonly at: Date }[]> {
    return query(this.pool, {
      name: 'score-ordered',
      text: 'SELECT period, ordered_at AS at FROM score_order ORDER BY ordered_at, period',
    });
  }

  /** Gives up an order that nobody can carry out. Answers whether there was one. */
  async dropOrder(period: string): Promise<boolean> {
    const text = 'DELETE FROM score_order WHERE period = $1 RETURNING period';
    return (await query(this.pool, { name: 'score-order-drop', text, values: [period] })).length > 0;
  }

  /** Which unit another has become by a day, one step on; a divided one has become none. */
  async heirs(day: LegalDay): Promise<ReadonlyMap<number, number>> {
    const rows = await query<{ old: number; heir: number }>(this.pool, {
      name: 'score-heirs',
      text: `SELECT old_unit_id AS old, new_unit_id AS heir FROM unit_successor WHERE upper_inf(recorded) AND on_date <= $1`,
      values: [day],
    });
    return new Map(
      [...groupBy(rows, ({ old }) => old)].flatMap(([old, same]) =>
        same.length === 1 ? same.map(({ heir }) => [old, heir] as const) : [],
      ),
    );
  }

  /** What the catalogue says of each procedure on a day, by its national code. */
  async procedures(day: LegalDay): Promise<ReadonlyMap<string, Pick<ProcedureDetail, 'results' | 'fees' | 'durations'>>> {
    type Row = Pick<ProcedureDetail, 'results' | 'fees' | 'durations'> & { readonly code: string };
    const rows = await query<Row>(this.pool, {
      name: 'score-procedures',
      text: `SELECT code, detail->'results' AS results, detail->'fees' AS fees, detail->'durations' AS durations
        FROM procedure_detail WHERE upper_inf(recorded) AND valid @> $1::date`,
      values: [day],
    });
    return new Map(rows.map(({ code, ...detail }) => [code, detail]));
  }

  /** Begins a run; what a dead process left behind of the same period is taken away. Answers its id. */
  begin({ period, endsAt, rules, now }: ScoreRunOrder): Promise<string> {
    return inTransaction(this.pool, async (db) => {
      const id = uuidv7(now);
      await sendAll(db, [
        { name: 'score-forget-open', text: 'DELETE FROM score_run WHERE period = $1 AND computed_at IS NULL', values: [period] },
        {
          name: 'score-run',
          text: 'INSERT INTO score_run (id, period, ends_at, rules, begun_at) VALUES ($1, $2, $3, $4, $5)',
          values: [id, period, endsAt, JSON.stringify(rules), now],
        },
      ]);
      return id;
    });
  }

  read(order: ScorePortionOrder): Promise<DossierToScore[]> {
    return readDossiersToScore(this.pool, order);
  }

  async addLosses(run: string, losses: readonly ScoreLoss[]): Promise<void> {
    if (losses.length === 0) return;
    const of = <T>(pick: (loss: ScoreLoss) => T): T[] => losses.map(pick);
    const values = [
      ...[
        run,
        of(({ dueOn }) => dueOn),
        of(({ dossierId }) => dossierId),
        of(({ figure }) => figure),
        of(({ unitId }) => unitId),
      ],
      ...[of(({ procedure }) => procedure), of(({ cause }) => cause), of(({ field }) => field ?? null)],
      ...[of(({ laneState }) => laneState ?? null), of(({ laneCause }) => laneCause ?? null)],
    ];
    await query(this.pool, { name: 'score-losses', text: LOSSES, values });
  }

  /** Ends a run: from now on it is what its period shows, and those before are forgotten a little later. */
  finish({ run, period, sums, covered, dossiers, unfilled, now }: ScoreResult): Promise<void> {
    const of = <T>(pick: (sum: ScoreSum) => T): T[] => sums.map(pick);
    const places = covered.places;
    return inTransaction(this.pool, async (db) => {
      await sendAll(db, [
        {
          name: 'score-figures',
          text: FIGURES,
          values: [
            ...[run, of(({ unitId }) => unitId), of(({ figure }) => figure)],
            ...[of(({ did }) => JSON.stringify(did)), of(({ counted }) => JSON.stringify(counted)), of(({ lost }) => lost)],
          ],
        },
        {
          name: 'score-covered',
          text: COVERED,
          values: [run, covered.figure, places.map(({ unit }) => unit), places.map(({ procedure }) => procedure)],
        },
        {
          name: 'score-finish',
          text: 'UPDATE score_run SET computed_at = $2, dossiers = $3, unfilled = $4 WHERE id = $1',
          values: [run, now, dossiers, unfilled],
        },
        {
          name: 'score-forget',
          text: FORGET,
          values: [new Date(now.getTime() - READ_ON_MS)],
        },
        {
          name: 'score-order-done',
          text: ORDER_DONE,
          values: [period, run],
        },
      ]);
    });
  }

  /** Forgets the oldest run of a period that had ended before that moment, and that was not computed since. Answers whether there was one. */
  async forgetOldest(before: Date): Promise<boolean> {
    return (await query(this.pool, { name: 'score-forget-oldest', text: FORGET_OLDEST, values: [before] })).length > 0;
  }

  /** What a period has lost: dossiers, and losses by figure. */
  async losses(period: string): Promise<PeriodLosses> {
    const rows = await query<{ figure: string | null; dossiers: number }>(this.pool, {
      name: 'score-lost',
      text: LOST,
      values: [period],
    });
    return {
      dossiers: rows.find(({ figure }) => figure === null)?.dossiers ?? 0,
      byFigure: Object.fromEntries(rows.flatMap(({ figure, dossiers }) => (figure === null ? [] : [[figure, dossiers]]))),
    };
  }
}

const LOSSES = `
  INSERT INTO score_loss (run_id, due_on, dossier_id, figure, unit_id, procedure, cause, field, lane_state, lane_cause)
  SELECT $1, n.* FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]) AS n`;

const FIGURES = `
  INSERT INTO score_figure (run_id, unit_id, figure, did, counted, lost)
  SELECT $1, n.unit_id, n.figure, ARRAY(SELECT value::float8 FROM jsonb_array_elements_text(n.did) AS t (value)),
    ARRAY(SELECT value::float8 FROM jsonb_array_elements_text(n.counted) AS t (value)), n.lost
  FROM unnest($2::int[], $3::text[], $4::jsonb[], $5::jsonb[], $6::int[]) AS n (unit_id, figure, did, counted, lost)`;

const COVERED = `
  DELETE FROM score_loss l USING unnest($3::int[], $4::text[]) AS c (unit_id, procedure)
  WHERE l.run_id = $1 AND l.figure = $2 AND l.unit_id = c.unit_id AND l.procedure = c.procedure`;

// Of whatever period: one that is over is not computed again, and would keep its last run but one for good.
const FORGET = `
  DELETE FROM score_run r WHERE EXISTS (SELECT FROM score_run n
    WHERE n.period = r.period AND n.computed_at > r.computed_at AND n.computed_at < $1)`;

const FORGET_OLDEST = `
  DELETE FROM score_run WHERE id = (SELECT id FROM score_run WHERE greatest(ends_at, begun_at) < $1 ORDER BY ends_at, id LIMIT 1) RETURNING id`;

// Who orders while a run is under way may mean what it has read already: that is computed anew.
const ORDER_DONE = `
  DELETE FROM score_order o USING score_run r WHERE o.period = $1 AND r.id = $2 AND o.ordered_at <= r.begun_at`;

const LOST = `
  SELECT l.figure, count(DISTINCT l.dossier_id)::int AS dossiers
  FROM score_loss l
  WHERE l.run_id = (SELECT id FROM score_run WHERE period = $1 AND computed_at IS NOT NULL ORDER BY computed_at DESC LIMIT 1)
  GROUP BY GROUPING SETS ((l.figure), ()) ORDER BY l.figure`;
