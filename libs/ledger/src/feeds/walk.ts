import type pg from 'pg';
import type { Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { findLostPositions } from '../restorations/read.ts';
import { Cursors, type Cursor, type FeedName } from './cursor.ts';
import { describeUnits, type UnitOfScope } from './describe-units.ts';
import type { Portion } from './portion.ts';
import { readOutcomes, type OutcomeEntry } from './read-outcomes.ts';
import { readResendRequests, type ResendEntry } from './read-resend-requests.ts';
import { readStatusChanges, type StatusEntry } from './read-status-changes.ts';

/** Who walks a feed, from where, and how far at once. */
export interface WalkOrder {
  readonly client: { readonly id: number; readonly units: readonly number[] };
  /** The cursor as the caller gave it; undefined = from the beginning. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** A page of a feed. */
export interface Page<T> {
  readonly kind: 'page';
  readonly entries: readonly T[];
  readonly next: string;
  readonly hasMore: boolean;
}

/**
 * The client sees more units than the cursor was walked with. `next` goes on from where it was, with all of them; each cursor of
 * `backfill` walks one added unit from the beginning up to there.
 */
export interface ScopeGrown {
  readonly kind: 'scope-grown';
  readonly next: string;
  readonly backfill: readonly (UnitOfScope & { readonly cursor: string })[];
}

/**
 * The cursor is of a time that is lost: the ledger came back from a backup. `next` goes on behind the last entry that is still known;
 * what came after it, since that time, is told anew under new ids as it is sent again. `since` null: not known yet.
 */
export interface Lost {
  readonly kind: 'restored';
  readonly next: string;
  readonly since: Date | null;
}

/** A page, or why there is none. `invalid`: no cursor of this client in this feed · `expired`: older than feeds are kept. */
export type Walked<T> = Page<T> | ScopeGrown | Lost | { readonly kind: 'invalid' } | { readonly kind: 'expired' };

export interface WalkerParts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly pepper: Buffer;
  /** Units with all that were merged into them by today. */
  readonly withPredecessors: (units: readonly number[]) => ReadonlySet<number>;
  /** Days for which a cursor is good. */
  readonly keptDays: number;
}

type WalkCursor = Extract<Cursor, { kind: 'walk' }>;

const DAY_MS = 86_400_000;

/** Walks the feeds for clients, with cursors that hold all that is known of a walk. */
export class Walker {
  private readonly cursors: Cursors;

  constructor(private readonly parts: WalkerParts) {
    this.cursors = new Cursors(parts.pepper);
  }

  /** Changes of status of the client's units and their predecessors, whoever sent them. */
  async statusChanges(order: WalkOrder): Promise<Walked<StatusEntry>> {
    const owner = { feed: 'status-changes', clientId: order.client.id } as const;
    const units = [...this.parts.withPredecessors(order.client.units)].sort((a, b) => a - b);
    const cursor = await this.open(order, owner, units);
    if (!isCursor(cursor)) return cursor;
    const { pool, cipher } = this.parts;
    const { limit } = order;
    if (cursor.kind === 'backfill') {
      const scope = units.includes(cursor.unit) ? [cursor.unit] : [];
      const portion = await readStatusChanges(pool, cipher, { scope, after: cursor.position, until: cursor.until, limit });
      return this.page(portion, cursor, owner);
    }
    const known = new Set(cursor.units);
    const added = units.filter((unit) => !known.has(unit));
    if (added.length > 0) return this.grown({ ...cursor, units }, added, owner.clientId);
    const portion = await readStatusChanges(pool, cipher, { scope: units, after: cursor.position, limit });
    return this.page(portion, { ...cursor, units }, owner);
  }

  /** What became of the items of the client's own dossiers. */
  async outcomes({ client, after, limit }: WalkOrder): Promise<Walked<OutcomeEntry>> {
    const owner = { feed: 'outcomes', clientId: client.id } as const;
    const cursor = await this.open({ after }, owner, []);
    if (!isCursor(cursor)) return cursor;
    const portion = await readOutcomes(this.parts.pool, { clientId: client.id, after: cursor.position, limit });
    return this.page(portion, cursor, owner);
  }

  /** What the client is asked to send again. */
  async resendRequests({ client, after, limit }: WalkOrder): Promise<Walked<ResendEntry>> {
    const owner = { feed: 'resend-requests', clientId: client.id } as const;
    const cursor = await this.open({ after }, owner, []);
    if (!isCursor(cursor)) return cursor;
    const portion = await readResendRequests(this.parts.pool, { clientId: client.id, after: cursor.position, limit });
    return this.page(portion, cursor, owner);
  }

  private async open(
    { after }: Pick<WalkOrder, 'after'>,
    owner: { feed: FeedName; clientId: number },
    units: readonly number[],
  ): Promise<Cursor | Lost | { readonly kind: 'invalid' } | { readonly kind: 'expired' }> {
    const today = this.today();
    if (after === undefined) return { kind: 'walk', issuedOn: today, position: 0, units };
    const cursor = this.cursors.read(after, owner);
    if (cursor === undefined) return { kind: 'invalid' };
    if (today - cursor.issuedOn > this.parts.keptDays) return { kind: 'expired' };
    // One of a backfill ends where its walk was, and the cursor of that walk says what is lost.
    const lost = cursor.kind === 'walk' ? await findLostPositions(this.parts.pool, owner.feed, cursor.position) : undefined;
    if (lost === undefined) return cursor;
    const next = this.cursors.write({ ...cursor, position: lost.after, issuedOn: today }, owner);
    return { kind: 'restored', next, since: lost.since };
  }

  private page<T>(portion: Portion<T>, cursor: Cursor, owner: { feed: FeedName; clientId: number }): Page<T> {
    const { entries, position, hasMore } = portion;
    const next = this.cursors.write({ ...cursor, position, issuedOn: this.today() }, owner);
    return { kind: 'page', entries, next, hasMore };
  }

  private async grown(cursor: WalkCursor, added: readonly number[], clientId: number): Promise<ScopeGrown> {
    const owner = { feed: 'status-changes', clientId } as const;
    const issuedOn = this.today();
    const units = await describeUnits(this.parts.pool, added);
    const backfill = added.map((unit) => ({
      ...(units.get(unit) ?? { unit: String(unit), name: '', validTo: null }),
      cursor: this.cursors.write({ kind: 'backfill', issuedOn, position: 0, until: cursor.position, unit }, owner),
    }));
    return { kind: 'scope-grown', next: this.cursors.write({ ...cursor, issuedOn }, owner), backfill };
  }

  private today(): number {
    return Math.floor(this.parts.clock.now().getTime() / DAY_MS);
  }
}

function isCursor(opened: Cursor | { readonly kind: string }): opened is Cursor {
  return opened.kind === 'walk' || opened.kind === 'backfill';
}
