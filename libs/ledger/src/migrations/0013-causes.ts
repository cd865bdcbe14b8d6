import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What operators see and do: which lanes wait for which cause, which units a cause concerns, what is missing as data and not as text,
 * who added a code; and the indexes by which the story of one dossier is read.
 */
export class Causes1700000000013 implements MigrationInterface {
  name = 'Causes1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...INCIDENTS, ...WAITS, ...EARLIER, ...CODES, ...STORIES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const INCIDENTS = [
  // `service`, `cause`, `code` and `field` tell a refusal apart; `partner`, `table_name` and `from_code` name a code that is missing. What
  // is too long to be a code is not kept.
  `ALTER TABLE incident ADD COLUMN service text, ADD COLUMN cause text, ADD COLUMN code text, ADD COLUMN field text,
    ADD COLUMN partner text COLLATE "C", ADD COLUMN table_name text COLLATE "C", ADD COLUMN from_code text COLLATE "C"`,
  'CREATE INDEX incident_last ON incident (last_at, id)',
  'CREATE INDEX incident_cleared ON incident (cleared_at) WHERE cleared_at IS NOT NULL',
  `CREATE TABLE incident_unit (
    incident_id uuid NOT NULL REFERENCES incident,
    unit_id integer NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (incident_id, unit_id)
  ) WITH (fillfactor = 70)`,
];

const WAITING = `('held', 'blocked')`;

// A lane waits for each of its causes: all the codes that one record lacks are asked for at once. The lists are kept where a lane
// changes its state, so that they are right whoever changes it, a process of the version before as well. Renewals, hints and begins
// touch no state and never get here.
const WAITS = [
  `CREATE TABLE lane_wait (
    dossier_id bigint NOT NULL,
    destination text COLLATE "C" NOT NULL,
    fingerprint text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (dossier_id, destination, fingerprint)
  )`,
  'CREATE INDEX lane_wait_fingerprint ON lane_wait (fingerprint, dossier_id, destination)',
  `CREATE FUNCTION note_lane_wait() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    DELETE FROM lane_wait WHERE dossier_id = NEW.dossier_id AND destination = NEW.destination;
    IF NEW.state IN ${WAITING} AND NEW.cause IS NOT NULL THEN
      INSERT INTO lane_wait VALUES (NEW.dossier_id, NEW.destination, NEW.cause, gateway_now());
    END IF;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER lane_waits AFTER UPDATE OF state ON lane FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND (OLD.state IN ${WAITING} OR NEW.state IN ${WAITING})) EXECUTE FUNCTION note_lane_wait()`,
  // Whoever moves a lane on asks this afterwards, in the same transaction. First the incidents are locked, in order, so that of two
  // who each release one of the last two lanes the later one sees that there is none left, and so that nobody clears what
  // somebody opens meanwhile; each statement of the function sees what was committed until then.
  `CREATE FUNCTION clear_incidents(fingerprints text[], at timestamptz) RETURNS void
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  BEGIN
    PERFORM FROM incident WHERE fingerprint = ANY(fingerprints) AND cleared_at IS NULL
      ORDER BY fingerprint COLLATE "C" FOR UPDATE;
    UPDATE incident i SET cleared_at = at
      WHERE i.fingerprint = ANY(fingerprints) AND i.cleared_at IS NULL
        AND NOT EXISTS (SELECT FROM lane_wait w WHERE w.fingerprint = i.fingerprint);
  END $$`,
  // For whoever moves lanes on and does not know all that they wait for.
  `CREATE FUNCTION end_waits(dossier_ids bigint[], destinations text[], at timestamptz) RETURNS void
  LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
  DECLARE ended text[];
  BEGIN
    WITH gone AS (
      DELETE FROM lane_wait w USING unnest(dossier_ids, destinations) AS n (dossier_id, destination)
      WHERE w.dossier_id = n.dossier_id AND w.destination = n.destination RETURNING w.fingerprint
    )
    SELECT array_agg(DISTINCT fingerprint) INTO ended FROM gone;
    PERFORM clear_incidents(ended, at);
  END $$`,
];

// What is open and what waits from before: causes named their dossier then, except those for a code.
const EARLIER = [
  `UPDATE incident SET service = split_part(fingerprint, '|', 3), cause = split_part(fingerprint, '|', 4) WHERE kind = 'refused'`,
  `UPDATE incident SET partner = split_part(fingerprint, '|', 2), table_name = split_part(fingerprint, '|', 3),
    from_code = regexp_replace(fingerprint, '^[^|]*\\|[^|]*\\|[^|]*\\|', '') WHERE kind = 'unmapped' AND fingerprint NOT LIKE '%…%'`,
  `INSERT INTO lane_wait SELECT dossier_id, destination, cause, gateway_now() FROM lane WHERE state IN ${WAITING} AND cause IS NOT NULL`,
];

// Rows that an operator added are not in the files, which therefore do not end them.
const CODES = ['ALTER TABLE code_row ADD COLUMN recorded_by text', 'ALTER TABLE procedure ADD COLUMN recorded_by text'];

// Of one dossier: calls that carry no item (look-ups, records asserted again) are found by nothing else, and outcomes neither.
const STORIES = [
  'CREATE INDEX call_dossier ON call (dossier_id, begun_at) WHERE dossier_id IS NOT NULL',
  'CREATE INDEX outcome_dossier ON outcome (dossier_id, pos)',
];

const DOWN = [
  'DROP INDEX outcome_dossier',
  'DROP INDEX call_dossier',
  'ALTER TABLE procedure DROP COLUMN recorded_by',
  'ALTER TABLE code_row DROP COLUMN recorded_by',
  'DROP FUNCTION end_waits(bigint[], text[], timestamptz)',
  'DROP FUNCTION clear_incidents(text[], timestamptz)',
  'DROP TRIGGER lane_waits ON lane',
  'DROP FUNCTION note_lane_wait()',
  'DROP TABLE lane_wait',
  'DROP TABLE incident_unit',
  'DROP INDEX incident_cleared',
  'DROP INDEX incident_last',
  `ALTER TABLE incident DROP COLUMN service, DROP COLUMN cause, DROP COLUMN code, DROP COLUMN field, DROP COLUMN partner,
    DROP COLUMN table_name, DROP COLUMN from_code`,
];
