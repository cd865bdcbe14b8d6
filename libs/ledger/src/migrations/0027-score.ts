import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What decides how the province is scored: marks of each version, when a destination acknowledged an item, which lanes have a finishing step to
 * send; and what the figures of a period came to, on both sides.
 */
export class Score1700000000027 implements MigrationInterface {
  name = 'Score1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...ITEMS, ...LANES, ...RUNS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

// Nothing of a person: times, codes, marks. Of a step it is empty; of a version of before it is filled in.
const ITEMS = [
  'ALTER TABLE item ADD COLUMN score_facts jsonb',
  // Empty = acknowledged before that was noted.
  'ALTER TABLE lane_item ADD COLUMN delivered_at timestamptz',
];

// `closes`: a step waits that finishes the dossier. Whoever claims or settles a lane changes what `lane_due` stands on anyway.
const LANES = [
  'ALTER TABLE lane ADD COLUMN closes boolean NOT NULL DEFAULT false',
  `UPDATE lane l SET closes = true WHERE l.state <> 'idle' AND EXISTS (SELECT FROM lane_item i WHERE i.dossier_id = l.dossier_id
    AND i.destination = l.destination AND i.kind = 'step' AND i.state = 'pending' AND i.status IN (3, 8, 9, 10))`,
  `CREATE INDEX lane_closing ON lane (destination, due_at) WHERE closes AND state IN ('due', 'verifying')`,
];

// A period shows the run that is whole. `rules`: the formulas by which it was made. Unit 0 is the province. `due_on`: seconds since 1970.
// `did`, `counted`: numerator, denominator, and of how many it cannot be told.
const RUNS = [
  `CREATE TABLE score_run (
    id uuid PRIMARY KEY,
    period text COLLATE "C" NOT NULL,
    ends_at timestamptz NOT NULL,
    rules jsonb NOT NULL,
    begun_at timestamptz NOT NULL,
    computed_at timestamptz,
    dossiers integer NOT NULL DEFAULT 0,
    unfilled integer NOT NULL DEFAULT 0
  )`,
  'CREATE INDEX score_run_period ON score_run (period, computed_at DESC)',
  `CREATE TABLE score_order (
    period text COLLATE "C" PRIMARY KEY,
    ordered_at timestamptz NOT NULL,
    ordered_by text NOT NULL
  )`,
  `CREATE TABLE score_figure (
    run_id uuid NOT NULL REFERENCES score_run ON DELETE CASCADE,
    unit_id integer NOT NULL,
    figure text COLLATE "C" NOT NULL,
    did double precision[] NOT NULL,
    counted double precision[] NOT NULL,
    lost integer NOT NULL,
    PRIMARY KEY (run_id, unit_id, figure)
  )`,
  `CREATE TABLE score_loss (
    run_id uuid NOT NULL REFERENCES score_run ON DELETE CASCADE,
    due_on bigint NOT NULL,
    dossier_id bigint NOT NULL,
    figure text COLLATE "C" NOT NULL,
    unit_id integer NOT NULL,
    procedure text COLLATE "C" NOT NULL,
    cause text NOT NULL,
    field text COLLATE "C",
    lane_state text,
    lane_cause text,
    PRIMARY KEY (run_id, due_on, dossier_id, figure)
  )`,
  'CREATE INDEX score_loss_unit ON score_loss (run_id, unit_id, due_on, dossier_id, figure)',
];

const DOWN = [
  'DROP TABLE score_loss',
  'DROP TABLE score_figure',
  'DROP TABLE score_order',
  'DROP TABLE score_run',
  'DROP INDEX lane_closing',
  'ALTER TABLE lane DROP COLUMN closes',
  'ALTER TABLE lane_item DROP COLUMN delivered_at',
  'ALTER TABLE item DROP COLUMN score_facts',
];
