import type { ClaimedLane, Settled } from '#ledger';
import { moveOnly, settle } from '../deliver/calls.ts';
import type { Road } from '../road.ts';

/** Settles what a lane acknowledged in shadow, as the destination's policy says; its next turn is that of a live one. */
export function cutOver(lane: ClaimedLane, road: Road): Promise<Settled> {
  const { lookup, cutOver: policy } = road.destination;
  const { steps = lookup === 'steps' ? 'verify' : 'adopt', toldUntil } = policy;
  const order = { steps, toldUntil: toldUntil === undefined ? undefined : new Date(toldUntil) };
  road.log.event('lane.cut-over', { partner: lane.destination, dossier: lane.dossierCode, steps });
  return settle(moveOnly(lane, { kind: 'go-on' }, { failures: 0, cause: undefined, cutOver: order }), road);
}
