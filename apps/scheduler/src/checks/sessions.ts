import { atEach, before, type Check, type Finding, type Looking } from './check.ts';

/** Sessions at portals that ended although something waits there: nobody renews them. */
export function checkSessions(looking: Looking, { everyMs, afterMs }: { everyMs: number; afterMs: number }): Check {
  const { ledger, clock } = looking;
  return {
    name: 'sessions',
    everyMs,
    look: () =>
      atEach(looking, async ({ id, sessionAgeMs }): Promise<Finding | undefined> => {
        const session = await ledger.watch.session(id, before(looking, afterMs));
        if (session?.waits !== true) return undefined;
        const end = Math.min(session.obtainedAt.getTime() + sessionAgeMs, session.usableUntil?.getTime() ?? Infinity);
        const overMs = clock.now().getTime() - end;
        if (overMs < afterMs) return undefined;
        const sample = `endedSecondsAgo=${String(Math.round(overMs / 1_000))}`;
        return { subject: id, destination: id, mustAct: 'province', count: 1, sample };
      }),
  };
}
