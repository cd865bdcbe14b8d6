import type { ClaimedLane, ReconcileFinding, Settlement, Verification } from '#ledger';
import { moveOnly } from '../deliver/calls.ts';
import type { Compared } from '../replay/compared.ts';
import type { Road } from '../road.ts';
import { findingsOf } from './findings.ts';

/** What of a road verifying needs. */
type VerifyingRoad = Pick<Road, 'writer' | 'ledger' | 'clock' | 'log'>;

/** Settles a lane that a run wanted compared: nothing of it changes, and what differs is written down. */
export async function verified(compared: Compared, road: VerifyingRoad): Promise<Settlement> {
  const { lane, asked, difference, call, found } = compared;
  if (difference.kind === 'unseen') return unseen({ lane, job: asked.job, call });
  // What it never had it has not lost.
  const isMissing = difference.kind === 'absent' && lane.present;
  const findings: readonly ReconcileFinding[] =
    difference.kind === 'absent'
      ? isMissing
        ? [{ kind: 'missing-there', field: 'dossier' }]
        : []
      : found === undefined
        ? []
        : await findingsOf(found, compared, road);
  return answered({ lane, job: asked.job, call }, { as: findings.length === 0 ? 'agrees' : 'differs', findings });
}

/** Settles one of which nothing can be said. That is no agreement, and no difference either. */
export function unseen(seen: Seen): Settlement {
  return answered(seen, { as: 'unseen', findings: [] });
}

interface Seen {
  readonly lane: ClaimedLane;
  readonly job: string;
  readonly call: Settlement['call'];
}

function answered({ lane, job, call }: Seen, what: Pick<Verification, 'as' | 'findings'>): Settlement {
  const { dossierCode, receivedUnit, ackSeq } = lane;
  return moveOnly(
    lane,
    { kind: 'go-on' },
    {
      ...(call && { call }),
      ...(lane.pending.length === 0 && { failures: 0, cause: undefined }),
      answered: { job },
      verified: { run: job, dossierCode, receivedUnit, ackSeq, ...what },
    },
  );
}
