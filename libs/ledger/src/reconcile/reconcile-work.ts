import type pg from 'pg';
import type { Clock } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { askToVerify, followOutcomes, type AskedLanes, type VerifyOrder } from './checks.ts';
import { writeSchedule, type Schedule } from './schedule.ts';
import { fillScoreFacts, fillScoreFactsAgain } from '../score/fill-score-facts.ts';
import { fillAgain, fillFacts, type Filled } from './fill-facts.ts';
import { askCommunes, closeAnswered, healLanes, stopHealing, type HealCaps } from './healing.ts';
import { beginDueRun, openRuns, settleRun, type DueRun, type OpenRun, type RunStanding } from './runs.ts';
import { tellIncidents, touchAll } from './tell-incidents.ts';
import { LanesToTell, writeTold, type LaneToTell, type Told } from './told.ts';

interface Parts {
  readonly pool: pg.Pool;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/**
 * Reconciliation as a relay works on it. Every step is one transaction and stands in its tables when its process dies; lanes are asked, and
 * their turns answer.
 */
export class ReconcileWork {
  private readonly lanes: LanesToTell;

  constructor(private readonly parts: Parts) {
    this.lanes = new LanesToTell(parts.pool, parts.cipher, parts.clock);
  }

  /** Computes what sources say and what decides the score, for dossiers of before that was kept. */
  async fill(): Promise<Filled> {
    const { pool, cipher } = this.parts;
    const facts = await fillFacts(pool, cipher);
    const marks = await fillScoreFacts(pool, cipher);
    return {
      filled: facts.filled + marks.filled,
      unreadable: facts.unreadable + marks.unreadable,
      hasMore: facts.hasMore || marks.hasMore,
    };
  }

  /** Keeps when the next runs come. */
  schedule(next: Schedule): Promise<void> {
    return writeSchedule(this.parts.pool, next);
  }

  async fillAgain(): Promise<void> {
    await query(this.parts.pool, fillAgain());
    await query(this.parts.pool, fillScoreFactsAgain());
  }

  /** Notes what was acknowledged and accepted since the last look; whether there is more. */
  follow(): Promise<boolean> {
    return followOutcomes(this.parts.pool);
  }

  lanesToTell(order: { destination: string; codesVersion: string }): Promise<LaneToTell[]> {
    return this.lanes.read(order);
  }

  writeTold(order: { destination: string; codesVersion: string; told: readonly Told[] }): Promise<void> {
    return writeTold(this.parts.pool, order);
  }

  beginDue(run: Omit<DueRun, 'now'>): Promise<string | undefined> {
    return beginDueRun(this.parts.pool, { ...run, now: this.parts.clock.now() });
  }

  open(): Promise<OpenRun[]> {
    return openRuns(this.parts.pool);
  }

  ask(order: Omit<VerifyOrder, 'now'>): Promise<AskedLanes> {
    return askToVerify(this.parts.pool, { ...order, now: this.parts.clock.now() });
  }

  /** Notes how a run stands; answers whether it is over. */
  settleRun(standing: Omit<RunStanding, 'now'>): Promise<boolean> {
    return settleRun(this.parts.pool, { ...standing, now: this.parts.clock.now() });
  }

  /** Mends at these destinations and of communes what may be mended by itself; answers how much was asked for. */
  async heal(destinations: readonly string[], caps: HealCaps): Promise<number> {
    const order = { caps, now: this.parts.clock.now() };
    await stopHealing(this.parts.pool, order);
    await closeAnswered(this.parts.pool, order.now);
    let healed = await askCommunes(this.parts.pool, order);
    for (const destination of destinations) healed += await healLanes(this.parts.pool, destination, order);
    return healed;
  }

  /** Opens and clears incidents of the causes of which something has changed; answers of how many. */
  tell(): Promise<number> {
    return tellIncidents(this.parts.pool, this.parts.clock.now());
  }

  /** Has the next `tell` look at every cause. */
  tellAgain(): Promise<void> {
    return touchAll(this.parts.pool);
  }
}
