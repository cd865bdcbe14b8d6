import { join } from 'node:path';
import type { Places } from '../disk/places.ts';
import { readSecret } from '../disk/secret-store.ts';
import { Trouble } from '../trouble.ts';
import { checkOutside } from './outside.ts';
import { embeddedUrl } from './postgres-part.ts';

/** A database that is there already, by its owner's address. */
export interface FoundDatabase {
  readonly ownerUrl: string;
  readonly database: string;
  /** It is the one of a running single-machine edition. */
  readonly isEmbedded: boolean;
}

/** Finds the database of an installation, or the running one of the single-machine edition. Nothing is made. */
export async function findDatabase(places: Places, given: string | undefined): Promise<FoundDatabase> {
  const ownerUrl = given ?? embedded(places);
  const { database } = await checkOutside(ownerUrl).catch((error: unknown) => {
    throw given === undefined ? notRunning(places) : error;
  });
  return { ownerUrl, database, isEmbedded: given === undefined };
}

function embedded(places: Places): string {
  const password = readSecret(join(places.secrets, 'database-superuser')) ?? '';
  const url = embeddedUrl(places.run, password);
  if (url === undefined) throw notRunning(places);
  return url;
}

function notRunning({ data }: Places): Trouble {
  return new Trouble({
    vi: `Không thấy cơ sở dữ liệu: PostgreSQL đi kèm của ${data} không chạy. Chạy npm start trước, hoặc đặt DATABASE_URL.`,
    en: `No database: the embedded PostgreSQL of ${data} does not run. Run npm start first, or set DATABASE_URL.`,
  });
}
