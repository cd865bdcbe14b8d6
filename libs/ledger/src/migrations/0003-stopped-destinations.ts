import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A destination that refuses us altogether is stopped for all relays at once: when and why, and from when on one of them may
 * probe it. `probe_failures` counts the probes since it was stopped.
 */
export class StoppedDestinations1700000000003 implements MigrationInterface {
  name = 'StoppedDestinations1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE destination
      ADD COLUMN stopped_at timestamptz,
      ADD COLUMN stop_cause text,
      ADD COLUMN probe_at timestamptz,
      ADD COLUMN probe_failures integer NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE destination
      DROP COLUMN stopped_at, DROP COLUMN stop_cause, DROP COLUMN probe_at, DROP COLUMN probe_failures`);
  }
}
