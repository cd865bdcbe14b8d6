import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays that are long over are forgotten: by a function, so that whoever calls it may take nothing else away. */
export class Retention1700000000031 implements MigrationInterface {
  name = 'Retention1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FORGET_REPLAY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION forget_replay(timestamptz)');
  }
}

// The oldest one, as a whole, so that nobody resumes what is half gone; also one that was ready and that nobody has started. What is younger
// than a week nobody takes away, whatever is asked. Who has one in hand is not waited for.
const FORGET_REPLAY = `
CREATE FUNCTION forget_replay(before timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET timezone TO 'UTC' SET lock_timeout TO '2s' AS $$
DECLARE
  oldest uuid;
BEGIN
  SELECT j.id INTO oldest FROM job j
  WHERE j.kind = 'replay' AND j.state IN ('ready', 'cancelled', 'done', 'failed') AND NOT j.winding_down
    AND coalesce(j.finished_at, j.ready_at, j.created_at) < least(before, gateway_now() - interval '7 days')
  ORDER BY j.created_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF oldest IS NULL THEN
    RETURN false;
  END IF;
  DELETE FROM job_item WHERE job_id = oldest;
  DELETE FROM job WHERE id = oldest;
  RETURN true;
END $$`;
