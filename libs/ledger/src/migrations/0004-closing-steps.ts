import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Clients whose systems close a dossier without a step, and the steps that are made for them. */
export class ClosingSteps1700000000004 implements MigrationInterface {
  name = 'ClosingSteps1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE client ADD COLUMN closing_step boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE item DROP CONSTRAINT item_origin_check');
    await runner.query(`ALTER TABLE item ADD CONSTRAINT item_origin_check CHECK (origin IN ('client', 'step', 'closing'))`);
  }

  /** Fails while there are such steps: without the origin nobody could tell them from what a commune sent. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item DROP CONSTRAINT item_origin_check');
    await runner.query(`ALTER TABLE item ADD CONSTRAINT item_origin_check CHECK (origin IN ('client', 'step'))`);
    await runner.query('ALTER TABLE client DROP COLUMN closing_step');
  }
}
