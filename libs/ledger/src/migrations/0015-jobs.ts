import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Work that an operator orders and that outlives the process which does it: one table of jobs, claimed under a lease with a fence, each
 * with a cursor and its frozen list; and lanes that remember which job asks something of them.
 */
export class Jobs1700000000015 implements MigrationInterface {
  name = 'Jobs1700000000015';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE lane DROP COLUMN asked, DROP COLUMN asked_by');
    await runner.query('DROP TABLE job_item');
    await runner.query('DROP TABLE job');
  }
}

const STATEMENTS = [
  // `task` says what is to be done, `codes` names the dossiers where they were listed: neither holds anything personal. A job that was
  // cancelled winds down until no lane is asked for it any more.
  `CREATE TABLE job (
    id uuid PRIMARY KEY,
    kind text NOT NULL CONSTRAINT job_kind_check CHECK (kind IN ('replay')),
    state text NOT NULL CONSTRAINT job_state_check CHECK (state IN ('listing', 'ready', 'running', 'cancelled', 'done', 'failed')),
    task jsonb NOT NULL,
    task_hash text NOT NULL,
    destinations text[] COLLATE "C" NOT NULL,
    codes text[] COLLATE "C",
    unknown_codes text[] COLLATE "C" NOT NULL DEFAULT '{}',
    reason text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL,
    listed_at timestamptz,
    ready_at timestamptz,
    started_at timestamptz,
    finished_at timestamptz,
    cursor bigint NOT NULL DEFAULT 0,
    counts jsonb NOT NULL DEFAULT '{}',
    per_second real NOT NULL DEFAULT 0,
    error text,
    winding_down boolean NOT NULL DEFAULT false,
    holder text,
    lease_until timestamptz,
    fence bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX job_open ON job (created_at) WHERE state IN ('listing', 'running') OR winding_down`,
  'CREATE INDEX job_latest ON job (kind, created_at DESC)',
  // The forecast holds what would be sent, masked, and is sealed all the same. `until_seq`: the last item of the dossier when it was handed over
  // to be sent; null before.
  `CREATE TABLE job_item (
    job_id uuid NOT NULL REFERENCES job,
    dossier_id bigint NOT NULL,
    destination text COLLATE "C" NOT NULL,
    state text NOT NULL CONSTRAINT job_item_state_check
      CHECK (state IN ('listed', 'looking', 'ready', 'nothing', 'running', 'delivered', 'waiting', 'failed')),
    to_send integer,
    forecast_enc bytea,
    key_id integer,
    until_seq integer,
    outcome text,
    PRIMARY KEY (job_id, dossier_id, destination)
  ) WITH (fillfactor = 70)`,
  'CREATE INDEX job_item_state ON job_item (job_id, destination, state, dossier_id)',
  `ALTER TABLE lane
    ADD COLUMN asked text CONSTRAINT lane_asked_check
      CHECK (asked IN ('converge', 'reassert', 'forecast-converge', 'forecast-reassert')),
    ADD COLUMN asked_by uuid`,
];
