import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is told of incidents: a masked sample or a measured value beside each, whether its opening and its clearing were told, and the
 * messages that are to reach webhooks. Since when a lane fails. How much of the rate of a destination is left.
 */
export class AlertsAndFailingLanes1700000000014 implements MigrationInterface {
  name = 'AlertsAndFailingLanes1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE incident
      ADD COLUMN sample text, ADD COLUMN opened_told_at timestamptz, ADD COLUMN cleared_told_at timestamptz`);
    // What was over before anybody told of incidents is told of no more.
    await runner.query(
      'UPDATE incident SET opened_told_at = opened_at, cleared_told_at = cleared_at WHERE cleared_at IS NOT NULL',
    );
    await runner.query(`CREATE INDEX incident_untold ON incident (opened_at)
      WHERE opened_told_at IS NULL OR (cleared_at IS NOT NULL AND cleared_told_at IS NULL)`);
    await runner.query(`CREATE TABLE alert (
      id uuid PRIMARY KEY,
      incident_id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('opened', 'cleared')),
      webhook text COLLATE "C" NOT NULL,
      body text NOT NULL,
      made_at timestamptz NOT NULL,
      next_at timestamptz NOT NULL,
      attempts integer NOT NULL,
      delivered_at timestamptz,
      CONSTRAINT alert_once UNIQUE (incident_id, kind, webhook)
    ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX alert_due ON alert (next_at) WHERE delivered_at IS NULL');
    await runner.query('ALTER TABLE lane ADD COLUMN failing_since timestamptz');
    await runner.query('CREATE INDEX lane_failing ON lane (destination, failing_since) WHERE failing_since IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX lane_failing');
    await runner.query('ALTER TABLE lane DROP COLUMN failing_since');
    await runner.query('DROP TABLE alert');
    await runner.query('DROP INDEX incident_untold');
    await runner.query('ALTER TABLE incident DROP COLUMN sample, DROP COLUMN opened_told_at, DROP COLUMN cleared_told_at');
  }
}
