import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An outcome may say that something which was held or refused goes on. */
export class ReleasedOutcomes1700000000008 implements MigrationInterface {
  name = 'ReleasedOutcomes1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outcome DROP CONSTRAINT outcome_state_check');
    await runner.query(`ALTER TABLE outcome ADD CONSTRAINT outcome_state_check
      CHECK (state IN ('delivered', 'refused', 'held', 'released'))`);
  }

  /** Fails while there are such outcomes: their readers have been told of them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE outcome DROP CONSTRAINT outcome_state_check');
    await runner.query(
      `ALTER TABLE outcome ADD CONSTRAINT outcome_state_check CHECK (state IN ('delivered', 'refused', 'held'))`,
    );
  }
}
