import { hostname } from 'node:os';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { counter, histogram, uuidv7 } from '#runtime';
import { Schedule } from '../schedule.ts';
import type { Duty } from './duty.ts';

/** Turns that the holder of a duty may miss before another one does it. */
const MISSED_TURNS = 3;
const LEAST_LEASE_MS = 3_000;

const runs = counter('gateway_duty_runs_total', 'Turns of timed duties by outcome: done, failed, elsewhere', [
  'duty',
  'outcome',
] as const);
const seconds = histogram('gateway_duty_seconds', 'Time that a turn of a duty takes', ['duty'] as const);

/** Does the duties, each at its own pace and only while their rows in the ledger are held by this process. */
@Injectable()
export class DutyRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly holder: string;
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly mine = new Set<string>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly schedule: Schedule,
    private readonly registry: SchedulerRegistry,
  ) {
    this.holder = `${hostname()}:${String(process.pid)}:${uuidv7(schedule.clock.now())}`;
  }

  onApplicationBootstrap(): void {
    for (const duty of this.schedule.duties) {
      const turn = (): void => {
        this.turn(duty);
      };
      this.registry.addInterval(duty.name, setInterval(turn, duty.everyMs));
      turn();
    }
  }

  /** Finishes what is under way, as far as it does not take long, and lets others go on at once. */
  async onApplicationShutdown(): Promise<void> {
    for (const { name } of this.schedule.duties)
      if (this.registry.doesExist('interval', name)) this.registry.deleteInterval(name);
    this.stopping.abort();
    await Promise.all(this.underWay.values());
    const { ledger } = this.schedule;
    await Promise.allSettled([...this.mine].map((name) => ledger.duties.giveUp(name, this.holder)));
  }

  /** A turn that takes longer than the pace is not begun a second time, here or by another process. */
  private turn(duty: Duty): void {
    if (this.underWay.has(duty.name)) {
      if (this.mine.has(duty.name)) void this.keep(duty);
      return;
    }
    const turn = this.take(duty).finally(() => this.underWay.delete(duty.name));
    this.underWay.set(duty.name, turn);
  }

  /** Holds on to a duty whose turn outlasts its lease. */
  private async keep(duty: Duty): Promise<void> {
    await this.hold(duty).catch((error: unknown) => {
      this.schedule.log.error(error, `the duty ${duty.name} is under way, and could not be kept`);
    });
  }

  private hold({ name, everyMs }: Duty): Promise<number | undefined> {
    const { ledger, clock } = this.schedule;
    const leaseMs = Math.max(LEAST_LEASE_MS, MISSED_TURNS * everyMs);
    return ledger.duties.hold(name, { holder: this.holder, leaseMs, now: clock.now() });
  }

  private async take(duty: Duty): Promise<void> {
    const { ledger, log } = this.schedule;
    const stop = seconds.startTimer({ duty: duty.name });
    try {
      const cursor = await this.hold(duty);
      if (cursor === undefined) {
        this.mine.delete(duty.name);
        duty.rest?.();
        runs.inc({ duty: duty.name, outcome: 'elsewhere' });
        return;
      }
      this.mine.add(duty.name);
      const reached = await duty.run(cursor, this.stopping.signal);
      if (reached !== undefined) await ledger.duties.place(duty.name, { holder: this.holder, cursor: reached });
      runs.inc({ duty: duty.name, outcome: 'done' });
      stop();
    } catch (error) {
      runs.inc({ duty: duty.name, outcome: 'failed' });
      log.error(error, `the duty ${duty.name} failed, and is done again at its next turn`);
    }
  }
}
