import type pg from 'pg';
import type { Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { findLostPositions } from '../restorations/read.ts';
import { Cursors, type Cursor, type FeedName } from './cursor.ts';
import { describeUnits, type UnitOfScope } from './describe-units.ts';
import type { UnitPart } from '../known-units.ts';
import type { Portion } from './portion.ts';
import { readOutcomes, type OutcomeEntry } from './read-outcomes.ts';
import { readResendRequests, type ResendEntry } from './read-resend-requests.ts';
import { readHanded, readStatusChanges, type StatusEntry } from './read-status-changes.ts';

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
  /** What was handed over, by its id; undefined: that is a unit. */
  readonly partOf: (id: number) => UnitPart | undefined;
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
    // Whoever begins is shown what its units see, and then what happened to dossiers before they were handed to it.
    const cursor = await this.open(order, owner, this.visible(units));
    if (!isCursor(cursor)) return cursor;
    if (cursor.kind === 'backfill') return this.page(await this.readBackfill(cursor, units, order.limit), cursor, owner);
    const added = order.after === undefined ? [] : this.addedTo(cursor, units);
    if (added.length > 0) return this.grown({ ...cursor, units }, added, owner.clientId);
    const scope = order.after === undefined ? cursor.units : units;
    const { pool, cipher } = this.parts;
    const portion = await readStatusChanges(pool, cipher, { scope, after: cursor.position, limit: order.limit });
    return this.page(portion, { ...cursor, units: scope }, owner);
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

  private readBackfill(
    { unit, position: after, until }: Extract<Cursor, { kind: 'backfill' }>,
    units: readonly number[],
    limit: number,
  ): Promise<Portion<StatusEntry>> {
    const { pool, cipher, partOf } = this.parts;
    const isOurs = units.includes(unit);
    if (isOurs && partOf(unit) !== undefined) return readHanded(pool, cipher, { part: unit, scope: units, after, until, limit });
    return readStatusChanges(pool, cipher, { scope: isOurs ? [unit] : [], after, until, limit });
  }

  /** Without what was handed over by somebody whose dossiers the client did not see. */
  private visible(units: readonly number[]): readonly number[] {
    const all = new Set(units);
    return units.filter((id) => this.parts.partOf(id)?.sources.every((source) => all.has(source)) ?? true);
  }

  /** What a walk has missed so far. It has missed nothing of a hand-over that it has not come to, and that is of dossiers which it saw. */
  private addedTo(cursor: WalkCursor, units: readonly number[]): number[] {
    const known = new Set(cursor.units);
    const seen = new Set(this.visible(units));
    return units.filter((id) => {
      if (known.has(id)) return false;
      const part = this.parts.partOf(id);
      return part === undefined || part.pos < cursor.position || !seen.has(id);
    });
  }

  private page<T>(portion: Portion<T>, cursor: Cursor, owner: { feed: FeedName; clientId: number }): Page<T> {
    const { entries, position, hasMore } = portion;
    const next = this.cursors.write({ ...cursor, position, issuedOn: this.today() }, owner);
    return { kind: 'page', entries, next, hasMore };
  }

  private async grown(cursor: WalkCursor, added: readonly number[], clientId: number): Promise<ScopeGrown> {
    const owner = { feed: 'status-changes', clientId } as const;
    const issuedOn = this.today();
    const { pool, partOf } = this.parts;
    const units = await describeUnits(
      pool,
      added.map((id) => partOf(id)?.heirId ?? id),
    );
    const backfill = added.map((id) => {
      const part = partOf(id);
      const until = Math.max(cursor.position, part?.pos ?? 0);
      return {
        ...(units.get(part?.heirId ?? id) ?? { unit: String(id), name: '', validTo: null }),
        cursor: this.cursors.write({ kind: 'backfill', issuedOn, position: 0, until, unit: id }, owner),
      };
    });
    return { kind: 'scope-grown', next: this.cursors.write({ ...cursor, issuedOn }, owner), backfill };
  }

  private today(): number {
    return Math.floor(this.parts.clock.now().getTime() / DAY_MS);
  }
}

function isCursor(opened: Cursor | { readonly kind: string }): opened is Cursor {
  return opened.kind === 'walk' || opened.kind === 'backfill';
}
