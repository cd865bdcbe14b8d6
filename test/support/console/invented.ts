import type {
  Destination,
  DossierDestination,
  DossierStory,
  Incident,
  ItemArrivals,
  TimelineEvent,
} from '../../../apps/console/contract/answers.ts';

/** Invented answers of the console: two portals, three incidents, a few dossiers; nothing of anybody. */
export interface Invented {
  readonly destinations: Destination[];
  readonly incidents: Incident[];
  readonly stories: Map<string, DossierStory>;
}

const MINUTE = 60_000;

export const HELD_CODE = 'H56.14797-261126-0007';
export const MAPPING_INCIDENT = '0199a1b2-c3d4-7e5f-8a9b-000000000001';

export function invent(): Invented {
  const now = Date.now();
  const at = (minutesAgo: number): string => new Date(now - minutesAgo * MINUTE).toISOString();
  const stories = [heldStory(at), doneStory(at)];
  return {
    destinations: [national(at), province(at)],
    incidents: [unmapped(at), refused(at), away(at)],
    stories: new Map(stories.map((story) => [story.code, story])),
  };
}

type At = (minutesAgo: number) => string;

function national(at: At): Destination {
  return {
    ...{ id: 'national', dialect: 'dvcqg', name: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National portal' }, mode: 'live' },
    ...{ state: 'open', pausedAt: null, pausedBy: null, pauseReason: null, stoppedAt: null, stopCause: null, probeAt: null },
    maintenanceUntil: null,
    lanes: { due: 12, leased: 4, verifying: 1, held: 38, blocked: 2 },
    ...{ pendingItems: 71, oldestAcceptedAt: at(134), deliveredLastHour: 1_284, failingCalls: { lastHour: 3 } },
  };
}

function province(at: At): Destination {
  return {
    ...{ id: 'province', dialect: 'lgsp-document', name: { vi: 'Cổng của tỉnh', en: 'Provincial portal' }, mode: 'live' },
    ...{ state: 'stopped', pausedAt: null, pausedBy: null, pauseReason: null },
    ...{ stoppedAt: at(17), stopCause: 'session.refused', probeAt: at(-1), maintenanceUntil: null },
    lanes: { due: 214, leased: 0, verifying: 0, held: 0, blocked: 0 },
    ...{ pendingItems: 391, oldestAcceptedAt: at(19), deliveredLastHour: 806, failingCalls: { lastHour: 22 } },
  };
}

function unmapped(at: At): Incident {
  return {
    ...{
      id: MAPPING_INCIDENT,
      kind: 'unmapped',
      service: null,
      field: null,
      cause: 'unmapped|national|procedure|9.000001',
      destination: 'national',
    },
    mustAct: 'province',
    title: {
      vi: 'Chưa có mã thủ tục “9.000001” của cổng quốc gia',
      en: 'The national portal has no code for procedure “9.000001”',
    },
    why: {
      vi: 'Bảng mã thủ tục của cổng quốc gia chưa có dòng cho mã này, nên hồ sơ được giữ lại thay vì gửi đi với ô trống.',
      en: 'The table of procedures of the national portal has no row for this code; the dossiers are kept instead of being sent with a blank.',
    },
    next: {
      vi: 'Hãy khai mã tương ứng dưới đây; hồ sơ đang chờ tự đi tiếp theo thứ tự.',
      en: 'Map the code below; what waits goes on by itself, in order.',
    },
    ...{ count: 41, waitingLanes: 38 },
    units: [
      { code: '14797', name: 'Phường Hạc Thành', count: 21 },
      { code: '14758', name: 'Phường Hàm Rồng', count: 12 },
      { code: '14818', name: 'Phường Quang Trung', count: 5 },
    ],
    sample: { dossierCode: HELD_CODE, dossierCodes: [HELD_CODE], facts: null },
    ...{ openedAt: at(134), lastAt: at(2), clearedAt: null },
    mapping: { partner: 'national', table: 'procedure', direction: 'out', fromCode: '9.000001' },
  };
}

function refused(at: At): Incident {
  return {
    ...{
      id: '0199a1b2-c3d4-7e5f-8a9b-000000000002',
      kind: 'refused',
      service: null,
      field: null,
      cause: 'refused|national|field.required',
    },
    ...{ destination: 'national', mustAct: 'commune' },
    title: { vi: 'Cổng quốc gia không nhận: thiếu ngày hẹn trả', en: 'Refused by the national portal: no due date' },
    why: {
      vi: 'Cổng yêu cầu ngày hẹn trả cho hồ sơ đã tiếp nhận; hồ sơ của xã gửi lên để trống.',
      en: 'The portal wants a due date of every received dossier; the commune left it empty.',
    },
    next: {
      vi: 'Xã, phường sửa hồ sơ trong hệ thống một cửa và gửi lại; bản mới tự thay bản bị chặn.',
      en: 'The commune corrects the dossier in its system and sends it again; the new version takes the place of the blocked one.',
    },
    ...{ count: 2, waitingLanes: 2, units: [{ code: '14812', name: 'Phường Bỉm Sơn', count: 2 }], sample: null },
    ...{ openedAt: at(63), lastAt: at(41), clearedAt: null, mapping: null },
  };
}

function away(at: At): Incident {
  return {
    ...{
      id: '0199a1b2-c3d4-7e5f-8a9b-000000000003',
      kind: 'breaker',
      service: null,
      field: null,
      cause: 'session.refused',
      destination: 'province',
    },
    mustAct: 'provincial-portal',
    title: { vi: 'Cổng của tỉnh từ chối đăng nhập', en: 'The provincial portal refuses our login' },
    why: {
      vi: 'Mật khẩu kết nối có thể đã bị đổi hoặc thu hồi. Hệ thống đã tự ngắt để không gọi dồn.',
      en: 'The password of the connection may have been changed or revoked. The gateway stopped itself so that nobody is hammered.',
    },
    next: {
      vi: 'Hãy liên hệ đơn vị vận hành cổng của tỉnh để cấp lại; hệ thống tự thử lại rồi tự chạy tiếp.',
      en: 'Ask those who run the provincial portal for a new one; the gateway probes and goes on by itself.',
    },
    ...{ count: 22, waitingLanes: 214, units: [], sample: null, openedAt: at(17), lastAt: at(1), clearedAt: null, mapping: null },
  };
}

const NOTHING: Omit<TimelineEvent, 'at' | 'tier' | 'kind'> = {
  ...{
    seq: null,
    itemKind: null,
    status: null,
    destination: null,
    service: null,
    outcome: null,
    cause: null,
    text: { vi: '', en: '' },
  },
  ...{ http: null, code: null, durationMs: null, wokenBy: null, officer: null, content: null, by: null },
  traceId: null,
};

function event(
  at: string,
  tier: TimelineEvent['tier'],
  kind: TimelineEvent['kind'],
  more: Partial<TimelineEvent>,
): TimelineEvent {
  return { at, tier, kind, ...NOTHING, ...more };
}

const THERE = { vi: 'Nơi nhận có tất cả những gì được gửi.', en: 'The destination has everything that was to be sent.' };

const IDLE: Omit<DossierDestination, 'id' | 'acknowledgedSeq'> = {
  ...{ state: 'idle', cause: null, why: THERE, next: THERE, mustAct: null, nextAttemptAt: null, blockedSeq: null, epoch: 1 },
  possiblyTwice: [],
};

function heldStory(at: At): DossierStory {
  return {
    ...{
      code: HELD_CODE,
      sourceCode: 'MC-2026-118',
      unit: { code: '14797', name: 'Phường Hạc Thành' },
      procedureCode: '9.000001',
    },
    ...{ status: 4, acceptedAt: at(134), procedureName: null, client: 'Phường Hạc Thành', headSeq: 2 },
    destinations: [
      {
        ...IDLE,
        ...{
          id: 'national',
          state: 'held',
          cause: 'unmapped|national|procedure|9.000001',
          mustAct: 'province',
          acknowledgedSeq: 0,
        },
        why: {
          vi: 'Mã thủ tục “9.000001” chưa có mã tương ứng của cổng quốc gia.',
          en: 'Procedure “9.000001” has no code of the national portal.',
        },
        next: { vi: 'Tỉnh khai mã; hồ sơ tự đi tiếp.', en: 'The province maps the code; the dossier goes on by itself.' },
      },
      { ...IDLE, id: 'province', acknowledgedSeq: 2, possiblyTwice: [2] },
    ],
    timeline: heldTimeline(at),
    arrivals: [
      arrival({ seq: 1, kind: 'version', status: 2, acceptedAt: at(134) }, { national: null, province: at(133.8) }),
      arrival({ seq: 2, kind: 'step', status: 4, acceptedAt: at(92) }, { national: null, province: at(91) }),
    ],
    attemptsOmitted: 0,
  };
}

function heldTimeline(at: At): TimelineEvent[] {
  const sent = { tier: 'province', kind: 'attempt', destination: 'province' } as const;
  return [
    event(at(134), 'commune', 'accepted', { seq: 1, itemKind: 'version', status: 2 }),
    event(at(133.9), 'gateway', 'outcome', { seq: 1, destination: 'national', outcome: 'unmapped', cause: 'procedure 9.000001' }),
    event(at(133.8), sent.tier, sent.kind, {
      ...{ seq: 1, itemKind: 'version', destination: 'province', service: 'SyncDocument', outcome: 'delivered' },
      ...{ http: 200, code: '0', durationMs: 182, wokenBy: 'bus' },
    }),
    event(at(92), 'commune', 'accepted', { seq: 2, itemKind: 'step', status: 4, officer: 'N•••• V•• A', content: '••• (42)' }),
    event(at(91.9), sent.tier, sent.kind, {
      ...{ seq: 2, itemKind: 'step', destination: 'province', service: 'UpdateDocumentTraces', outcome: 'unknown' },
      ...{ cause: 'call.timeout', durationMs: 10_004, wokenBy: 'bus' },
      text: {
        vi: 'Cổng không trả lời kịp; bước được gửi lại vì cổng này không cho tra cứu.',
        en: 'No answer in time; the step is sent again, for this portal lets nobody look.',
      },
    }),
    event(at(91), sent.tier, sent.kind, {
      ...{ seq: 2, itemKind: 'step', destination: 'province', service: 'UpdateDocumentTraces', outcome: 'delivered' },
      ...{ http: 200, code: '0', durationMs: 240, wokenBy: 'poll' },
    }),
  ];
}

/** An item and when it came where; null: it is not there. */
function arrival(item: Omit<ItemArrivals, 'occurredAt' | 'arrivals'>, places: Record<string, string | null>): ItemArrivals {
  const arrivals = Object.entries(places).map(([destination, when]) => {
    const state = when === null ? ('pending' as const) : ('delivered' as const);
    return { destination, state, at: when };
  });
  return { ...item, occurredAt: item.kind === 'step' ? item.acceptedAt : null, arrivals };
}

function doneStory(at: At): DossierStory {
  const code = 'H56.14797-261126-0008';
  return {
    ...{ code, sourceCode: null, unit: { code: '14797', name: 'Phường Hạc Thành' }, procedureCode: '1.001193', status: 9 },
    ...{ acceptedAt: at(300), procedureName: 'Đăng ký khai sinh', client: 'Phường Hạc Thành', headSeq: 1 },
    destinations: [
      { ...IDLE, id: 'national', acknowledgedSeq: 1 },
      { ...IDLE, id: 'province', acknowledgedSeq: 1 },
    ],
    timeline: [event(at(300), 'commune', 'accepted', { seq: 1, itemKind: 'version', status: 9 })],
    arrivals: [arrival({ seq: 1, kind: 'version', status: 9, acceptedAt: at(300) }, { national: at(299), province: at(299) })],
    attemptsOmitted: 0,
  };
}
