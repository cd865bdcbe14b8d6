import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A level of service that the second source tells otherwise is a difference like its other ones: reported, until an operator adopts it. */
export class CatalogueLevels1700000000026 implements MigrationInterface {
  name = 'CatalogueLevels1700000000026';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE catalogue_difference DROP CONSTRAINT catalogue_difference_kind_check');
    await runner.query(`ALTER TABLE catalogue_difference ADD CONSTRAINT catalogue_difference_kind_check
      CHECK (kind IN ('not-public', 'other-name', 'no-link', 'other-level'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM catalogue_difference WHERE kind = 'other-level'`);
    await runner.query('ALTER TABLE catalogue_difference DROP CONSTRAINT catalogue_difference_kind_check');
    await runner.query(`ALTER TABLE catalogue_difference ADD CONSTRAINT catalogue_difference_kind_check
      CHECK (kind IN ('not-public', 'other-name', 'no-link'))`);
  }
}
