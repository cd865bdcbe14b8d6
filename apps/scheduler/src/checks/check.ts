import type { MustAct } from '#canonical';
import type { Counted, DutyLedger } from '#ledger';
import { openTimeBefore, type DestinationSettings } from '#protocols';
import { gauge, type Clock, type Log } from '#runtime';
import type { Duty } from '../duties/duty.ts';

/** Something that should not be. */
export interface Finding {
  /** What it is about, in fixed words: a destination, a disk. One incident per check and subject. */
  readonly subject: string;
  readonly destination?: string;
  readonly mustAct: MustAct;
  readonly count: number;
  /** What was measured, in numbers and fixed words. */
  readonly sample: string;
}

/** What a check is given to look with. */
export interface Looking {
  readonly ledger: DutyLedger;
  readonly clock: Clock;
  readonly log: Log;
  /** The destinations as they are configured now. */
  readonly destinations: () => readonly DestinationSettings[];
}

/** What a look found; `cursor`: how far a walk came. */
export interface Look {
  readonly findings: readonly Finding[];
  readonly cursor?: number;
  /** A walk says nothing of where it was not: what was found before stays until the walk is over. */
  readonly isPartial?: boolean;
}

/** A self-check: it looks, heals what is safe to heal, and says what it found. */
export interface Check {
  readonly name: string;
  readonly everyMs: number;
  look(cursor: number): Promise<Look>;
}

const found = gauge('gateway_check_findings', 'What a self-check found at its last turn', ['check'] as const);
const lookedAt = gauge('gateway_check_last_timestamp_seconds', 'When a self-check was last done here', ['check'] as const);

/** A check as a duty: what it finds opens an incident, and what it finds no more clears it. */
export function checkDuty(check: Check, { ledger, clock }: Looking): Duty {
  const group = `check|${check.name}|`;
  return {
    name: `check|${check.name}`,
    everyMs: check.everyMs,
    rest: () => {
      found.remove({ check: check.name });
      lookedAt.remove({ check: check.name });
    },
    run: async (cursor) => {
      const { findings, cursor: reached, isPartial = false } = await check.look(cursor);
      const now = clock.now();
      for (const { subject, ...finding } of findings)
        await ledger.incidents.open({ fingerprint: `${group}${subject}`, kind: 'self-check', ...finding }, now);
      if (!isPartial) {
        const still = findings.map(({ subject }) => `${group}${subject}`);
        await ledger.incidents.clearOthers(group, still, now);
      }
      found.set({ check: check.name }, findings.length);
      lookedAt.set({ check: check.name }, now.getTime() / 1_000);
      return reached;
    },
  };
}

/** Looks at every destination in turn. */
export async function atEach(
  { destinations }: Looking,
  look: (destination: DestinationSettings) => Promise<Finding | undefined>,
): Promise<Look> {
  const findings: Finding[] = [];
  for (const destination of destinations()) {
    const finding = await look(destination);
    if (finding !== undefined) findings.push(finding);
  }
  return { findings };
}

/** What was counted at a destination, as a finding. Undefined: nothing was. */
export function counted(
  { id }: DestinationSettings,
  seen: Counted | undefined,
  { mustAct, now }: { mustAct: MustAct; now: Date },
): Finding | undefined {
  if (seen === undefined) return undefined;
  const age = Math.round((now.getTime() - seen.since.getTime()) / 1_000);
  return {
    subject: id,
    destination: id,
    mustAct,
    count: seen.count,
    sample: `lanes=${String(seen.count)} oldestSeconds=${String(age)}`,
  };
}

/** Who runs a destination. */
export function ownerOf({ dialect }: DestinationSettings): MustAct {
  return dialect === 'dvcqg' ? 'national' : 'provincial-portal';
}

/** That long before now. */
export function before({ clock }: Pick<Looking, 'clock'>, ms: number): Date {
  return new Date(clock.now().getTime() - ms);
}

/** That long before now, as a destination counts it: its time stands still during maintenance, so that nothing is late for that. */
export function openBefore({ clock }: Pick<Looking, 'clock'>, ms: number, { maintenance }: DestinationSettings): Date {
  return openTimeBefore(maintenance, clock.now(), ms);
}
