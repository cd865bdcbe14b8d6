import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto';
import { secretText } from '#runtime';
import { Trouble } from '../trouble.ts';

/** Secrets by the names under which a data folder keeps them; `pepper` and `wrapping-key` are always among them. */
export type KeptSecrets = Readonly<Record<string, string>>;

/** How the keys are encrypted: a key made of a passphrase by scrypt, AES-256-GCM over the JSON of the secrets. Binary values are base64. */
interface KeysFile {
  readonly format: typeof FORMAT;
  readonly kdf: { readonly name: 'scrypt'; readonly N: number; readonly r: number; readonly p: number; readonly salt: string };
  readonly cipher: { readonly name: 'aes-256-gcm'; readonly iv: string; readonly tag: string };
  readonly data: string;
}

const FORMAT = 'one-stop-gateway-keys-1';
// About 128 MiB and half a second per guess (RFC 7914).
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const MAX_MEMORY = 256 * 1024 * 1024;
const SHORTEST = 12;
const IV_BYTES = 12;

/** The passphrase of `BACKUP_PASSPHRASE` or `BACKUP_PASSPHRASE_FILE`; undefined where neither is set. @throws Trouble where it is short */
export function readPassphrase(): string | undefined {
  const text = secretText('BACKUP_PASSPHRASE');
  if (text === undefined || text === '') return undefined;
  if (text.length >= SHORTEST) return text;
  throw new Trouble({
    vi: `BACKUP_PASSPHRASE quá ngắn: cần ít nhất ${String(SHORTEST)} ký tự`,
    en: `BACKUP_PASSPHRASE is too short: at least ${String(SHORTEST)} characters are needed`,
  });
}

/** Encrypts secrets under a passphrase. */
export function sealKeys(secrets: KeptSecrets, passphrase: string): string {
  const [salt, iv] = [randomBytes(16), randomBytes(IV_BYTES)];
  const kdf = { name: 'scrypt', ...COST, salt: salt.toString('base64') } as const;
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, kdf), iv).setAAD(headOf(kdf));
  const data = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()]);
  const file: KeysFile = {
    format: FORMAT,
    kdf,
    cipher: { name: 'aes-256-gcm', iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64') },
    data: data.toString('base64'),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Opens what `sealKeys` made; undefined where the passphrase is another. @throws Trouble where it is no such file */
export function openKeys(text: string, passphrase: string): KeptSecrets | undefined {
  const file = parse(text);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, file.kdf), Buffer.from(file.cipher.iv, 'base64'));
  decipher.setAAD(headOf(file.kdf)).setAuthTag(Buffer.from(file.cipher.tag, 'base64'));
  try {
    const plain = Buffer.concat([decipher.update(Buffer.from(file.data, 'base64')), decipher.final()]);
    return JSON.parse(plain.toString('utf8')) as KeptSecrets;
  } catch {
    return undefined;
  }
}

/** What tells a key from another without saying it. */
export function fingerprintOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex');
}

function parse(text: string): KeysFile {
  const file = JSON.parse(text) as Partial<KeysFile>;
  if (file.format === FORMAT) return file as KeysFile;
  throw new Trouble({ vi: 'Tệp khoá không phải của cổng này', en: 'The file of keys is not of this gateway' });
}

function keyOf(passphrase: string, { N, r, p, salt }: KeysFile['kdf']): Buffer {
  // One spelling, however the keyboard composed the letters.
  return scryptSync(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem: MAX_MEMORY });
}

function headOf({ name, N, r, p, salt }: KeysFile['kdf']): Buffer {
  return Buffer.from([FORMAT, name, N, r, p, salt].join('|'));
}
