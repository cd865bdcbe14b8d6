import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The one clock (database time and a shift that only tests set) and the monthly partitions. `ensure_partitions` runs with its
 * owner's rights: the processes may ask for the next months but may not create tables themselves.
 */
export class TimeAndPartitions1700000000002 implements MigrationInterface {
  name = 'TimeAndPartitions1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE clock_shift (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), shift interval NOT NULL)`,
    );
    await runner.query(`INSERT INTO clock_shift VALUES (true, '0')`);
    await runner.query(`CREATE FUNCTION gateway_now() RETURNS timestamptz LANGUAGE sql STABLE
      AS 'SELECT clock_timestamp() + shift FROM clock_shift'`);
    await runner.query(ENSURE_PARTITIONS);
    await runner.query(`SELECT ensure_partitions(gateway_now(), 3)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION ensure_partitions(timestamptz, integer)');
    await runner.query('DROP FUNCTION gateway_now()');
    await runner.query('DROP TABLE clock_shift');
  }
}

// Rows that already lie in the default partition (a clock far ahead) keep a month from being attached: that month then goes
// on in the default partition, which is slower to prune but loses nothing.
const ENSURE_PARTITIONS = `
CREATE FUNCTION ensure_partitions(from_time timestamptz, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone TO 'UTC' AS $$
DECLARE
  parent text;
  month_start timestamptz;
  partition text;
BEGIN
  PERFORM pg_advisory_xact_lock(7201);
  FOREACH parent IN ARRAY ARRAY['request', 'call', 'attempt'] LOOP
    FOR i IN 0..months LOOP
      month_start := date_trunc('month', from_time, 'UTC') + make_interval(months => i);
      partition := parent || '_' || to_char(month_start AT TIME ZONE 'UTC', 'YYYYMM');
      IF to_regclass(partition) IS NULL THEN
        BEGIN
          EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)%s',
            partition, parent, month_start, month_start + interval '1 month',
            CASE WHEN parent = 'request' THEN '' ELSE ' WITH (fillfactor = 80)' END);
        EXCEPTION WHEN check_violation THEN
          NULL;
        END;
      END IF;
    END LOOP;
  END LOOP;
END $$`;
