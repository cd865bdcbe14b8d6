import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What clients may keep of the catalogue: every transaction that changes procedures or units gets a version, and each row says in
 * which it was made and ended, so that somebody who has a version can be told what is new since.
 */
export class CatalogueVersions1700000000017 implements MigrationInterface {
  name = 'CatalogueVersions1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** The tables of which each list consists, and whether their rows are ended by the end of what was recorded. */
const TABLES = [
  { table: 'procedure', list: 'procedures', isRecorded: true },
  { table: 'unit', list: 'units', isRecorded: false },
  { table: 'unit_alias', list: 'units', isRecorded: true },
  { table: 'unit_successor', list: 'units', isRecorded: false },
] as const;

const UP = [
  `CREATE TABLE catalogue_version (
    list text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (list, version)
  )`,
  `INSERT INTO catalogue_version SELECT DISTINCT list, floor(extract(epoch FROM gateway_now()) * 1000)
    FROM unnest(ARRAY['procedures', 'units']) AS l (list)`,
  // One version per transaction, and nobody gets one before the former is committed: who has read one has seen all before it. They
  // are times, so that after a restoration no version is given out for the second time. The setting lasts as long as the transaction.
  `CREATE FUNCTION catalogue_version(of_list text) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DECLARE
    own text := 'gateway.catalogue_' || of_list;
    known text := current_setting(own, true);
    fresh bigint;
  BEGIN
    IF known <> '' THEN RETURN known; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('catalogue ' || of_list, 0));
    SELECT greatest(max(version) + 1, floor(extract(epoch FROM gateway_now()) * 1000)) INTO fresh FROM catalogue_version WHERE list = of_list;
    INSERT INTO catalogue_version VALUES (of_list, fresh);
    PERFORM set_config(own, fresh::text, true);
    RETURN fresh;
  END $$`,
  // A row that has its version keeps it: what comes out of a backup is as it was.
  `CREATE FUNCTION note_catalogue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      NEW.made_in := coalesce(NEW.made_in, catalogue_version(TG_ARGV[0]));
    ELSE
      NEW.ended_in := catalogue_version(TG_ARGV[0]);
    END IF;
    RETURN NEW;
  END $$`,
  ...TABLES.flatMap(({ table, list, isRecorded }) => [
    `ALTER TABLE ${table} ADD COLUMN made_in bigint NOT NULL DEFAULT 0`,
    `ALTER TABLE ${table} ALTER COLUMN made_in DROP DEFAULT`,
    `CREATE TRIGGER ${table}_made BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION note_catalogue('${list}')`,
    ...(isRecorded
      ? [
          `ALTER TABLE ${table} ADD COLUMN ended_in bigint`,
          `CREATE TRIGGER ${table}_ended BEFORE UPDATE OF recorded ON ${table} FOR EACH ROW
            WHEN (upper_inf(OLD.recorded) AND NOT upper_inf(NEW.recorded)) EXECUTE FUNCTION note_catalogue('${list}')`,
        ]
      : []),
  ]),
];

const DOWN = [
  ...TABLES.flatMap(({ table, isRecorded }) => [
    ...(isRecorded ? [`DROP TRIGGER ${table}_ended ON ${table}`, `ALTER TABLE ${table} DROP COLUMN ended_in`] : []),
    `DROP TRIGGER ${table}_made ON ${table}`,
    `ALTER TABLE ${table} DROP COLUMN made_in`,
  ]),
  'DROP FUNCTION note_catalogue()',
  'DROP FUNCTION catalogue_version(text)',
  'DROP TABLE catalogue_version',
];
