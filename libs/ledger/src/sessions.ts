import type pg from 'pg';
import type { Cipher } from './cipher.ts';
import { query } from './database.ts';

/** A session at a partner. `number` grows with every login: only who still holds the newest may ask for another. */
export interface PartnerSession {
  readonly number: number;
  readonly session: string;
  readonly obtainedAt: Date;
  /** By the partner's own word; undefined where it gave none. */
  readonly usableUntil: Date | undefined;
}

/** A login that succeeded. */
interface StoredLogin {
  readonly number: number;
  readonly holder: string;
  readonly session: string;
  readonly usableUntil: Date | undefined;
  readonly now: Date;
}

interface SessionRow {
  number: number;
  session_enc: Buffer | null;
  key_id: number | null;
  obtained_at: Date | null;
  usable_until: Date | null;
}

/** What there is: a session, or the wait until somebody may log in. */
export interface SessionState {
  readonly current: PartnerSession | undefined;
  readonly number: number;
}

/** Sessions at partners, kept encrypted in the database so that all processes share one: a login per age-out, not per process. */
export class Sessions {
  constructor(
    private readonly pool: pg.Pool,
    private readonly cipher: Cipher,
  ) {}

  async read(destination: string): Promise<SessionState> {
    const [row] = await query<SessionRow>(this.pool, {
      name: 'session-read',
      text: 'SELECT number, session_enc, key_id, obtained_at, usable_until FROM partner_session WHERE destination = $1',
      values: [destination],
    });
    if (row === undefined) return { current: undefined, number: 0 };
    const { number, session_enc, key_id, obtained_at, usable_until } = row;
    if (session_enc === null || key_id === null || obtained_at === null) return { current: undefined, number };
    await this.cipher.load([key_id]);
    const session = this.cipher.unseal(session_enc, key_id, rowId(destination, number)).toString();
    return { current: { number, session, obtainedAt: obtained_at, usableUntil: usable_until ?? undefined }, number };
  }

  /** Takes the right to log in, if the newest session is still that number and nobody else is at it. */
  async takeLogin(destination: string, claim: { number: number; holder: string; now: Date; untilMs: number }): Promise<boolean> {
    const { number, holder, now, untilMs } = claim;
    const rows = await query(this.pool, {
      name: 'session-take',
      text: `INSERT INTO partner_session AS s (destination, number, login_holder, login_until, login_failures)
        VALUES ($1, $2, $3, $5, 0)
        ON CONFLICT (destination) DO UPDATE SET login_holder = excluded.login_holder, login_until = excluded.login_until
        WHERE s.number = $2 AND (s.login_until IS NULL OR s.login_until <= $4) AND (s.login_not_before IS NULL OR s.login_not_before <= $4)
        RETURNING 1`,
      values: [destination, number, holder, now, new Date(now.getTime() + untilMs)],
    });
    return rows.length === 1;
  }

  /** Stores the session of a login that we had the right to. */
  async store(destination: string, login: StoredLogin): Promise<void> {
    const { number, holder, session, usableUntil, now } = login;
    const sealed = this.cipher.seal(session, rowId(destination, number + 1));
    await query(this.pool, {
      name: 'session-store',
      text: `UPDATE partner_session SET number = $2 + 1, session_enc = $4, key_id = $5, obtained_at = $6, usable_until = $7, login_holder = NULL,
          login_until = NULL, login_failures = 0, login_not_before = NULL
        WHERE destination = $1 AND number = $2 AND login_holder = $3`,
      values: [destination, number, holder, sealed.data, sealed.keyId, now, usableUntil ?? null],
    });
  }

  /** Gives the right back after a failed login; nobody tries again before that time. Answers the failures in a row. */
  async giveBack(destination: string, failure: { number: number; holder: string; notBefore: Date }): Promise<void> {
    await query(this.pool, {
      name: 'session-give-back',
      text: `UPDATE partner_session SET login_holder = NULL, login_until = NULL, login_failures = login_failures + 1, login_not_before = $4
        WHERE destination = $1 AND number = $2 AND login_holder = $3`,
      values: [destination, failure.number, failure.holder, failure.notBefore],
    });
  }
}

function rowId(destination: string, number: number): string {
  return `session|${destination}|${String(number)}`;
}
