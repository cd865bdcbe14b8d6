import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What became of every item at every destination, by a position that readers walk; and the duties, each done by one process at a
 * time, with a cursor of how far it came.
 */
export class OutcomesAndDuties1700000000005 implements MigrationInterface {
  name = 'OutcomesAndDuties1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SEQUENCE outcome_position');
    await runner.query(`CREATE TABLE outcome (
      pos bigint PRIMARY KEY,
      id uuid NOT NULL,
      dossier_id bigint NOT NULL,
      destination text COLLATE "C" NOT NULL,
      seq integer NOT NULL,
      state text NOT NULL CHECK (state IN ('delivered', 'refused', 'held')),
      cause text NOT NULL,
      must_act text NOT NULL CHECK (must_act IN ('commune', 'province', 'national', 'nobody')),
      at timestamptz NOT NULL
    )`);
    await runner.query(`CREATE TABLE duty (
      name text COLLATE "C" PRIMARY KEY,
      cursor bigint NOT NULL,
      holder text,
      lease_until timestamptz
    ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE duty');
    await runner.query('DROP TABLE outcome');
    await runner.query('DROP SEQUENCE outcome_position');
  }
}
