import { In, type EntityManager } from 'typeorm';
import { hashLogin, hashSecret } from '../directory.ts';
import { ClientKey } from '../entities/client-key.entity.ts';
import { ClientScope } from '../entities/client-scope.entity.ts';
import { ClientRecord } from '../entities/client.entity.ts';
import { UnitAlias } from '../entities/unit-alias.entity.ts';
import { databaseNow, ownerDataSource } from './migrate.ts';

/** A client to make: a system, its API key and the administrative codes of the units that it may speak for. */
export interface ClientToCreate {
  readonly code: string;
  readonly name: string;
  readonly apiKey: string;
  /** Name and password for the doors where a system logs in; absent = it does not. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Absent = a commune's system. */
  readonly role?: 'commune' | 'portal';
  readonly unitCodes: readonly string[];
  /** Whether a step is made for a version that closes a dossier without one; absent = as it is, at first no. */
  readonly closingStep?: boolean;
}

const ALWAYS = '(,)';

/** Makes clients that are not there yet, and adds keys and units that they do not have yet. Idempotent; all or none. */
export async function createClients(ownerUrl: string, pepper: Buffer, clients: readonly ClientToCreate[]): Promise<void> {
  const source = await ownerDataSource(ownerUrl).initialize();
  try {
    await source.transaction(async (db) => {
      const now = await databaseNow(db);
      for (const client of clients) await createClient(db, client, { pepper, now });
      await db.query('NOTIFY clients_changed');
    });
  } finally {
    await source.destroy();
  }
}

async function createClient(
  db: EntityManager,
  { code, name, role = 'commune', apiKey, login, unitCodes, closingStep }: ClientToCreate,
  { pepper, now }: { pepper: Buffer; now: Date },
): Promise<void> {
  await db.createQueryBuilder().insert().into(ClientRecord).values({ code, name, role, createdAt: now }).orIgnore().execute();
  if (closingStep !== undefined) await db.update(ClientRecord, { code }, { closingStep });
  const client = await db.findOneByOrFail(ClientRecord, { code });
  const key = { client, kind: 'api-key', secretHash: hashSecret(apiKey, pepper), createdAt: now } as const;
  await db.createQueryBuilder().insert().into(ClientKey).values(key).orIgnore().execute();
  if (login !== undefined) await addLogin(db, { client, login }, { pepper, now });
  const aliases = await db.find(UnitAlias, {
    where: { scheme: 'administrative', code: In([...unitCodes]) },
    relations: { unit: true },
  });
  const scopes = aliases.map(({ unit }) => ({ clientId: client.id, unitId: unit.id, valid: ALWAYS }));
  if (scopes.length > 0) await db.createQueryBuilder().insert().into(ClientScope).values(scopes).orIgnore().execute();
}

async function addLogin(
  db: EntityManager,
  { client, login }: { client: ClientRecord; login: NonNullable<ClientToCreate['login']> },
  { pepper, now }: { pepper: Buffer; now: Date },
): Promise<void> {
  const { username } = login;
  const key = { client, kind: 'password', username, secretHash: hashLogin(login, pepper), createdAt: now } as const;
  await db.createQueryBuilder().insert().into(ClientKey).values(key).orIgnore().execute();
}
