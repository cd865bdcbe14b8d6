import { createHmac, timingSafeEqual } from 'node:crypto';

const PURPOSE = 'national dialect session';
const TOKEN = /^(\d{1,10})\.(\d{1,12})\.([\w-]{43})$/;

/**
 * Sessions of the dialect: tokens that name a credential and when they end, authenticated under a key of their own. Nothing is
 * stored, because real clients log in for every call; a session ends with its credential all the same, which is looked up each time.
 */
export class Sessions {
  private readonly key: Buffer;

  constructor(
    pepper: Buffer,
    private readonly seconds: number,
  ) {
    this.key = createHmac('sha256', pepper).update(PURPOSE).digest();
  }

  /** A session of a credential, from now on. */
  open(keyId: number, now: Date): string {
    const claim = `${String(keyId)}.${String(secondsOf(now) + this.seconds)}`;
    return `${claim}.${this.sign(claim).toString('base64url')}`;
  }

  /** The credential of a session that is ours and has not ended. */
  credentialOf(session: unknown, now: Date): number | undefined {
    const [, keyId, end, signature = ''] = typeof session === 'string' ? (TOKEN.exec(session) ?? []) : [];
    if (keyId === undefined || end === undefined) return undefined;
    const isOurs = timingSafeEqual(Buffer.from(signature, 'base64url'), this.sign(`${keyId}.${end}`));
    return isOurs && Number(end) > secondsOf(now) ? Number(keyId) : undefined;
  }

  private sign(claim: string): Buffer {
    return createHmac('sha256', this.key).update(claim).digest();
  }
}

function secondsOf(now: Date): number {
  return Math.floor(now.getTime() / 1_000);
}
