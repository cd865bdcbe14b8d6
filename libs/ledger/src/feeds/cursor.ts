import { createHmac, timingSafeEqual } from 'node:crypto';
import { readVarints, writeVarints } from './varints.ts';

/** The feeds that are walked with cursors. */
export type FeedName = 'status-changes' | 'outcomes' | 'resend-requests';

/** How far a walk of a feed has come. `issuedOn` is a day since 1970 in UTC. */
export type Cursor =
  /** `units`: the scope that it was walked with, ascending; empty where the feed has none. */
  | { readonly kind: 'walk'; readonly issuedOn: number; readonly position: number; readonly units: readonly number[] }
  /** Of one unit alone, up to and with the position `until`. */
  | {
      readonly kind: 'backfill';
      readonly issuedOn: number;
      readonly position: number;
      readonly until: number;
      readonly unit: number;
    };

const WALK = 1;
const BACKFILL = 2;
const MAC_BYTES = 16;
const LONGEST = 12_000;

/**
 * Writes cursors and reads them again. A cursor is opaque and keeps nothing on our side: it holds its position and scope, and a code
 * under a key of ours that also covers whose it is and of which feed. One that was changed, made up, or given to somebody else does
 * not read.
 */
export class Cursors {
  private readonly key: Buffer;

  constructor(pepper: Buffer) {
    // A key of its own: what the pepper makes of API keys lies in the database.
    this.key = createHmac('sha256', pepper).update('feed cursors').digest();
  }

  write(cursor: Cursor, owner: { feed: FeedName; clientId: number }): string {
    const { issuedOn, position } = cursor;
    const numbers =
      cursor.kind === 'walk'
        ? [WALK, issuedOn, position, ...gapsOf(cursor.units)]
        : [BACKFILL, issuedOn, position, cursor.until, cursor.unit];
    const content = writeVarints(numbers);
    return Buffer.concat([content, this.code(content, owner)]).toString('base64url');
  }

  /** Undefined: not one of ours, not of this client, or not of this feed. */
  read(text: string, owner: { feed: FeedName; clientId: number }): Cursor | undefined {
    const bytes = Buffer.from(text, 'base64url');
    // The decoder forgives what is not base64; who forgives makes two cursors of one.
    if (text.length > LONGEST || bytes.length <= MAC_BYTES || bytes.toString('base64url') !== text) return undefined;
    const content = bytes.subarray(0, -MAC_BYTES);
    if (!timingSafeEqual(bytes.subarray(-MAC_BYTES), this.code(content, owner))) return undefined;
    const [kind, issuedOn = 0, position = 0, ...rest] = readVarints(content);
    if (kind === WALK) return { kind: 'walk', issuedOn, position, units: unitsOf(rest) };
    const [until = 0, unit = 0] = rest;
    return { kind: 'backfill', issuedOn, position, until, unit };
  }

  private code(content: Buffer, { feed, clientId }: { feed: FeedName; clientId: number }): Buffer {
    const mac = createHmac('sha256', this.key)
      .update(`${feed}|${String(clientId)}|`)
      .update(content);
    return mac.digest().subarray(0, MAC_BYTES);
  }
}

/** Ascending ids as the gaps between them: most take one byte. */
function gapsOf(units: readonly number[]): number[] {
  return units.map((unit, index) => unit - (units[index - 1] ?? 0));
}

function unitsOf(gaps: readonly number[]): number[] {
  let unit = 0;
  return gaps.map((gap) => (unit += gap));
}
