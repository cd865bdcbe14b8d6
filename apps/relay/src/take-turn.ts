import { plan, type ClaimedLane } from '#ledger';
import { moveOnly, settle } from './calls.ts';
import { goOnUndecided, lookUp } from './look-up.ts';
import { pushCall } from './push.ts';
import type { Road } from './road.ts';

/** One turn of a claimed lane: plan the next call, make it, settle it. The lane is free again when this resolves. */
export function takeTurn(lane: ClaimedLane, road: Road, wokenBy: string): Promise<void> {
  const next = plan(lane, road.can);
  switch (next.kind) {
    case 'nothing':
      return settle(moveOnly(lane, { kind: 'go-on' }, { failures: 0, cause: undefined, reassert: false }), road);
    case 'new-epoch':
      return settle(moveOnly(lane, { kind: 'go-on' }, { failures: 0, newEpoch: { adopt: road.can.lookup !== 'none' } }), road);
    case 'lookup':
      return lookUp({ lane, road, wokenBy }, next.reason);
    case 'undecidable':
      return goOnUndecided({ lane, road, wokenBy }, next.step);
    case 'create':
    case 'update':
    case 'reassert':
    case 'steps':
      return pushCall(lane, next, { road, wokenBy });
  }
}
