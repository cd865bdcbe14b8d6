import type { ReplayState } from '../../../contract/replays.ts';
import type { ReplayAct } from './requests.ts';

/** What may be done to a replay in each state. */
const ACTS: Readonly<Record<ReplayState, readonly ReplayAct[]>> = {
  listing: ['cancel'],
  ready: ['start', 'cancel'],
  running: ['cancel'],
  paused: ['cancel'],
  cancelled: ['resume'],
  failed: ['resume'],
  done: [],
};

export function actsOf(state: ReplayState): readonly ReplayAct[] {
  return ACTS[state];
}
