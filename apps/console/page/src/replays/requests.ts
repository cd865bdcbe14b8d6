import type { NewReplay, Replay, ReplayItems, Replays } from '../../../contract/replays.ts';
import { call, queryOf } from '../api/call.ts';

const at = (id: string): string => `/api/replays/${encodeURIComponent(id)}`;

export type ReplayAct = 'start' | 'cancel' | 'resume';

export const replayRequests = {
  list: () => call<Replays>('GET', '/api/replays'),
  one: (id: string) => call<Replay>('GET', at(id)),
  items: (id: string, after?: string) => call<ReplayItems>('GET', `${at(id)}/items${queryOf({ after })}`),
  create: (replay: NewReplay) => call<Replay>('POST', '/api/replays', replay),
  act: (id: string, act: ReplayAct, reason: string) => call<Replay>('POST', `${at(id)}/${act}`, { reason }),
};
