import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretText } from '#runtime';
import { checkOutside } from '../database/outside.ts';
import { embeddedUrl } from '../database/postgres-part.ts';
import type { Places } from '../disk/places.ts';
import { Trouble } from '../trouble.ts';

/** The owner's address of the database and the pepper of its credentials. */
export interface FoundDatabase {
  readonly ownerUrl: string;
  readonly pepper: Buffer;
}

const PEPPER_BYTES = 32;

/** Finds the database of an installation, or the running one of the single-machine edition. Nothing is made: a new pepper would fit nothing. */
export async function findDatabase(places: Places, given: string | undefined): Promise<FoundDatabase> {
  const ownerUrl = given ?? embedded(places);
  const pepper = findPepper(places);
  await checkOutside(ownerUrl).catch((error: unknown) => {
    throw given === undefined ? notRunning(places) : error;
  });
  return { ownerUrl, pepper };
}

function embedded(places: Places): string {
  const url = embeddedUrl(places.run, readSecret(places, 'database-superuser') ?? '');
  if (url === undefined) throw notRunning(places);
  return url;
}

function findPepper(places: Places): Buffer {
  const pepper = Buffer.from(secretText('PEPPER') ?? readSecret(places, 'pepper') ?? '', 'base64');
  if (pepper.length === PEPPER_BYTES) return pepper;
  throw new Trouble({
    vi: `Cần PEPPER mà các cửa đang dùng: đặt PEPPER hoặc PEPPER_FILE, hoặc DATA_DIR có secrets/pepper (đang xem ${places.secrets})`,
    en: `The PEPPER of the running doors is needed: set PEPPER or PEPPER_FILE, or a DATA_DIR with secrets/pepper (looked in ${places.secrets})`,
  });
}

function readSecret({ secrets }: Places, name: string): string | undefined {
  const file = join(secrets, name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function notRunning({ data }: Places): Trouble {
  return new Trouble({
    vi: `Không thấy cơ sở dữ liệu: PostgreSQL đi kèm của ${data} không chạy. Chạy npm start trước, hoặc đặt DATABASE_URL.`,
    en: `No database: the embedded PostgreSQL of ${data} does not run. Run npm start first, or set DATABASE_URL.`,
  });
}
