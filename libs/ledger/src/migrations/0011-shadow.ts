import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Destinations in shadow: nothing is sent to them, what would have been sent is kept, encrypted and by months. Lanes and items
 * remember what was acknowledged in shadow alone, since that says nothing about the destination; a restoration, to which destinations
 * nothing was sent in the time that was lost.
 */
export class Shadow1700000000011 implements MigrationInterface {
  name = 'Shadow1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...COLUMNS, ...ITEMS, ensurePartitions(['request', 'call', 'attempt', 'shadow_item']), FORGET])
      await runner.query(statement);
    await runner.query('SELECT ensure_partitions(gateway_now(), 3)');
  }

  /** Fails while a lane is in shadow: as a live one, nothing that waits in it would ever be sent. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(REFUSE_WHILE_USED);
    await runner.query('DROP FUNCTION forget_shadow_items(timestamptz)');
    await runner.query(ensurePartitions(['request', 'call', 'attempt']));
    await runner.query('DROP TABLE shadow_item');
    await runner.query('DROP SEQUENCE shadow_position');
    await runner.query('DROP INDEX lane_shadow');
    await runner.query('ALTER TABLE lane_item DROP COLUMN shadow');
    await runner.query('ALTER TABLE lane DROP COLUMN shadow');
    await runner.query('ALTER TABLE restoration DROP COLUMN in_shadow');
    await runner.query('ALTER TABLE destination DROP COLUMN mode, DROP COLUMN shadow_since, DROP COLUMN cut_over_at');
  }
}

const COLUMNS = [
  `ALTER TABLE destination
    ADD COLUMN mode text NOT NULL DEFAULT 'live' CONSTRAINT destination_mode_check CHECK (mode IN ('live', 'shadow')),
    ADD COLUMN shadow_since timestamptz,
    ADD COLUMN cut_over_at timestamptz`,
  `ALTER TABLE restoration ADD COLUMN in_shadow text[] COLLATE "C" NOT NULL DEFAULT '{}'`,
  'ALTER TABLE lane ADD COLUMN shadow boolean NOT NULL DEFAULT false',
  'ALTER TABLE lane_item ADD COLUMN shadow boolean NOT NULL DEFAULT false',
  // A lane that was never in shadow is not in it: it costs such lanes nothing.
  `CREATE INDEX lane_shadow ON lane (destination, dossier_id) WHERE shadow AND state IN ('idle', 'held')`,
];

const ITEMS = [
  'CREATE SEQUENCE shadow_position',
  `CREATE TABLE shadow_item (
    id uuid NOT NULL,
    written_at timestamptz NOT NULL,
    position bigint NOT NULL,
    destination text COLLATE "C" NOT NULL,
    dossier_id bigint NOT NULL,
    seq integer NOT NULL,
    service text NOT NULL CHECK (service IN ('create', 'update', 'steps')),
    codes_version text NOT NULL,
    body_enc bytea NOT NULL,
    key_id integer NOT NULL,
    PRIMARY KEY (written_at, id)
  ) PARTITION BY RANGE (written_at)`,
  'CREATE INDEX shadow_item_dossier ON shadow_item (destination, dossier_id, position)',
  'CREATE TABLE shadow_item_rest PARTITION OF shadow_item DEFAULT',
];

const REFUSE_WHILE_USED = `
DO $$ BEGIN
  IF EXISTS (SELECT FROM lane WHERE shadow) OR EXISTS (SELECT FROM destination WHERE mode = 'shadow') THEN
    RAISE EXCEPTION 'a destination is in shadow: set it live and let its lanes cut over first';
  END IF;
END $$`;

/** As in 0002, for these tables. */
function ensurePartitions(parents: readonly string[]): string {
  const names = parents.map((parent) => `'${parent}'`).join(', ');
  return `
CREATE OR REPLACE FUNCTION ensure_partitions(from_time timestamptz, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone TO 'UTC' AS $$
DECLARE
  parent text;
  month_start timestamptz;
  partition text;
BEGIN
  PERFORM pg_advisory_xact_lock(7201);
  FOREACH parent IN ARRAY ARRAY[${names}] LOOP
    FOR i IN 0..months LOOP
      month_start := date_trunc('month', from_time, 'UTC') + make_interval(months => i);
      partition := parent || '_' || to_char(month_start AT TIME ZONE 'UTC', 'YYYYMM');
      IF to_regclass(partition) IS NULL THEN
        BEGIN
          EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)%s',
            partition, parent, month_start, month_start + interval '1 month',
            CASE WHEN parent IN ('call', 'attempt') THEN ' WITH (fillfactor = 80)' ELSE '' END);
        EXCEPTION WHEN check_violation THEN
          NULL;
        END;
      END IF;
    END LOOP;
  END LOOP;
END $$`;
}

// With its owner's rights: a relay may have old months forgotten and may not drop anything else. Not while a backup reads (7205): dropping
// would wait for it, and whoever writes in shadow would wait behind that.
const FORGET = `
CREATE FUNCTION forget_shadow_items(before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone TO 'UTC' SET lock_timeout TO '2s' AS $$
DECLARE
  partition text;
  forgotten integer := 0;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7205) THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_xact_lock(7201);
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'shadow_item'::regclass AND c.relname ~ '^shadow_item_[0-9]{6}$'
      AND c.relname < 'shadow_item_' || to_char(before AT TIME ZONE 'UTC', 'YYYYMM')
  LOOP
    EXECUTE format('DROP TABLE %I', partition);
    forgotten := forgotten + 1;
  END LOOP;
  DELETE FROM shadow_item_rest WHERE written_at < date_trunc('month', before, 'UTC');
  RETURN forgotten;
END $$`;
