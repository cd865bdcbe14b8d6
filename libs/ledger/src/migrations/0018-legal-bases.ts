import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * By which resolution a unit became another one. A unit whose days are corrected, and a succession whose resolution becomes known, are
 * changes of the catalogue too.
 */
export class LegalBases1700000000018 implements MigrationInterface {
  name = 'LegalBases1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE unit_successor ADD COLUMN legal_basis text');
    await runner.query(`CREATE FUNCTION note_catalogue_again() RETURNS trigger
      LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
      BEGIN
        NEW.made_in := catalogue_version(TG_ARGV[0]);
        RETURN NEW;
      END $$`);
    for (const table of ['unit', 'unit_successor'])
      await runner.query(`CREATE TRIGGER ${table}_changed BEFORE UPDATE ON ${table} FOR EACH ROW
        WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION note_catalogue_again('units')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['unit', 'unit_successor']) await runner.query(`DROP TRIGGER ${table}_changed ON ${table}`);
    await runner.query('DROP FUNCTION note_catalogue_again()');
    await runner.query('ALTER TABLE unit_successor DROP COLUMN legal_basis');
  }
}
