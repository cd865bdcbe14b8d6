import { randomUUID } from 'node:crypto';
import type { Row } from '../manifest/row.ts';
import { Run, type RunPlan, type RunReport } from './run.ts';

const MOST_AT_ONCE = 4;
const MOST_KEPT = 50;

/** The runs of this process. They are not kept: a commune's system that dies has its own database to go on from, this one has none. */
export class Runs {
  private readonly runs = new Map<string, Run>();
  private readonly playing = new Set<Promise<void>>();

  /** Starts a run and returns its id; undefined when as many as may be are under way. */
  start(plan: RunPlan): string | undefined {
    if (this.playing.size >= MOST_AT_ONCE) return undefined;
    const id = randomUUID();
    const run = new Run(plan);
    this.forgetOldest();
    this.runs.set(id, run);
    const played = run.play().finally(() => this.playing.delete(played));
    this.playing.add(played);
    return id;
  }

  report(id: string): ({ readonly id: string } & RunReport) | undefined {
    const run = this.runs.get(id);
    return run === undefined ? undefined : { id, ...run.report() };
  }

  /** What the system of a run has, for a manifest; undefined: no such run. */
  rows(id: string): Row[] | undefined {
    return this.runs.get(id)?.rows();
  }

  async close(): Promise<void> {
    for (const run of this.runs.values()) run.end();
    await Promise.all(this.playing);
  }

  private forgetOldest(): void {
    for (const [id, run] of this.runs) {
      if (this.runs.size < MOST_KEPT) return;
      if (!run.isRunning) this.runs.delete(id);
    }
  }
}
