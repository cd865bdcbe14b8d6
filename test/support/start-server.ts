import { migrateDatabase, prepareDatabase } from '#ledger';
import { command, databaseUrl, PREPARED, TEMPLATE } from './databases.ts';
import { PREPARATION } from './preparation.ts';
import { startPostgresServer, type PostgresServer } from './postgres-server.ts';
import type { RabbitServer } from './rabbit-server.ts';

/** What the start leaves for the stop: jest loads the two as separate modules. */
export interface Started {
  testServer?: PostgresServer;
  testBroker?: RabbitServer;
}

/** One server for the whole run, with the templates that the tests copy. The workers start later and inherit the address. */
export default async function startServer(): Promise<void> {
  const started = globalThis as Started;
  if (started.testServer !== undefined) return;
  // An ending by a signal tells nobody about it; one by exit ends the server and removes its data.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const server = await startPostgresServer();
  started.testServer = server;
  await command(server.url, `CREATE DATABASE ${TEMPLATE}`);
  await migrateDatabase(databaseUrl(server.url, TEMPLATE));
  await command(server.url, `CREATE DATABASE ${PREPARED} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
  await prepareDatabase({ ownerUrl: databaseUrl(server.url, PREPARED), destinations: [], ...PREPARATION });
  process.env['TEST_DATABASE_URL'] = server.url;
}
