import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mergers as operators record them: by which a unit began and ended, until when a succession was believed, which dossiers of a divided
 * unit were handed to which of its successors, and who still uses codes of units that are gone.
 */
export class Mergers1700000000019 implements MigrationInterface {
  name = 'Mergers1700000000019';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // `entries` holds the rows of the resolution as they were loaded, `facts` what was found of their units at the last preview.
  `CREATE TABLE merger (
    id uuid PRIMARY KEY,
    state text NOT NULL CONSTRAINT merger_state_check CHECK (state IN ('draft', 'recorded', 'withdrawn')),
    resolution text NOT NULL,
    on_date date NOT NULL,
    entries jsonb NOT NULL,
    facts jsonb,
    version text,
    reason text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    previewed_at timestamptz,
    recorded_by text,
    recorded_at timestamptz,
    withdrawn_by text,
    withdrawn_at timestamptz,
    withdrawn_why text
  )`,
  'CREATE INDEX merger_latest ON merger (created_at DESC)',
  // What an operator recorded of a life is not corrected from the files.
  'ALTER TABLE unit ADD COLUMN begun_by uuid, ADD COLUMN ended_by uuid',
  `ALTER TABLE unit_successor ADD COLUMN merger_id uuid REFERENCES merger,
    ADD COLUMN recorded tstzrange NOT NULL DEFAULT '(,)'`,
  // The legal basis of an alias that was handed over by the province.
  'ALTER TABLE unit_alias ADD COLUMN legal_basis text',
  `CREATE TABLE hand_over (
    id uuid PRIMARY KEY,
    state text NOT NULL CONSTRAINT hand_over_state_check CHECK (state IN ('ready', 'running', 'done', 'cancelled')),
    unit_id integer NOT NULL REFERENCES unit,
    task jsonb NOT NULL,
    cursor bigint NOT NULL DEFAULT 0,
    counts jsonb NOT NULL DEFAULT '{}',
    reason text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz
  )`,
  // What one batch hands to one successor. Its id is of the row of the units' ids, so that both stand in the scope of a cursor. Items behind
  // `pos` belong to it; `sources`: where its dossiers were before.
  `CREATE TABLE unit_part (
    id integer PRIMARY KEY,
    hand_over_id uuid NOT NULL REFERENCES hand_over,
    heir_id integer NOT NULL REFERENCES unit,
    pos bigint NOT NULL,
    sources integer[] NOT NULL
  )`,
  `CREATE TABLE handed_dossier (
    dossier_id bigint NOT NULL,
    pos bigint NOT NULL,
    part_id integer NOT NULL REFERENCES unit_part,
    unit_id integer NOT NULL,
    recorded tstzrange NOT NULL,
    PRIMARY KEY (dossier_id, pos)
  )`,
  'CREATE UNIQUE INDEX handed_dossier_now ON handed_dossier (dossier_id) INCLUDE (unit_id, part_id) WHERE upper_inf(recorded)',
  'CREATE INDEX handed_dossier_part ON handed_dossier (part_id, dossier_id)',
  `CREATE TABLE former_code_use (
    day date NOT NULL,
    code text COLLATE "C" NOT NULL,
    client_id integer NOT NULL,
    way text NOT NULL CONSTRAINT former_code_use_way_check CHECK (way IN ('dossier-code', 'scope', 'login')),
    uses bigint NOT NULL,
    PRIMARY KEY (day, code, client_id, way)
  )`,
];

const DOWN = [
  'DROP TABLE former_code_use',
  'DROP TABLE handed_dossier',
  'DROP TABLE unit_part',
  'DROP TABLE hand_over',
  'ALTER TABLE unit_alias DROP COLUMN legal_basis',
  'ALTER TABLE unit_successor DROP COLUMN merger_id, DROP COLUMN recorded',
  'ALTER TABLE unit DROP COLUMN begun_by, DROP COLUMN ended_by',
  'DROP TABLE merger',
];
