import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The place of an item in its lane's order: its own seq, or that of the step whose place a correction takes. */
export class Places1700000000006 implements MigrationInterface {
  name = 'Places1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE lane_item ADD COLUMN place integer');
    await runner.query('UPDATE lane_item SET place = seq');
    await runner.query('ALTER TABLE lane_item ALTER COLUMN place SET NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE lane_item DROP COLUMN place');
  }
}
