import { join } from 'node:path';
import { secretText } from '#runtime';
import type { Places } from '../disk/places.ts';
import { readSecret } from '../disk/secret-store.ts';
import { Trouble } from '../trouble.ts';

const PEPPER_BYTES = 32;

/** The pepper of the running doors. None is made: a new one would fit no credential. */
export function findPepper({ secrets }: Places): Buffer {
  const pepper = Buffer.from(secretText('PEPPER') ?? readSecret(join(secrets, 'pepper')) ?? '', 'base64');
  if (pepper.length === PEPPER_BYTES) return pepper;
  throw new Trouble({
    vi: `Cần PEPPER mà các cửa đang dùng: đặt PEPPER hoặc PEPPER_FILE, hoặc DATA_DIR có secrets/pepper (đang xem ${secrets})`,
    en: `The PEPPER of the running doors is needed: set PEPPER or PEPPER_FILE, or a DATA_DIR with secrets/pepper (looked in ${secrets})`,
  });
}
