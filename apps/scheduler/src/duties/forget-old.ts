import { LEFT_BEHIND, type DutyLedger } from '#ledger';
import { counter } from '#runtime';
import { before, type Looking } from '../checks/check.ts';
import type { Duty } from './duty.ts';

/** How long what is over is kept, in milliseconds. */
export interface Keeping {
  readonly replaysMs: number;
  readonly scoreMs: number;
  /** Manifests that came, and counts that no manifest has asked for since. */
  readonly manifestsMs: number;
  /** Runs, differences and requests to send again of reconciliation. */
  readonly reconciliationMs: number;
}

const EVERY_MS = 600_000;
/** After so many parts of a kind the next turn goes on. */
const MOST_PARTS = 50;

const forgotten = counter('gateway_forgotten_total', 'What was over for so long that it was forgotten, by kind', [
  'kind',
] as const);

/** A part of what is forgotten: how much it was, and whether there may be more. */
interface Part {
  readonly count: number;
  readonly hasMore: boolean;
}

interface Kind {
  readonly kind: string;
  readonly keptMs: number;
  readonly forgetSome: (since: Date) => Promise<Part>;
}

/** Forgets what is long over, a part at a time, so that its tables do not grow for ever: replays with their lists, scores, and what reconciliation left. */
export function forgetOld(looking: Looking, keeping: Keeping): Duty {
  const kinds = kindsOf(looking.ledger, keeping);
  return {
    name: 'forget-old',
    everyMs: EVERY_MS,
    run: async (_, stopping) => {
      for (const kind of kinds) await forget(looking, kind, stopping);
      return undefined;
    },
  };
}

async function forget(looking: Looking, { kind, keptMs, forgetSome }: Kind, stopping: AbortSignal): Promise<void> {
  let sum = 0;
  for (let parts = 0; parts < MOST_PARTS && !stopping.aborted; parts += 1) {
    const { count, hasMore } = await forgetSome(before(looking, keptMs));
    forgotten.inc({ kind }, count);
    sum += count;
    if (!hasMore) break;
  }
  if (sum > 0) looking.log.event('old.forgotten', { kind, count: sum });
}

function kindsOf(ledger: DutyLedger, { replaysMs, scoreMs, manifestsMs, reconciliationMs }: Keeping): Kind[] {
  const alone = (isGone: boolean): Part => ({ count: Number(isGone), hasMore: isGone });
  return [
    { kind: 'replay', keptMs: replaysMs, forgetSome: async (since) => alone(await ledger.forgetReplay(since)) },
    { kind: 'score', keptMs: scoreMs, forgetSome: async (since) => alone(await ledger.score.forgetOldest(since)) },
    ...LEFT_BEHIND.map((kind) => ({
      kind: `reconcile-${kind}`,
      keptMs: kind === 'manifest' || kind === 'bucket' ? manifestsMs : reconciliationMs,
      forgetSome: (since: Date) => ledger.reconciliation.forget(kind, since),
    })),
  ];
}
