import { plan, type ClaimedLane, type Settled } from '#ledger';
import { moveOnly, settle } from './calls.ts';
import { askOf } from '../look-up/ask.ts';
import { goOnUndecided, lookUp } from '../look-up/look-up.ts';
import { answerUnseen } from '../replay/answer-asked.ts';
import { pushCall } from './push.ts';
import { asItIs } from '../road.ts';
import { cutOver } from '../shadow/cut-over.ts';
import { takeShadowTurn } from '../shadow/take-shadow-turn.ts';
import type { Turn, Visit } from './turn.ts';
import { waitForRecord } from './wait-for-record.ts';

/** Takes turns at a claimed lane until nothing can be sent at once any more. The lane is free again when this resolves. */
export async function visitLane(
  claimed: ClaimedLane,
  wokenBy: string,
  { road, parcels }: Pick<Turn, 'road' | 'parcels'>,
): Promise<void> {
  const visit: Visit = { wokenBy, mostTogether: road.destination.dossiersPerCall };
  for (let lane: ClaimedLane | undefined = claimed; lane !== undefined;) {
    const now = asItIs(road);
    visit.mostTogether = Math.min(visit.mostTogether, now.destination.dossiersPerCall);
    const settled = await takeTurn({ lane, road: now, parcels, visit });
    lane = settled === 'kept' ? await road.ledger.lanes.readAgain(lane) : undefined;
  }
}

/** One turn of a claimed lane: plan the next call, make it, settle it. */
function takeTurn(turn: Turn): Promise<Settled> {
  const { lane, road } = turn;
  // It was kept while the destination was given another mode: whoever works it so now goes on.
  if (lane.mode !== road.destination.mode) return settle(moveOnly(lane, { kind: 'later', state: 'due', waitMs: 0 }), road);
  if (lane.mode === 'shadow') return takeShadowTurn(lane, road);
  if (road.maintenance.isOn) return settle(moveOnly(lane, { kind: 'later', state: 'due', waitMs: 0 }), road);
  const next = plan(lane, road.can);
  switch (next.kind) {
    case 'cut-over':
      return cutOver(lane, road);
    case 'nothing':
      return settle(moveOnly(lane, { kind: 'go-on' }, { failures: 0, cause: undefined, reassert: false }), road);
    case 'new-epoch':
      return settle(moveOnly(lane, { kind: 'go-on' }, { failures: 0, newEpoch: { adopt: road.can.lookup !== 'none' } }), road);
    case 'compare':
      return askOf(road) === undefined ? answerUnseen(turn) : lookUp(turn, 'compare');
    case 'lookup':
      return lookUp(turn, next.reason);
    case 'undecidable':
      return goOnUndecided(turn, next.step);
    case 'recordless':
      return settle(waitForRecord(lane, next.step), road);
    case 'create':
    case 'update':
    case 'reassert':
    case 'steps':
      return pushCall(turn, next);
  }
}
