import type pg from 'pg';
import { faultPoint, GroupCommit, Overloaded, type Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { inTransaction, isAway } from '../database.ts';
import type { Directory } from '../directory.ts';
import { Fold } from './fold.ts';
import { findKept, keep, KeyRace } from './idempotency.ts';
import { load } from './load.ts';
import { LostRace, write } from './write.ts';
import type { Acceptance, Receipt, Submission } from './submission.ts';

const MAX_GROUP_ITEMS = 500;
const MAX_WAITING_ITEMS = 20_000;
// Of raw requests, from when they come until they are answered, so that a slow database makes no memory grow.
const MAX_HELD_BYTES = 64 * 1024 * 1024;
const MAX_WAIT_MS = 5_000;
const GROUPS_IN_FLIGHT = 2;
// A group takes a few milliseconds. Two at once would halve their size and cost as many statements again.
const GATHER_MS = 30;
const RACES = 5;

/** What accepting needs. */
export interface AcceptorParts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly directory: Directory;
  readonly clock: Clock;
}

/** Accepts submissions, many in one transaction; an answer is given only after the commit. */
export class Acceptor {
  private readonly groups: GroupCommit<Submission, readonly Receipt[]>;
  private readonly keysUnderWay = new Set<string>();
  private heldBytes = 0;

  constructor(private readonly parts: AcceptorParts) {
    this.groups = new GroupCommit((members) => this.commit(members), {
      maxWeight: MAX_GROUP_ITEMS,
      maxWaiting: MAX_WAITING_ITEMS,
      maxWaitMs: MAX_WAIT_MS,
      maxInFlight: GROUPS_IN_FLIGHT,
      patienceMs: GATHER_MS,
      weigh: ({ items }) => items.length,
      isFaultOfOne: (error) => !isAway(error),
    });
  }

  /** Accepts one submission. @throws DatabaseAway, Overloaded: nothing was written, or the same content is safe to send again */
  async accept(submission: Submission): Promise<Acceptance> {
    const bytes = submission.raw.length;
    if (this.heldBytes > 0 && this.heldBytes + bytes > MAX_HELD_BYTES) throw new Overloaded();
    this.heldBytes += bytes;
    try {
      return await this.acceptHeld(submission);
    } finally {
      this.heldBytes -= bytes;
    }
  }

  /** Resolves once everything that was added is answered. */
  drain(): Promise<void> {
    return this.groups.drain();
  }

  private async acceptHeld(submission: Submission): Promise<Acceptance> {
    if (submission.validateOnly) return { kind: 'judged', receipts: await this.judgeOnly(submission) };
    const claim = submission.idempotency;
    if (claim === undefined) return { kind: 'judged', receipts: await this.groups.add(submission) };
    const key = `${String(submission.clientId)}|${claim.path}|${claim.key}`;
    if (this.keysUnderWay.has(key)) return { kind: 'key-busy' };
    this.keysUnderWay.add(key);
    try {
      return await this.acceptOnce(submission);
    } finally {
      this.keysUnderWay.delete(key);
    }
  }

  private async acceptOnce(submission: Submission): Promise<Acceptance> {
    const { pool, cipher, clock } = this.parts;
    const kept = await findKept(pool, cipher, submission, clock.now());
    if (kept !== undefined) return kept;
    try {
      return { kind: 'judged', receipts: await this.groups.add(submission) };
    } catch (error) {
      if (!(error instanceof KeyRace)) throw error;
      return (await findKept(pool, cipher, submission, clock.now())) ?? { kind: 'key-busy' };
    }
  }

  private async commit(submissions: readonly Submission[]): Promise<readonly (readonly Receipt[])[]> {
    for (let race = 1; ; race += 1) {
      try {
        const receipts = await inTransaction(this.parts.pool, (db) => this.judgeAndWrite(db, submissions));
        faultPoint('door.committed');
        return receipts;
      } catch (error) {
        if (!(error instanceof LostRace) || race === RACES) throw error;
      }
    }
  }

  private async judgeAndWrite(db: pg.PoolClient, submissions: readonly Submission[]): Promise<readonly (readonly Receipt[])[]> {
    const { cipher, directory, clock } = this.parts;
    const now = clock.now();
    const { fold, receipts } = await this.judge(db, submissions, now);
    for (const [index, submission] of submissions.entries()) {
      const claim = submission.idempotency;
      if (claim !== undefined) await keep(db, cipher, { submission, answer: claim.render(receipts[index] ?? []), now });
    }
    await write(db, cipher, {
      memories: [...fold.memories.values()],
      requests: submissions,
      collisions: fold.collisions,
      destinationsOf: (clientId) => directory.destinationsOf(this.client(clientId)),
      now,
    });
    faultPoint('door.written');
    return receipts;
  }

  private async judge(
    db: pg.PoolClient,
    submissions: readonly Submission[],
    now: Date,
  ): Promise<{ fold: Fold; receipts: Receipt[][] }> {
    const { cipher, directory } = this.parts;
    const { memories, codesBySource } = await load(db, cipher, submissions);
    const fold = new Fold(memories, codesBySource, directory, now);
    const receipts = submissions.map(({ clientId, items, isAtomic }, index) =>
      fold.takeAll(items, { client: this.client(clientId), index }, isAtomic === true),
    );
    return { fold, receipts };
  }

  /** The same judgement, rolled back. */
  private async judgeOnly(submission: Submission): Promise<readonly Receipt[]> {
    const rollback = new Rollback();
    try {
      return await inTransaction(this.parts.pool, async (db) => {
        const { receipts } = await this.judge(db, [submission], this.parts.clock.now());
        rollback.receipts = receipts[0] ?? [];
        throw rollback;
      });
    } catch (error) {
      if (error !== rollback) throw error;
      return rollback.receipts.map((receipt) => ({ ...receipt, itemId: null, receiptId: null, salt: null }));
    }
  }

  private client(clientId: number): NonNullable<ReturnType<Directory['byId']>> {
    const client = this.parts.directory.byId(clientId);
    if (client === undefined) throw new Error(`client ${String(clientId)} is gone`);
    return client;
  }
}

class Rollback extends Error {
  receipts: readonly Receipt[] = [];
}
