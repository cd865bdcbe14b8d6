import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was handed over belongs to the reach of clients: whoever holds that in memory sees by its version that there is something new. And the
 * dossiers of one unit are found without looking at those of all others. A unit that received a dossier never changes: the index costs
 * when a dossier is accepted for the first time, and no change of one.
 */
export class PartsNoted1700000000025 implements MigrationInterface {
  name = 'PartsNoted1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TRIGGER unit_part_noted AFTER INSERT ON unit_part FOR EACH STATEMENT EXECUTE FUNCTION note_clients()',
    );
    await runner.query('CREATE INDEX dossier_unit ON dossier (received_unit_id, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX dossier_unit');
    await runner.query('DROP TRIGGER unit_part_noted ON unit_part');
  }
}
