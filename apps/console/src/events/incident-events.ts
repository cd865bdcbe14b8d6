import { Injectable } from '@nestjs/common';
import { Desk } from '../desk.ts';
import { showCounts, type OpenCounts } from '../incidents/incident-view.ts';
import type { EventSource } from './event-source.ts';

interface IncidentNews {
  readonly open: OpenCounts;
  readonly changed: readonly string[];
}

/** A process that opens an incident may be a little behind in telling the time of it. */
const SLACK_MS = 2_000;

/** Tells how many incidents are open, and which have just changed. */
@Injectable()
export class IncidentEvents implements EventSource {
  readonly event = 'incidents';
  private since: Date | undefined;
  private last: IncidentNews | undefined;
  private signature: unknown;

  constructor(private readonly desk: Desk) {}

  async read(): Promise<IncidentNews> {
    const { ledger, clock } = this.desk;
    const now = clock.now();
    const since = new Date((this.since ?? now).getTime() - SLACK_MS);
    const [open, changed] = await Promise.all([ledger.incidents.countOpen(), ledger.incidents.changedSince(since)]);
    this.since = now;
    if (this.last !== undefined && changed.length === 0) return this.last;
    this.last = { open: showCounts(open), changed: changed.map(({ id }) => id) };
    this.signature = [this.last.open, changed];
    return this.last;
  }

  /** One that comes up again and again is told of each time. */
  part(): unknown {
    return this.signature;
  }
}
