import { counter } from '#runtime';
import { before, type Looking } from '../checks/check.ts';
import type { Duty } from './duty.ts';

/** How long what is over is kept. */
export interface Keeping {
  readonly replaysMs: number;
  readonly scoreMs: number;
}

const EVERY_MS = 600_000;
/** One is a whole list: after so many of a kind the next turn goes on. */
const MOST_OF_A_KIND = 50;

const forgotten = counter('gateway_forgotten_total', 'What was over for so long that it was forgotten, by kind: replay, score', [
  'kind',
] as const);

/** Forgets replays with their lists and runs of the score that are long over, one at a time, so that their tables do not grow for ever. */
export function forgetOld(looking: Looking, { replaysMs, scoreMs }: Keeping): Duty {
  const { ledger, log } = looking;
  const kinds = [
    { kind: 'replay', keptMs: replaysMs, forgetOne: (since: Date) => ledger.forgetReplay(since) },
    { kind: 'score', keptMs: scoreMs, forgetOne: (since: Date) => ledger.score.forgetOldest(since) },
  ] as const;
  return {
    name: 'forget-old',
    everyMs: EVERY_MS,
    run: async (_, stopping) => {
      for (const { kind, keptMs, forgetOne } of kinds) {
        let count = 0;
        while (count < MOST_OF_A_KIND && !stopping.aborted && (await forgetOne(before(looking, keptMs)))) count += 1;
        if (count === 0) continue;
        forgotten.inc({ kind }, count);
        log.event('old.forgotten', { kind, count });
      }
      return undefined;
    },
  };
}
