import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which hour and night a run was begun for last is noted for each destination. Lanes that counted as told when their destination left the
 * shadow, and had no outcome that anybody could follow, count as changed, so that the next run begins with them.
 */
export class RunsByDestination1700000000032 implements MigrationInterface {
  name = 'RunsByDestination1700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO duty (name, cursor) SELECT p.name || '-' || d.id, p.cursor FROM duty p, destination d WHERE ${FOR_ALL}`);
    await runner.query(`DELETE FROM duty p WHERE ${FOR_ALL}`);
    await runner.query(`
      INSERT INTO lane_check (dossier_id, destination, changed_at)
      SELECT l.dossier_id, l.destination, gateway_now() FROM lane l WHERE l.present AND NOT l.shadow
      ON CONFLICT DO NOTHING`);
  }

  /** What may be compared stays so: the version before does no harm to it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      INSERT INTO duty (name, cursor)
      SELECT substring(name FROM '^reconcile-(?:hourly|nightly)'), max(cursor) FROM duty WHERE ${OF_EACH} GROUP BY 1`);
    await runner.query(`DELETE FROM duty WHERE ${OF_EACH}`);
  }
}

const FOR_ALL = `p.name IN ('reconcile-hourly', 'reconcile-nightly')`;
const OF_EACH = `name ~ '^reconcile-(hourly|nightly)-'`;
