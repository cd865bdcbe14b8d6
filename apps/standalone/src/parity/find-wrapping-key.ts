import { join } from 'node:path';
import { secretText } from '#runtime';
import { readSecret } from '../disk/secret-store.ts';
import type { Places } from '../disk/places.ts';
import { Trouble } from '../trouble.ts';

const KEY_BYTES = 32;

/** The key under which the running gateway encrypts. None is made: a new one would open nothing. */
export function findWrappingKey({ secrets }: Places): Buffer {
  const key = Buffer.from(secretText('WRAPPING_KEY') ?? readSecret(join(secrets, 'wrapping-key')) ?? '', 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new Trouble({
    vi: `Cần WRAPPING_KEY mà cổng đang dùng: đặt WRAPPING_KEY hoặc WRAPPING_KEY_FILE, hoặc DATA_DIR có secrets/wrapping-key (đang xem ${secrets})`,
    en: `The WRAPPING_KEY of the running gateway is needed: set WRAPPING_KEY or WRAPPING_KEY_FILE, or a DATA_DIR with secrets/wrapping-key (looked in ${secrets})`,
  });
}
