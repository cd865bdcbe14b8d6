import type pg from 'pg';
import { onLongConnection } from './connection.ts';
import { BackupRefused } from './refused.ts';

const OTHERS = `
  SELECT concat_ws(' ', nullif(application_name, ''), usename) AS who FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY 1 LIMIT 8`;

/** Who else is connected to this database: eight at most, each by its program and account. */
export async function connectedOthers(db: pg.ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ who: string }>(OTHERS);
  return rows.map(({ who }) => who);
}

/** Refuses what is meant for a ledger at rest while anybody works on it. @throws BackupRefused `ledger.in-use` */
export async function demandAtRest(ownerUrl: string): Promise<void> {
  const others = await onLongConnection(ownerUrl, 'after-restore', connectedOthers);
  if (others.length > 0) throw new BackupRefused('ledger.in-use', others);
}
