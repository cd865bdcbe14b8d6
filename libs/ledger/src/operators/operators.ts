import type pg from 'pg';
import { query } from '../database.ts';
import { LISTED_OPERATORS, type ListedOperator, type OperatorRole } from './operator.ts';

/** An operator who may be about to log in. */
export interface OperatorAccount {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly enabled: boolean;
  /** As `verifyPassword` takes it. */
  readonly password: string;
}

/** A session that holds, and whose it is. */
export interface OperatorSession {
  readonly username: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly expiresAt: Date;
  /** Somebody used it so long ago that this should be noted. */
  readonly isStale: boolean;
}

/** How long sessions hold, altogether and unused. */
export interface SessionTerms {
  readonly lifetimeMs: number;
  readonly idleMs: number;
}

/** A session by the hash of its token, at a moment. */
export interface SessionAt {
  readonly tokenHash: Buffer;
  readonly now: Date;
}

/** So much of a use goes unnoted: a page asks several times a second. */
const NOTE_EVERY_MS = 60_000;
/** Of one person at the same time; with more the oldest ends. */
const MOST_SESSIONS = 20;

/** The operators as their desk sees them: who logs in, and whose session a request comes with. What they may do is set elsewhere. */
export class Operators {
  constructor(
    private readonly pool: pg.Pool,
    private readonly terms: SessionTerms,
  ) {}

  async find(username: string): Promise<OperatorAccount | undefined> {
    const [row] = await query<OperatorAccount>(this.pool, {
      name: 'operator-find',
      text: 'SELECT id, username, name, role, enabled, password FROM operator WHERE username = $1',
      values: [username],
    });
    return row;
  }

  list(): Promise<ListedOperator[]> {
    return query<ListedOperator>(this.pool, { name: 'operator-list', text: LISTED_OPERATORS });
  }

  /**
   * Begins a session, in the place of the one that the request came with; answers until when it holds. Undefined where the account was
   * disabled, or its password changed, since it was found.
   */
  async begin({ id, password }: OperatorAccount, { tokenHash, now, former, from }: BeginOrder): Promise<Date | undefined> {
    const expiresAt = new Date(now.getTime() + this.terms.lifetimeMs);
    const rows = await query(this.pool, {
      name: 'operator-begin',
      text: BEGIN,
      values: [id, password, tokenHash, now, expiresAt, former ?? null, MOST_SESSIONS - 1, this.idleSince(now), { from }],
    });
    return rows.length === 1 ? expiresAt : undefined;
  }

  /** Notes a login that failed. The name is kept where it is an operator's: what else stands there may be a password. */
  async noteFailure(username: string, { now, from }: { now: Date; from: string }): Promise<void> {
    await query(this.pool, { name: 'operator-failure', text: FAILURE, values: [username, now, { from }] });
  }

  /** The session of a token, while it holds. */
  async read({ tokenHash, now }: SessionAt): Promise<OperatorSession | undefined> {
    const [row] = await query<OperatorSession>(this.pool, {
      name: 'operator-session',
      text: `SELECT o.username, o.name, o.role, s.expires_at AS "expiresAt", s.seen_at <= $4 AS "isStale"
        FROM operator_session s JOIN operator o ON o.id = s.operator_id
        WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND o.enabled`,
      values: [tokenHash, now, this.idleSince(now), new Date(now.getTime() - NOTE_EVERY_MS)],
    });
    return row;
  }

  /** Notes that a session is used. */
  async touch({ tokenHash, now }: SessionAt): Promise<void> {
    await query(this.pool, {
      name: 'operator-touch',
      text: 'UPDATE operator_session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2',
      values: [tokenHash, now],
    });
  }

  /** Which of these sessions still hold, by their hashes in hex. */
  async stillValid(tokenHashes: readonly Buffer[], now: Date): Promise<ReadonlySet<string>> {
    const rows = await query<{ hash: string }>(this.pool, {
      name: 'operator-sessions-valid',
      text: `SELECT encode(s.token_hash, 'hex') AS hash FROM operator_session s JOIN operator o ON o.id = s.operator_id
        WHERE s.token_hash = ANY($1) AND s.expires_at > $2 AND s.seen_at > $3 AND o.enabled`,
      values: [tokenHashes, now, this.idleSince(now)],
    });
    return new Set(rows.map(({ hash }) => hash));
  }

  /** Ends a session, with its line in the audit. */
  async end({ tokenHash, now }: SessionAt): Promise<void> {
    await query(this.pool, { name: 'operator-end', text: END, values: [tokenHash, now] });
  }

  private idleSince(now: Date): Date {
    return new Date(now.getTime() - this.terms.idleMs);
  }
}

/** A session to begin: the hash of its token, that of the one it replaces, and the address from where. */
export interface BeginOrder extends SessionAt {
  readonly former: Buffer | undefined;
  readonly from: string;
}

// Sessions that are over go with every login: nobody else has to come by for that.
const BEGIN = `
  WITH known AS (
    UPDATE operator SET last_login_at = $4, failures = 0 WHERE id = $1 AND password = $2 AND enabled RETURNING id, username
  ), ended AS (
    DELETE FROM operator_session s USING known k
    WHERE s.expires_at <= $4 OR s.seen_at <= $8 OR s.token_hash = $6 OR s.token_hash IN (
      SELECT token_hash FROM operator_session WHERE operator_id = k.id ORDER BY begun_at DESC OFFSET $7)
  ), begun AS (
    INSERT INTO operator_session (token_hash, operator_id, begun_at, seen_at, expires_at) SELECT $3, id, $4, $4, $5 FROM known
  )
  INSERT INTO audit (at, actor, act, subject, details) SELECT $4, username, 'operator.login', username, $9::jsonb FROM known
  RETURNING 1`;

const FAILURE = `
  WITH known AS (UPDATE operator SET failures = failures + 1 WHERE username = $1 RETURNING username)
  INSERT INTO audit (at, actor, act, subject, details)
  SELECT $2, 'console', 'operator.login-failed', coalesce((SELECT username FROM known), '?'), $3::jsonb`;

const END = `
  WITH ended AS (DELETE FROM operator_session WHERE token_hash = $1 RETURNING operator_id)
  INSERT INTO audit (at, actor, act, subject, details)
  SELECT $2, o.username, 'operator.logout', o.username, '{}' FROM ended e JOIN operator o ON o.id = e.operator_id`;
