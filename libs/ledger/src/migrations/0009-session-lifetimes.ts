import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when a session at a partner is to be used, where the partner itself has said how long it lives. */
export class SessionLifetimes1700000000009 implements MigrationInterface {
  name = 'SessionLifetimes1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner_session ADD COLUMN usable_until timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner_session DROP COLUMN usable_until');
  }
}
