import type { DataSource, EntityManager } from 'typeorm';
import { writeAudit } from '../clients/change.ts';
import { databaseNow, openOwner } from '../setup/owner.ts';
import { LISTED_OPERATORS, type ListedOperator, type OperatorRole } from './operator.ts';
import { hashPassword } from './password.ts';
import { OperatorRefused } from './refused.ts';

/** A person to add. */
export interface OperatorOrder {
  readonly username: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly password: string;
}

/** A change under way, of one operator, at one moment. */
interface Change {
  readonly db: EntityManager;
  readonly now: Date;
  readonly username: string;
}

/** What a change came to, for the audit; undefined where all was already as it was wanted. */
type Details = Readonly<Record<string, unknown>> | undefined;

/**
 * The people who operate the gateway, as the province keeps them. Every change is one transaction together with its line in the audit,
 * and ends the sessions that began before it. `by` names the person who makes it. Changes throw `OperatorRefused` where they cannot be made.
 */
export class OperatorRegister {
  private constructor(private readonly source: DataSource) {}

  /** Opens the register with the owner's account. */
  static async open(ownerUrl: string): Promise<OperatorRegister> {
    return new OperatorRegister(await openOwner(ownerUrl));
  }

  async add({ username, name, role, password }: OperatorOrder, by: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.change('operator.add', { username, by }, async ({ db, now }) => {
      const made = await db.query<unknown[]>(
        `INSERT INTO operator (username, name, role, password, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING id`,
        [username, name, role, hash, now],
      );
      if (made.length === 0) throw new OperatorRefused('operator.exists', username);
      return { name, role };
    });
  }

  async setPassword(username: string, password: string, by: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.change('operator.password', { username, by }, async (change) => {
      const { id } = await lock(change);
      await change.db.query('UPDATE operator SET password = $2, failures = 0 WHERE id = $1', [id, hash]);
      await endSessions(change.db, id);
      return {};
    });
  }

  async setRole(username: string, role: OperatorRole, by: string): Promise<void> {
    await this.change('operator.role', { username, by }, async (change) => {
      const former = await lock(change);
      if (former.role === role) return undefined;
      if (role !== 'admin') await demandAnotherAdmin(change.db, former);
      await change.db.query('UPDATE operator SET role = $2 WHERE id = $1', [former.id, role]);
      await endSessions(change.db, former.id);
      return { from: former.role, to: role };
    });
  }

  async enable(username: string, by: string): Promise<void> {
    await this.change('operator.enable', { username, by }, (change) => setEnabled(change, true));
  }

  async disable(username: string, by: string): Promise<void> {
    await this.change('operator.disable', { username, by }, (change) => setEnabled(change, false));
  }

  list(): Promise<ListedOperator[]> {
    return this.source.query<ListedOperator[]>(LISTED_OPERATORS);
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }

  private async change(
    act: string,
    { username, by: actor }: { username: string; by: string },
    work: (change: Change) => Promise<Details>,
  ): Promise<void> {
    await this.source.transaction(async (db) => {
      const now = await databaseNow(db);
      const details = await work({ db, now, username });
      if (details !== undefined) await writeAudit(db, { now, actor, act, subject: username, details });
    });
  }
}

interface Locked {
  readonly id: number;
  readonly username: string;
  readonly role: OperatorRole;
  readonly enabled: boolean;
}

/** Finds an operator and keeps others from changing any until the end of the transaction. @throws OperatorRefused */
async function lock({ db, username }: Change): Promise<Locked> {
  // All administrators too: two who disable each other at once would leave none.
  const rows = await db.query<Locked[]>(
    `SELECT id, username, role, enabled FROM operator WHERE username = $1 OR role = 'admin' ORDER BY id FOR UPDATE`,
    [username],
  );
  const found = rows.find((row) => row.username === username);
  if (found === undefined) throw new OperatorRefused('operator.unknown', username);
  return found;
}

async function setEnabled(change: Change, enabled: boolean): Promise<Details> {
  const former = await lock(change);
  if (former.enabled === enabled) return undefined;
  if (!enabled) await demandAnotherAdmin(change.db, former);
  await change.db.query('UPDATE operator SET enabled = $2, failures = 0 WHERE id = $1', [former.id, enabled]);
  await endSessions(change.db, former.id);
  return {};
}

/** Somebody must be left who may see everything. @throws OperatorRefused */
async function demandAnotherAdmin(db: EntityManager, { id, role, enabled, username }: Locked): Promise<void> {
  if (role !== 'admin' || !enabled) return;
  const [other] = await db.query<unknown[]>(`SELECT id FROM operator WHERE role = 'admin' AND enabled AND id <> $1 LIMIT 1`, [
    id,
  ]);
  if (other === undefined) throw new OperatorRefused('operator.last-admin', username);
}

async function endSessions(db: EntityManager, id: number): Promise<void> {
  await db.query('DELETE FROM operator_session WHERE operator_id = $1', [id]);
}
