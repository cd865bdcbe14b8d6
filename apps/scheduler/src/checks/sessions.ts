import { atEach, openBefore, type Check, type Finding, type Looking } from './check.ts';

/** Sessions at portals that ended although something waits there: nobody renews them. */
export function checkSessions(looking: Looking, { everyMs, afterMs }: { everyMs: number; afterMs: number }): Check {
  const { ledger, clock } = looking;
  return {
    name: 'sessions',
    everyMs,
    look: () =>
      atEach(looking, async (destination): Promise<Finding | undefined> => {
        const { id, sessionAgeMs } = destination;
        const since = openBefore(looking, afterMs, destination);
        const session = await ledger.watch.session(id, since);
        if (session?.waits !== true) return undefined;
        const end = Math.min(session.obtainedAt.getTime() + sessionAgeMs, session.usableUntil?.getTime() ?? Infinity);
        if (end > since.getTime()) return undefined;
        const overMs = clock.now().getTime() - end;
        const sample = `endedSecondsAgo=${String(Math.round(overMs / 1_000))}`;
        return { subject: id, destination: id, mustAct: 'province', count: 1, sample };
      }),
  };
}
