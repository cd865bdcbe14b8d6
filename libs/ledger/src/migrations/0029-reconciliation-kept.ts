import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For years of reconciliation: of which causes differences have changed since incidents were told, which destinations a run is through with,
 * when a bucket was asked for last, and indexes by which the few open differences are found among many that are over.
 */
export class ReconciliationKept1700000000029 implements MigrationInterface {
  name = 'ReconciliationKept1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TOUCHED, ...COLUMNS, ...INDEXES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

// Appended to and emptied, and never changed, so that no writer waits for another one. Told by the table itself, so that no writer can forget
// it, one of the version before among them.
const TOUCHED = [
  'CREATE TABLE discrepancy_touched (fingerprint text COLLATE "C" NOT NULL)',
  `CREATE FUNCTION note_discrepancies() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      INSERT INTO discrepancy_touched SELECT DISTINCT fingerprint FROM is_now;
    ELSE
      INSERT INTO discrepancy_touched SELECT fingerprint FROM was UNION SELECT fingerprint FROM is_now;
    END IF;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER discrepancy_found AFTER INSERT ON discrepancy REFERENCING NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION note_discrepancies()`,
  `CREATE TRIGGER discrepancy_changed AFTER UPDATE ON discrepancy REFERENCING OLD TABLE AS was NEW TABLE AS is_now
    FOR EACH STATEMENT EXECUTE FUNCTION note_discrepancies()`,
];

const COLUMNS = [
  `ALTER TABLE manifest_bucket ADD COLUMN read_at timestamptz NOT NULL DEFAULT now()`,
  `ALTER TABLE reconcile_run ADD COLUMN through text[] COLLATE "C" NOT NULL DEFAULT '{}'`,
];

const INDEXES = [
  'CREATE INDEX discrepancy_open_last ON discrepancy (last_at, id) WHERE cleared_at IS NULL',
  'CREATE INDEX discrepancy_found_by ON discrepancy (found_by) WHERE cleared_at IS NULL',
  'CREATE INDEX discrepancy_seen_by ON discrepancy (seen_by) WHERE cleared_at IS NULL',
  'CREATE INDEX discrepancy_cleared ON discrepancy (cleared_at) WHERE cleared_at IS NOT NULL',
  'CREATE INDEX discrepancy_dossier ON discrepancy (dossier_code)',
  // What is mended in an hour is counted over all sides.
  'CREATE INDEX discrepancy_asked_at ON discrepancy (asked_at) WHERE asked_at IS NOT NULL',
  'DROP INDEX discrepancy_asked',
  'CREATE INDEX resend_request_closed ON resend_request (closed_at) WHERE closed_at IS NOT NULL',
  'CREATE INDEX resend_request_discrepancy ON resend_request (discrepancy_id) WHERE closed_at IS NULL',
];

const DOWN = [
  'DROP INDEX resend_request_discrepancy',
  'DROP INDEX resend_request_closed',
  'CREATE INDEX discrepancy_asked ON discrepancy (side, asked_at) WHERE asked_at IS NOT NULL',
  ...['asked_at', 'dossier', 'cleared', 'seen_by', 'found_by', 'open_last'].map((name) => `DROP INDEX discrepancy_${name}`),
  'ALTER TABLE reconcile_run DROP COLUMN through',
  'ALTER TABLE manifest_bucket DROP COLUMN read_at',
  'DROP TRIGGER discrepancy_changed ON discrepancy',
  'DROP TRIGGER discrepancy_found ON discrepancy',
  'DROP FUNCTION note_discrepancies()',
  'DROP TABLE discrepancy_touched',
];
