import type { DestinationStanding, OpenLanes } from '#ledger';
import type { Text } from '#runtime';
import { Member } from '../openapi/call.ts';
import { TextView } from '../openapi/problem-view.ts';
import { nameOf } from '#sheets';

const STATES = ['open', 'paused', 'maintenance', 'stopped'] as const;
const TIME = { type: 'string', nullable: true, example: '2026-11-26T08:15:03.000Z' } as const;
const TEXT = { type: 'string', nullable: true } as const;

class OpenLanesView implements OpenLanes {
  @Member('Đến lượt gửi', 'Due', { example: 12 })
  readonly due!: number;

  @Member('Đang gửi', 'Being sent', { example: 4 })
  readonly leased!: number;

  @Member('Chờ tra cứu vì mất câu trả lời', 'To be looked up because the answer was lost', { example: 0 })
  readonly verifying!: number;

  @Member('Bị giữ vì một mã chưa có ánh xạ', 'Held for a code that is not mapped', { example: 3 })
  readonly held!: number;

  @Member('Bị chặn, cần người xử lý', 'Blocked, somebody must act', { example: 1 })
  readonly blocked!: number;
}

class FailingCallsView {
  @Member('Trong một giờ qua', 'In the last hour', { example: 2 })
  readonly lastHour!: number;
}

/** A destination, how it stands and what waits for it. */
export class DestinationView {
  @Member('Mã nơi nhận', 'Id of the destination', { example: 'national' })
  readonly id!: string;

  @Member('Phương ngữ', 'Dialect', { example: 'dvcqg' })
  readonly dialect!: string;

  @Member('Tên', 'Name', { type: TextView })
  readonly name!: Text;

  @Member('Gửi thật, hay chỉ ghi lại để so sánh', 'Whether it is sent to, or only kept for comparison', {
    enum: ['live', 'shadow'],
  })
  readonly mode!: 'live' | 'shadow';

  @Member(
    'open: đang gửi; paused: người vận hành tạm dừng; maintenance: đang bảo trì theo lịch; stopped: nơi nhận từ chối ta, đang được thăm dò',
    'open: it is sent to; paused: an operator holds it; maintenance: it is being maintained, as planned; stopped: it refuses us and is probed',
    { enum: STATES },
  )
  readonly state!: (typeof STATES)[number];

  @Member('Tạm dừng từ lúc nào', 'Paused since', TIME)
  readonly pausedAt!: Date | null;

  @Member('Ai tạm dừng', 'Paused by', { ...TEXT, example: 'lan.nguyen' })
  readonly pausedBy!: string | null;

  @Member('Lý do tạm dừng', 'Why it is paused', { ...TEXT, example: 'Cổng quốc gia báo bảo trì' })
  readonly pauseReason!: string | null;

  @Member('Bị ngắt từ lúc nào', 'Stopped since', TIME)
  readonly stoppedAt!: Date | null;

  @Member('Nguyên nhân bị ngắt', 'Why it is stopped', { ...TEXT, example: 'national.login-refused' })
  readonly stopCause!: string | null;

  @Member('Lần thăm dò tiếp theo', 'When it is probed next', TIME)
  readonly probeAt!: Date | null;

  @Member(
    'Đang bảo trì theo lịch đến lúc nào; đến đó không gửi gì tới nơi này',
    'Under planned maintenance until; up to then nothing is sent there',
    TIME,
  )
  readonly maintenanceUntil!: Date | null;

  @Member(
    'Số hồ sơ chưa gửi xong, theo tình trạng; đếm đến 1.000.000',
    'Dossiers that are not done there, by state; counted up to 1,000,000',
  )
  readonly lanes!: OpenLanesView;

  @Member(
    'Số mục đang chờ (phiên bản và bước); khi trên 10.000 hồ sơ đang chờ thì ước lượng từ 10.000 hồ sơ đầu',
    'Items that wait (versions and steps); with more than 10,000 dossiers waiting, estimated from the first 10,000',
    { example: 25 },
  )
  readonly pendingItems!: number;

  @Member('Mục cũ nhất đang chờ được tiếp nhận lúc nào', 'When the oldest item that waits was accepted', TIME)
  readonly oldestAcceptedAt!: Date | null;

  @Member('Số mục nơi nhận đã xác nhận trong một giờ qua', 'Items that it acknowledged in the last hour', { example: 1530 })
  readonly deliveredLastHour!: number;

  @Member('Số lần gọi không thành', 'Calls that failed')
  readonly failingCalls!: FailingCallsView;
}

/** All destinations at a moment. */
export class DestinationList {
  @Member('Lúc nào, UTC', 'When, UTC', { example: '2026-11-26T08:15:03.000Z' })
  readonly at!: Date;

  @Member('Các nơi nhận', 'The destinations', { type: [DestinationView] })
  readonly items!: readonly DestinationView[];
}

/** A destination as it is shown. */
export function showDestination(standing: DestinationStanding): DestinationView {
  const { id, dialect, mode, lanes, pendingItems, oldestAcceptedAt, deliveredLastHour, failingCallsLastHour } = standing;
  const { pausedAt, pausedBy, pauseReason, stoppedAt, stopCause, probeAt, maintenanceUntil } = standing;
  return {
    ...{ id, dialect, name: nameOf(id), mode },
    state: stateOf(standing),
    ...{ pausedAt, pausedBy, pauseReason, stoppedAt, stopCause, probeAt, maintenanceUntil },
    ...{ lanes, pendingItems, oldestAcceptedAt, deliveredLastHour },
    failingCalls: { lastHour: failingCallsLastHour },
  };
}

/** What a person wants goes before what was planned, and that before what the destination does to us. */
function stateOf({ pausedAt, maintenanceUntil, stoppedAt }: DestinationStanding): DestinationView['state'] {
  if (pausedAt !== null) return 'paused';
  if (maintenanceUntil !== null) return 'maintenance';
  return stoppedAt === null ? 'open' : 'stopped';
}
