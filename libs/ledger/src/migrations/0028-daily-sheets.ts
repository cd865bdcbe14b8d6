import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a daily sheet is made of and nothing knew yet: the times of a dossier that are due, the working days, how often a unit was warned
 * on a day, and when a system called last.
 */
export class DailySheets1700000000028 implements MigrationInterface {
  name = 'DailySheets1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Those of when the last item was `times_seq`: a door of the version before leaves them behind, and so are those of before the upgrade.
  `ALTER TABLE dossier ADD COLUMN due_at timestamptz, ADD COLUMN finished_at timestamptz, ADD COLUMN returned_at timestamptz,
    ADD COLUMN refused_at timestamptz, ADD COLUMN times_seq integer`,
  // The walk that fills in what a dossier lacks begins anew.
  `UPDATE duty SET cursor = 0 WHERE name = 'reconcile-fill'`,
  `CREATE TABLE calendar_day (
    day date PRIMARY KEY,
    kind text NOT NULL CONSTRAINT calendar_day_kind_check CHECK (kind IN ('off', 'work', 'half'))
  )`,
  `CREATE TABLE unit_warning (
    day date NOT NULL,
    unit_id integer NOT NULL,
    code text COLLATE "C" NOT NULL,
    given bigint NOT NULL,
    PRIMARY KEY (day, unit_id, code)
  ) WITH (fillfactor = 70)`,
  'CREATE TABLE client_contact (client_id integer PRIMARY KEY, last_at timestamptz NOT NULL) WITH (fillfactor = 50)',
  // Outcomes are written in the order of their times: this finds those of a day, and costs a delivery nothing.
  'CREATE INDEX outcome_at ON outcome USING brin (at) WITH (pages_per_range = 16)',
];

const DOWN = [
  'DROP INDEX outcome_at',
  'DROP TABLE client_contact',
  'DROP TABLE unit_warning',
  'DROP TABLE calendar_day',
  `ALTER TABLE dossier DROP COLUMN times_seq, DROP COLUMN refused_at, DROP COLUMN returned_at, DROP COLUMN finished_at, DROP COLUMN due_at`,
];
