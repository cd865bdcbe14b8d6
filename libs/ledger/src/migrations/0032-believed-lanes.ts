import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lanes that counted as told when their destination left the shadow had no outcome that anybody could follow, and were compared by no run: they
 * count as changed, so that the next one begins with them.
 */
export class BelievedLanes1700000000032 implements MigrationInterface {
  name = 'BelievedLanes1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO lane_check (dossier_id, destination, changed_at)
      SELECT l.dossier_id, l.destination, gateway_now() FROM lane l WHERE l.present AND NOT l.shadow
      ON CONFLICT DO NOTHING`);
  }

  async down(): Promise<void> {
    // What may be compared stays so: the version before does no harm to it.
  }
}
