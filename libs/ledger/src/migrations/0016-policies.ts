import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a destination takes: calls that it may still be sent, shared by all relays, and until when it is under maintenance, as the
 * relays tell it to whoever looks. Of which trace an item is part.
 */
export class Policies1700000000016 implements MigrationInterface {
  name = 'Policies1700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE destination ADD COLUMN maintenance_from timestamptz, ADD COLUMN maintenance_until timestamptz',
    );
    await runner.query(`CREATE TABLE call_budget (
      destination text COLLATE "C" PRIMARY KEY,
      calls double precision NOT NULL,
      counted_at timestamptz NOT NULL
    ) WITH (fillfactor = 50)`);
    await runner.query(TAKE_CALLS);
    // Random ids of traces, and what other tracing systems added: bounded, and nothing of a dossier.
    await runner.query('ALTER TABLE item ADD COLUMN traceparent text COLLATE "C", ADD COLUMN tracestate text COLLATE "C"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE item DROP COLUMN traceparent, DROP COLUMN tracestate');
    await runner.query('DROP FUNCTION take_calls(text, integer, double precision, double precision)');
    await runner.query('DROP TABLE call_budget');
    await runner.query('ALTER TABLE destination DROP COLUMN maintenance_from, DROP COLUMN maintenance_until');
  }
}

// One clock fills it, whoever draws; a clock that was set back gives nothing twice, and does not stand still until it is there again.
const TAKE_CALLS = `
CREATE FUNCTION take_calls(of_destination text, wanted integer, per_second double precision, most double precision) RETURNS integer
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  known call_budget;
  at timestamptz;
  there double precision;
  taken integer;
BEGIN
  IF wanted <= 0 THEN RETURN 0; END IF;
  INSERT INTO call_budget (destination, calls, counted_at) VALUES (of_destination, most, gateway_now()) ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT known FROM call_budget WHERE destination = of_destination FOR UPDATE;
  at := gateway_now();
  there := least(most, known.calls + per_second * greatest(0, extract(epoch FROM at - known.counted_at)));
  taken := least(wanted, floor(there));
  IF taken > 0 OR known.counted_at > at THEN
    UPDATE call_budget SET calls = there - taken, counted_at = at WHERE destination = of_destination;
  END IF;
  RETURN taken;
END $$`;
