import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

// What stands before the 32 bytes of a key in its encoding (RFC 8410 §7 and §4).
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_BYTES = 32;

/** A key that signs by Ed25519 (RFC 8032): the same bytes have the same signature at any time. */
export class SigningKey {
  readonly publicKey: PublicKey;
  private readonly key: KeyObject;

  /** @param seed 32 random bytes, which are the secret */
  constructor(seed: Buffer) {
    this.key = createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' });
    this.publicKey = new PublicKey(createPublicKey(this.key));
  }

  /** The signature, base64. */
  sign(bytes: Uint8Array): string {
    return sign(null, bytes, this.key).toString('base64');
  }
}

/** What verifies signatures, and is for everybody. */
export class PublicKey {
  /** Names the key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes. */
  readonly id: string;
  /** The key as SPKI in PEM. */
  readonly pem: string;

  constructor(private readonly key: KeyObject) {
    const raw = key.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_BYTES);
    this.id = createHash('sha256').update(raw).digest('hex').slice(0, 16);
    this.pem = key.export({ format: 'pem', type: 'spki' }).toString();
  }

  /** The keys of a text in PEM, one or several. @throws where one is no Ed25519 key */
  static readAll(text: string): PublicKey[] {
    const found = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
    return found.map((pem) => {
      const key = createPublicKey(pem);
      if (key.asymmetricKeyType !== 'ed25519') throw new Error(`a key of ${String(key.asymmetricKeyType)} is not one of Ed25519`);
      return new PublicKey(key);
    });
  }

  verifies(bytes: Uint8Array, signature: string): boolean {
    return verify(null, bytes, this.key, Buffer.from(signature, 'base64'));
  }
}
