import { IsOptional, IsString, Matches } from 'class-validator';
import {
  REPLAY_ITEM_STATES,
  REPLAY_MODES,
  REPLAY_STATES,
  type Replay,
  type ReplayItem,
  type ReplayItems,
  type ReplayItemState,
  type ReplayMode,
  type ReplayState,
} from '#ledger';
import type { Text } from '#runtime';
import { plainCause, sayCause } from '../incidents/causes.ts';
import { WholeNumber } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';
import { BOTH } from '../openapi/common-views.ts';

class CountsView {
  @Member('Số hồ sơ × nơi nhận trong danh sách', 'Lanes on the frozen list', { example: 20_000 })
  readonly listed!: number;

  @Member('Sẽ gửi', 'Something is to be sent')
  readonly toSend!: number;

  @Member('Không có gì phải gửi', 'Nothing to send')
  readonly nothingToSend!: number;

  @Member('Đã giao cho việc gửi', 'Handed over to be delivered')
  readonly sent!: number;

  @Member('Nơi nhận đã nhận hết', 'All of it acknowledged')
  readonly delivered!: number;

  @Member('Đang chờ người xử lý', 'Waiting for a person')
  readonly waiting!: number;

  @Member('Bị từ chối hoặc không làm được', 'Refused, or could not be done')
  readonly failed!: number;

  @Member('Mã không có hồ sơ', 'Codes that no dossier has')
  readonly unknown!: number;
}

/** A replay. */
export class ReplayView {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Trạng thái', 'State', { enum: REPLAY_STATES })
  readonly state!: ReplayState;

  @Member('Cách gửi lại', 'Mode', { enum: REPLAY_MODES })
  readonly mode!: ReplayMode;

  @Member('Đã chọn gì; danh sách dài chỉ hiện 20 mã đầu', 'What was selected; of a long list the first 20 codes', {
    type: 'object',
    additionalProperties: true,
  })
  readonly selection!: object;

  @Member('Các mã không có hồ sơ, nhiều nhất 100', 'Codes that no dossier has, at most 100', { type: [String] })
  readonly unknownCodes!: readonly string[];

  @Member('Các nơi nhận', 'The destinations', { type: [String] })
  readonly destinations!: readonly string[];

  @Member('Vì sao', 'Why')
  readonly reason!: string;

  @Member('Ai', 'Who')
  readonly by!: string;

  @Member('Tạo lúc, UTC', 'Ordered at, UTC')
  readonly createdAt!: Date;

  @Member('Bắt đầu gửi lúc, UTC', 'Started at, UTC', { type: 'string', nullable: true })
  readonly startedAt!: Date | null;

  @Member('Kết thúc lúc, UTC', 'Over at, UTC', { type: 'string', nullable: true })
  readonly finishedAt!: Date | null;

  @Member('Đếm', 'Counts')
  readonly counts!: CountsView;

  @Member('Hồ sơ mỗi giây', 'Lanes a second')
  readonly perSecond!: number;

  @Member('Vì sao bị lỗi', 'Why it failed', { ...BOTH, nullable: true })
  readonly error!: Text | null;
}

/** The latest replays, newest first. */
export class ReplayList {
  @Member('Các lần gửi lại, mới nhất trước', 'The replays, newest first', { type: [ReplayView] })
  readonly items!: readonly ReplayView[];
}

class FieldView {
  @Member('Trường', 'Field', { example: 'TrangThaiHoSo' })
  readonly field!: string;

  @Member('Nơi nhận đang có; che nếu có thể là thông tin cá nhân', 'What the destination has by then; masked', {
    type: 'string',
    nullable: true,
  })
  readonly acknowledged!: string | null;

  @Member('Sẽ gửi', 'What would be sent', { type: 'string', nullable: true })
  readonly now!: string | null;
}

class ForecastView {
  @Member('Dịch vụ', 'Service', { enum: ['create', 'update', 'steps'] })
  readonly service!: string;

  @Member('Số thứ tự trong hồ sơ', 'Sequence number in the dossier')
  readonly seq!: number;

  @Member('Bản ghi hay bước', 'Version or step', { enum: ['version', 'step'] })
  readonly kind!: string;

  @Member('SHA-256 của nội dung sẽ gửi', 'SHA-256 of what would leave')
  readonly hash!: string;

  @Member('Các trường khác với nơi nhận', 'The fields that differ', { type: [FieldView] })
  readonly fields!: readonly FieldView[];
}

class ReplayItemView {
  @Member('Mã hồ sơ', 'Dossier code')
  readonly code!: string;

  @Member('Nơi nhận', 'Destination')
  readonly destination!: string;

  @Member('Sẽ gửi gì, theo thứ tự', 'What would be sent, in order', { type: [ForecastView] })
  readonly forecast!: readonly ForecastView[];

  @Member('Trạng thái', 'State', { enum: REPLAY_ITEM_STATES })
  readonly state!: ReplayItemState;

  @Member('Vì sao chờ hay lỗi, mã cố định', 'Why it waits or failed, a stable code', { type: 'string', nullable: true })
  readonly outcome!: string | null;

  @Member('Vì sao chờ hay lỗi', 'Why it waits or failed', { ...BOTH, nullable: true })
  readonly why!: Text | null;
}

/** A page of the lanes of a replay. */
export class ReplayItemPage {
  @Member('Từng hồ sơ ở từng nơi nhận', 'Each dossier at each destination', { type: [ReplayItemView] })
  readonly items!: readonly ReplayItemView[];

  @Member('Con trỏ cho lần đọc sau', 'The cursor of the next page', { type: 'string', nullable: true })
  readonly next!: string | null;

  @Member('Còn nữa không', 'Whether there are more')
  readonly hasMore!: boolean;
}

/** Which part of the lanes. */
export class ReplayItemsQuery {
  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false })
  @IsOptional()
  @IsString()
  @Matches(/^\d{1,15}\.[\w-]{1,60}$/)
  readonly after?: string;

  @Member('Số dòng nhiều nhất', 'Most lines', { required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @WholeNumber(1, 200)
  readonly limit: number = 50;
}

const ERRORS: Readonly<Record<string, Text>> = {
  'replay.fault': {
    vi: 'Cổng gặp lỗi của chính nó khi làm việc này; có thể cho tiếp tục',
    en: 'The gateway ran into a fault of its own; it may be resumed',
  },
};

/** A replay as it is shown. */
export function showReplay({ error, ...replay }: Replay): ReplayView {
  return {
    ...replay,
    perSecond: Math.round(replay.perSecond * 10) / 10,
    error: error === null ? null : (ERRORS[error] ?? { vi: error, en: error }),
  };
}

/** A page of lanes as it is shown. */
export function showItems({ items, next, hasMore }: ReplayItems): ReplayItemPage {
  return { items: items.map(showItem), next, hasMore };
}

/** What a lane remembers of its cause beside the code may have been sent in the wrong field, and is not shown. */
function showItem({ outcome, ...item }: ReplayItem): ReplayItemView {
  return { ...item, outcome: outcome && plainCause(outcome), why: outcome === null ? null : sayCause(outcome) };
}
