import { parentPort, workerData } from 'node:worker_threads';
import { sleep } from '#runtime';
import { Pool } from 'undici';

/** What the storm is told when its thread starts. */
export interface StormOrder {
  readonly url: string;
  readonly accounts: readonly { readonly username: string; readonly password: string }[];
  readonly perSecond: number;
}

/** What came of the logins so far. */
export interface StormCount {
  readonly sent: number;
  readonly sessions: number;
  readonly seconds: number;
  readonly waits: readonly number[];
  readonly faults: readonly string[];
}

const TICK_MS = 2;

/** Logins at a fixed rate, whatever the answers do. Runs in a thread of its own, so that who measures beside it does not wait for it. */
class Storm {
  private readonly pool: Pool;
  private readonly waits: number[] = [];
  private readonly faults: string[] = [];
  private sent = 0;
  private sessions = 0;
  private seconds = 0;
  private isBlowing = false;

  constructor(private readonly order: StormOrder) {
    this.pool = new Pool(order.url, { connections: 64 });
  }

  async blow(): Promise<void> {
    this.isBlowing = true;
    const begin = performance.now();
    const underWay = new Set<Promise<void>>();
    for (let number = 0; this.goesOn(); number += 1) {
      const dueAt = begin + (number * 1_000) / this.order.perSecond;
      while (performance.now() < dueAt) await sleep(TICK_MS);
      const login = this.login(number, dueAt).finally(() => underWay.delete(login));
      underWay.add(login);
    }
    await Promise.all(underWay);
    this.seconds += (performance.now() - begin) / 1_000;
  }

  calm(): void {
    this.isBlowing = false;
  }

  count(): StormCount {
    const { sent, sessions, seconds, waits, faults } = this;
    return { sent, sessions, seconds, waits, faults: faults.slice(0, 5) };
  }

  private goesOn(): boolean {
    return this.isBlowing;
  }

  private async login(number: number, dueAt: number): Promise<void> {
    const { accounts } = this.order;
    this.sent += 1;
    try {
      const body = JSON.stringify(accounts[number % accounts.length]);
      const headers = { 'content-type': 'application/json' };
      const answer = await this.pool.request({ method: 'POST', path: '/mapi/login', headers, body });
      const { session, error_code } = (await answer.body.json()) as { session?: string; error_code?: unknown };
      if (session !== undefined && error_code === 0) this.sessions += 1;
      else this.faults.push(`HTTP ${String(answer.statusCode)} ${String(error_code)}`);
    } catch (error) {
      this.faults.push(String(error));
    }
    this.waits.push(performance.now() - dueAt);
  }
}

const storm = new Storm(workerData as StormOrder);
let blowing = Promise.resolve();
parentPort?.on('message', (word: 'blow' | 'calm') => {
  if (word === 'blow') {
    blowing = storm.blow();
    return;
  }
  storm.calm();
  void blowing.then(() => {
    parentPort?.postMessage(storm.count());
  });
});
