import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What two sides compare: what a source says of each dossier, as one value; when each lane was last compared with its destination and
 * what came of it; manifests that came, runs that were made, and what was found to differ.
 */
export class Reconciliation1700000000024 implements MigrationInterface {
  name = 'Reconciliation1700000000024';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...DOSSIERS, ...CHECKS, ...MANIFESTS, ...RUNS, ...DISCREPANCIES, ...RESENDS])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

// `p1` and the counted steps of the source are those of when its last item was `p1_seq`: a door of the version before leaves them behind.
const DOSSIERS = [
  `ALTER TABLE dossier ADD COLUMN p1 bytea, ADD COLUMN p1_seq integer, ADD COLUMN source_steps integer, ADD COLUMN source_step_at timestamptz,
    ADD COLUMN source_step_status smallint`,
  'CREATE INDEX dossier_bucket ON dossier (received_unit_id, received_on)',
  `ALTER TABLE client ADD COLUMN speaks_for text COLLATE "C"`,
];

// Beside the lane and not on it: a lane is small and hot. `told`: the text under the value by which the destination can say that it has
// what it acknowledged; `told_now` the same by the code tables of today, where that is another one.
const CHECKS = [
  `CREATE TABLE lane_check (
    dossier_id bigint NOT NULL,
    destination text COLLATE "C" NOT NULL,
    changed_at timestamptz,
    asked_run uuid,
    asked_at timestamptz,
    verified_at timestamptz,
    verified_seq integer,
    verified_as text CONSTRAINT lane_check_verified_as_check CHECK (verified_as IN ('agrees', 'differs', 'unseen')),
    told text COLLATE "C",
    told_now text COLLATE "C",
    told_seq integer,
    told_codes text COLLATE "C",
    PRIMARY KEY (dossier_id, destination)
  ) WITH (fillfactor = 70)`,
  'CREATE INDEX lane_check_changed ON lane_check (destination, changed_at) WHERE changed_at IS NOT NULL',
  'CREATE INDEX lane_check_verified ON lane_check (destination, verified_at NULLS FIRST, dossier_id)',
  'CREATE INDEX lane_check_asked ON lane_check (asked_run) WHERE asked_run IS NOT NULL',
  `ALTER TABLE lane DROP CONSTRAINT lane_asked_check, ADD CONSTRAINT lane_asked_check
    CHECK (asked IN ('converge', 'reassert', 'renew', 'forecast-converge', 'forecast-reassert', 'forecast-verify'))`,
];

// A bucket is kept as it was counted last, until something of it changes. `side`: whose dossiers they are.
const MANIFESTS = [
  `CREATE TABLE manifest_bucket (
    side text COLLATE "C" NOT NULL,
    unit_id integer NOT NULL,
    day date NOT NULL,
    counts integer[] NOT NULL,
    digests bytea[] NOT NULL,
    stale boolean NOT NULL,
    PRIMARY KEY (side, unit_id, day)
  ) WITH (fillfactor = 70)`,
  'CREATE INDEX manifest_bucket_place ON manifest_bucket (unit_id, day)',
  `CREATE TABLE manifest (
    id uuid PRIMARY KEY,
    client_id integer NOT NULL,
    side text COLLATE "C" NOT NULL,
    level text NOT NULL CONSTRAINT manifest_level_check CHECK (level IN ('counts', 'digests', 'list')),
    as_of timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    body_hash bytea NOT NULL,
    buckets integer NOT NULL,
    items integer NOT NULL,
    buckets_read integer NOT NULL,
    differing jsonb NOT NULL,
    cells jsonb NOT NULL,
    CONSTRAINT manifest_once UNIQUE (client_id, body_hash)
  )`,
  'CREATE INDEX manifest_latest ON manifest (received_at DESC)',
];

const RUNS = [
  `CREATE TABLE reconcile_run (
    id uuid PRIMARY KEY,
    cause text NOT NULL CONSTRAINT reconcile_run_cause_check CHECK (cause IN ('hourly', 'nightly', 'demand')),
    scope text NOT NULL CONSTRAINT reconcile_run_scope_check CHECK (scope IN ('changed', 'all')),
    state text NOT NULL CONSTRAINT reconcile_run_state_check CHECK (state IN ('running', 'done', 'cancelled')),
    destinations text[] COLLATE "C" NOT NULL,
    created_by text NOT NULL,
    reason text NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    wanted integer,
    asked integer NOT NULL DEFAULT 0,
    agrees integer NOT NULL DEFAULT 0,
    differs integer NOT NULL DEFAULT 0,
    unseen integer NOT NULL DEFAULT 0,
    healed integer NOT NULL DEFAULT 0,
    cells jsonb NOT NULL DEFAULT '{}'
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX reconcile_run_open ON reconcile_run (created_at) WHERE state = 'running'`,
  'CREATE INDEX reconcile_run_latest ON reconcile_run (created_at DESC)',
];

// Codes, days and causes alone: nothing of a person. `found_by`, `seen_by`, `asked_for`: the run or the manifest that found it, saw it last, and on whose account it was
// last mended.
const DISCREPANCIES = [
  `CREATE TABLE discrepancy (
    id uuid PRIMARY KEY,
    side text COLLATE "C" NOT NULL,
    tier text NOT NULL CONSTRAINT discrepancy_tier_check CHECK (tier IN ('commune', 'province', 'national')),
    kind text NOT NULL CONSTRAINT discrepancy_kind_check
      CHECK (kind IN ('missing-there', 'missing-here', 'field', 'steps', 'codes')),
    field text COLLATE "C" NOT NULL,
    dossier_code text COLLATE "C" NOT NULL,
    dossier_id bigint,
    client_id integer NOT NULL,
    unit_id integer NOT NULL,
    day date,
    fingerprint text NOT NULL,
    must_act text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    found_by uuid NOT NULL,
    seen_by uuid NOT NULL,
    cleared_at timestamptz,
    heal text NOT NULL CONSTRAINT discrepancy_heal_check CHECK (heal IN ('converge', 'reassert', 'renew', 'resend', 'task')),
    heal_state text NOT NULL CONSTRAINT discrepancy_heal_state_check CHECK (heal_state IN ('waiting', 'asked', 'stopped', 'person')),
    cause text NOT NULL,
    tries integer NOT NULL,
    asked_at timestamptz,
    asked_for uuid
  ) WITH (fillfactor = 70)`,
  'CREATE UNIQUE INDEX discrepancy_open ON discrepancy (side, dossier_code, kind, field) WHERE cleared_at IS NULL',
  'CREATE INDEX discrepancy_cause ON discrepancy (fingerprint) WHERE cleared_at IS NULL',
  `CREATE INDEX discrepancy_to_heal ON discrepancy (side, first_at) WHERE cleared_at IS NULL AND heal_state = 'waiting'`,
  'CREATE INDEX discrepancy_asked ON discrepancy (side, asked_at) WHERE asked_at IS NOT NULL',
  'CREATE INDEX discrepancy_asked_for ON discrepancy (asked_for) WHERE asked_for IS NOT NULL',
  'CREATE INDEX discrepancy_last ON discrepancy (last_at, id)',
  'CREATE INDEX discrepancy_bucket ON discrepancy (side, unit_id, day) WHERE cleared_at IS NULL',
];

const RESENDS = [
  `ALTER TABLE resend_request ALTER COLUMN restoration_id DROP NOT NULL, ADD COLUMN discrepancy_id uuid, ADD COLUMN item_pos bigint,
    ADD COLUMN dossier_code text COLLATE "C", ADD COLUMN closed_at timestamptz`,
  'CREATE INDEX resend_request_open ON resend_request (at) WHERE closed_at IS NULL AND discrepancy_id IS NOT NULL',
];

const DOWN = [
  'DROP INDEX resend_request_open',
  'DELETE FROM resend_request WHERE restoration_id IS NULL',
  `ALTER TABLE resend_request DROP COLUMN discrepancy_id, DROP COLUMN item_pos, DROP COLUMN dossier_code, DROP COLUMN closed_at,
    ALTER COLUMN restoration_id SET NOT NULL`,
  'DROP TABLE discrepancy',
  'DROP TABLE reconcile_run',
  'DROP TABLE manifest',
  'DROP TABLE manifest_bucket',
  `UPDATE lane SET asked = NULL, asked_by = NULL WHERE asked IN ('renew', 'forecast-verify')`,
  `ALTER TABLE lane DROP CONSTRAINT lane_asked_check, ADD CONSTRAINT lane_asked_check
    CHECK (asked IN ('converge', 'reassert', 'forecast-converge', 'forecast-reassert'))`,
  'DROP TABLE lane_check',
  'ALTER TABLE client DROP COLUMN speaks_for',
  'DROP INDEX dossier_bucket',
  `ALTER TABLE dossier DROP COLUMN p1, DROP COLUMN p1_seq, DROP COLUMN source_steps, DROP COLUMN source_step_at, DROP COLUMN source_step_status`,
];
