import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** How hard a guess is made: about 32 MiB and a tenth of a second each. */
const COST = { ln: 15, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

interface Cost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** How a password of a person is stored: scrypt with a salt of its own, as a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { salt, cost: COST, bytes: HASH_BYTES });
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Whether a password is the one that is stored. With nothing stored the answer is no, after the same work: who is not there cannot be
 * told by the time that it takes.
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, ln, r, p, salt, hash] = PHC.exec(stored ?? NOBODYS) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('a stored password is no PHC string of scrypt');
  const wanted = Buffer.from(hash, 'base64');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  const found = await derive(password, { salt: Buffer.from(salt, 'base64'), cost, bytes: wanted.length });
  return timingSafeEqual(found, wanted) && stored !== undefined;
}

/** Of the same cost as any other, and of no password. */
const NOBODYS = `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${unpadded(randomBytes(SALT_BYTES))}$${unpadded(randomBytes(HASH_BYTES))}`;

function derive(password: string, { salt, cost, bytes }: { salt: Buffer; cost: Cost; bytes: number }): Promise<Buffer> {
  const N = 2 ** cost.ln;
  const { r, p } = cost;
  // One text, however its accents were typed.
  const text = password.normalize('NFC');
  return new Promise((resolve, reject) => {
    scrypt(text, salt, bytes, { N, r, p, maxmem: 256 * N * r }, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
