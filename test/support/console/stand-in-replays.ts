import type { NewReplay, Replay, ReplayItems, ReplayState } from '../../../apps/console/contract/replays.ts';
import { HELD_CODE } from './invented.ts';

const ID = '0199a1b2-c3d4-7e5f-8a9b-00000000000a';

/** Replays of the stand-in: one at a time, whose list is frozen at once. */
export class StandInReplays {
  private readonly all: Replay[] = [];
  private readonly tell: (event: string, data: unknown) => void;

  constructor(tell: (event: string, data: unknown) => void) {
    this.tell = tell;
  }

  read([id, room]: readonly string[]): unknown {
    if (id === undefined) return { items: this.all };
    return room === 'items' ? ITEMS : this.all.find((one) => one.id === id);
  }

  create({ selection, destinations = [], mode, reason }: NewReplay): Replay {
    const replay: Replay = {
      ...{ id: ID, state: 'ready', selection, destinations, mode, reason, by: 'van-hanh' },
      ...{ createdAt: new Date().toISOString(), startedAt: null, finishedAt: null, perSecond: 0, error: null },
      counts: { listed: 3, toSend: 1, nothingToSend: 1, sent: 0, delivered: 0, waiting: 0, failed: 0, unknown: 1 },
      unknownCodes: ['H56.14797-261126-9999'],
    };
    this.all.unshift(replay);
    return replay;
  }

  /** Takes a replay to a state, as an act or the sending itself would, and tells those who watch. */
  move(state: ReplayState, counts: Partial<Replay['counts']> = {}): Replay {
    const [former] = this.all;
    if (former === undefined) throw new Error('there is no replay');
    const replay: Replay = {
      ...former,
      state,
      counts: { ...former.counts, ...counts },
      perSecond: state === 'running' ? 12 : 0,
    };
    this.all[0] = replay;
    this.tell('replays', { items: this.all });
    return replay;
  }
}

const ITEMS: ReplayItems = {
  items: [
    {
      ...{ code: HELD_CODE, destination: 'national', state: 'ready', outcome: null, why: null },
      forecast: [
        {
          ...{ service: 'DongBoHoSoMC', seq: 1, kind: 'version' },
          fields: [
            { field: 'TrangThaiHoSo', acknowledged: '2', now: '4' },
            { field: 'MaTTHC', acknowledged: '9.000001', now: '9.000001' },
            { field: 'NgayHenTra', acknowledged: null, now: '20261130170000' },
          ],
        },
      ],
    },
    {
      ...{ code: 'H56.14797-261126-0008', destination: 'national', state: 'waiting', outcome: 'unmapped', forecast: [] },
      why: { vi: 'Bảng mã của nơi nhận thiếu một mã.', en: 'The tables of the destination lack a code.' },
    },
    { code: 'H56.14797-261126-0009', destination: 'national', state: 'nothing', outcome: null, why: null, forecast: [] },
  ],
  ...{ next: null, hasMore: false },
};
