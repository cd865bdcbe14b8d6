import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspectServer } from '#ledger';
import { findDatabase } from '../database/find-database.ts';
import { startEmbedded } from '../database/open-database.ts';
import { checkOutside } from '../database/outside.ts';
import { embeddedUrl } from '../database/postgres-part.ts';
import type { Places } from '../disk/places.ts';
import { prepareData } from '../disk/prepare-data.ts';
import { readSecret, SecretStore } from '../disk/secret-store.ts';
import { endLeftovers, releaseDataDir, takeDataDir } from '../processes/leftovers.ts';
import { LogFiles } from '../processes/log-files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** A database while it is worked on. */
export interface WorkedOn {
  readonly ownerUrl: string;
  readonly isEmbedded: boolean;
}

/** Which database, and where a data folder lies. */
export interface DatabaseAsked {
  readonly places: Places;
  /** `DATABASE_URL`; undefined = the embedded one. */
  readonly given: string | undefined;
  readonly terminal: Terminal;
}

/** Works on the database of an installation; the embedded one is started for that long where it does not run. @throws Trouble where there is none */
export async function withDatabase<T>(asked: DatabaseAsked, work: (database: WorkedOn) => Promise<T>): Promise<T> {
  const { places, given } = asked;
  if (given === undefined && !(await runs(places)) && existsSync(join(places.secrets, 'database-superuser')))
    return onStartedCluster(asked, work);
  const { ownerUrl, isEmbedded } = await findDatabase(places, given);
  return work({ ownerUrl, isEmbedded });
}

/** The same for a database that may not be there yet, and that nobody else may use meanwhile: the embedded one is made where there is none. */
export async function withOwnDatabase<T>(asked: DatabaseAsked, work: (database: WorkedOn) => Promise<T>): Promise<T> {
  if (asked.given === undefined) return onStartedCluster(asked, work);
  await checkOutside(asked.given);
  return work({ ownerUrl: asked.given, isEmbedded: false });
}

async function runs({ run, secrets }: Places): Promise<boolean> {
  const url = embeddedUrl(run, readSecret(join(secrets, 'database-superuser')) ?? '');
  return url !== undefined && (await inspectServer(url)).kind === 'open';
}

/** Takes the data folder, so that no edition starts on it in the meantime. */
async function onStartedCluster<T>({ places, terminal }: DatabaseAsked, work: (database: WorkedOn) => Promise<T>): Promise<T> {
  prepareData(places);
  takeDataDir(places.run);
  const logs = new LogFiles(places.logs);
  const stops: (() => Promise<void>)[] = [];
  try {
    await endLeftovers(places.run);
    const onStop = (stop: () => Promise<void>): void => {
      stops.push(stop);
    };
    const ownerUrl = await startEmbedded({ places, secrets: new SecretStore(places.secrets), logs, terminal, onStop });
    return await work({ ownerUrl, isEmbedded: true });
  } finally {
    for (const stop of stops) await stop();
    logs.close();
    releaseDataDir(places.run);
  }
}
