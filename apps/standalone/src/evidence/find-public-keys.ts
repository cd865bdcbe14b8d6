import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublicKey, secretText, SigningKey } from '#runtime';
import type { Places } from '../disk/places.ts';
import { readSecret } from '../disk/secret-store.ts';
import { EVIDENCE_KEY } from '../processes/programs.ts';
import { Trouble } from '../trouble.ts';

const SEED_BYTES = 32;

/** The public keys of these files; of none: that of this gateway. @throws Trouble */
export function findPublicKeys(files: readonly string[], { secrets }: Places): PublicKey[] {
  if (files.length > 0) return files.flatMap(readKeys);
  const seed = Buffer.from(secretText('EVIDENCE_KEY') ?? readSecret(join(secrets, EVIDENCE_KEY)) ?? '', 'base64');
  if (seed.length === SEED_BYTES) return [new SigningKey(seed).publicKey];
  throw new Trouble({
    vi: `Cần khoá công khai: --key <tệp.pem>, hoặc EVIDENCE_KEY của cổng (đang xem ${secrets})`,
    en: `A public key is needed: --key <file.pem>, or the EVIDENCE_KEY of the gateway (looked in ${secrets})`,
  });
}

function readKeys(file: string): PublicKey[] {
  const found = keysIn(file);
  if (found.length > 0) return found;
  throw new Trouble({ vi: `${file} không có khoá công khai Ed25519 (PEM)`, en: `${file} holds no public key of Ed25519 (PEM)` });
}

function keysIn(file: string): PublicKey[] {
  const text = readFileSync(file, 'utf8');
  try {
    return PublicKey.readAll(text);
  } catch {
    return [];
  }
}
