import { gauge } from '#runtime';
import { OutcomeCatalogue, type DestinationSettings } from '#protocols';
import { OUTCOME_CAUSES as NATIONAL_CAUSES } from '#protocols/dvcqg';
import { OUTCOME_CAUSES as PROVINCE_CAUSES } from '#protocols/lgsp-document';
import { openBefore, ownerOf, type Looking } from '../checks/check.ts';
import type { Duty } from './duty.ts';

const CATALOGUES = {
  dvcqg: new OutcomeCatalogue(NATIONAL_CAUSES),
  'lgsp-document': new OutcomeCatalogue(PROVINCE_CAUSES),
} satisfies Record<DestinationSettings['dialect'], OutcomeCatalogue>;

const failing = gauge('gateway_lanes_escalated', 'Lanes that fail for longer than their destination is given', [
  'destination',
] as const);

/** Tells of what fails for longer than its destination is given, one incident per cause. It is tried on all the same. */
export function escalate(looking: Looking, everyMs: number): Duty {
  const { ledger, clock, destinations } = looking;
  return {
    name: 'escalate',
    everyMs,
    rest: () => {
      failing.reset();
    },
    run: async () => {
      for (const destination of destinations()) {
        const { id, escalateAfterMs } = destination;
        const seen = await ledger.watch.failing(id, openBefore(looking, escalateAfterMs, destination));
        const now = clock.now();
        const group = `escalated|${id}|`;
        for (const { cause, count, since } of seen) {
          const age = Math.round((now.getTime() - since.getTime()) / 1_000);
          const sample = `cause=${cause} lanes=${String(count)} oldestSeconds=${String(age)}`;
          const found = { kind: 'escalated', destination: id, mustAct: mustActOn(destination, cause), count, sample } as const;
          await ledger.incidents.open({ fingerprint: `${group}${cause}`, ...found }, now);
        }
        const still = seen.map(({ cause }) => `${group}${cause}`);
        await ledger.incidents.clearOthers(group, still, now);
        failing.set(
          { destination: id },
          seen.reduce((sum, { count }) => sum + count, 0),
        );
      }
      return undefined;
    },
  };
}

/** What passes by itself and does not is up to whoever runs the destination. */
function mustActOn(destination: DestinationSettings, cause: string): ReturnType<OutcomeCatalogue['mustAct']> {
  const mustAct = CATALOGUES[destination.dialect].explain(cause)?.mustAct ?? 'nobody';
  return mustAct === 'nobody' ? ownerOf(destination) : mustAct;
}
