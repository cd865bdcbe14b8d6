import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Evidence: a leaf for every accepted item, a block of leaves about every minute, each block linked to the one before, and an anchor signed
 * at the end of every day. Items that were accepted before have no salt and no leaf.
 */
export class Evidence1700000000022 implements MigrationInterface {
  name = 'Evidence1700000000022';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // Erased with the content: what is left of an item then is a leaf that nobody can try out.
  'ALTER TABLE item ADD COLUMN salt bytea CONSTRAINT item_salt_check CHECK (length(salt) = 16)',
  `CREATE TABLE evidence_leaf (
    pos bigint PRIMARY KEY,
    leaf bytea NOT NULL CHECK (length(leaf) = 32)
  )`,
  `CREATE TABLE evidence_block (
    number bigint PRIMARY KEY CHECK (number > 0),
    first_pos bigint NOT NULL,
    last_pos bigint NOT NULL,
    leaves integer NOT NULL CHECK (leaves > 0),
    total bigint NOT NULL,
    root bytea NOT NULL CHECK (length(root) = 32),
    sealed_at timestamptz NOT NULL,
    previous bytea NOT NULL CHECK (length(previous) = 32),
    link bytea NOT NULL UNIQUE CHECK (length(link) = 32)
  )`,
  'CREATE INDEX evidence_block_sealed ON evidence_block (sealed_at)',
  `CREATE TABLE evidence_anchor (
    day date PRIMARY KEY,
    block bigint NOT NULL,
    leaves bigint NOT NULL,
    link bytea NOT NULL CHECK (length(link) = 32),
    signed_at timestamptz NOT NULL,
    key_id text NOT NULL,
    signature text NOT NULL
  )`,
  `INSERT INTO duty (name, cursor) SELECT 'seal-evidence', coalesce(max(pos), 0) FROM item`,
];

const DOWN = [
  `DELETE FROM duty WHERE name = 'seal-evidence'`,
  'DROP TABLE evidence_anchor',
  'DROP TABLE evidence_block',
  'DROP TABLE evidence_leaf',
  'ALTER TABLE item DROP COLUMN salt',
];
