import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts of systems that log in by name and password, as the national dialect has it, and what tells the kinds of clients apart: a
 * commune's system, or the national portal that only reads.
 */
export class Accounts1700000000007 implements MigrationInterface {
  name = 'Accounts1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client_key ADD COLUMN username text COLLATE "C"');
    await runner.query(
      `ALTER TABLE client ADD COLUMN role text NOT NULL DEFAULT 'commune' CONSTRAINT client_role_check CHECK (role IN ('commune', 'portal')),
        ADD COLUMN error_code_as_text boolean NOT NULL DEFAULT false`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client DROP COLUMN role, DROP COLUMN error_code_as_text');
    await runner.query('ALTER TABLE client_key DROP COLUMN username');
  }
}
