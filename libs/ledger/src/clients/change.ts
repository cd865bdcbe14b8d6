import type { EntityManager } from 'typeorm';
import type { LegalDay } from '#canonical';
import { takeVersions } from '../snapshots/versions.ts';
import { ClientRefused } from './refused.ts';

/** A change under way: everything happens in its transaction, at one moment. */
export interface Change {
  readonly db: EntityManager;
  readonly now: Date;
  readonly today: LegalDay;
  readonly pepper: Buffer;
}

/** What a change came to, and what the audit keeps of it: never a secret; undefined where all was already as it was wanted. */
export interface Changed<T> {
  readonly result: T;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

/** A client as changes find it. */
export interface ClientToChange {
  readonly id: number;
  readonly code: string;
  readonly sandbox: boolean;
}

/** Finds a client and keeps others from changing it until the end of the transaction. @throws ClientRefused */
export async function lockClient(db: EntityManager, code: string): Promise<ClientToChange> {
  await takeVersions(db, 'clients');
  const [client] = await db.query<ClientToChange[]>('SELECT id, code, sandbox FROM client WHERE code = $1 FOR UPDATE', [code]);
  if (client === undefined) throw new ClientRefused('client.unknown', code);
  return client;
}

/** Writes down who changed what. */
export async function writeAudit(
  db: EntityManager,
  { now, actor, act, subject, details }: { now: Date; actor: string; act: string; subject: string; details: object },
): Promise<void> {
  await db.query('INSERT INTO audit (at, actor, act, subject, details) VALUES ($1, $2, $3, $4, $5)', [
    ...[now, actor, act, subject],
    JSON.stringify(details),
  ]);
}
