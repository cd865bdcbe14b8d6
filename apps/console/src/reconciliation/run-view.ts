import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsString } from 'class-validator';
import {
  RUN_CAUSES,
  RUN_SCOPES,
  RUN_STATES,
  type Cells,
  type DiscrepancyKind,
  type ManifestLevel,
  type RunCause,
  type RunScope,
  type RunState,
} from '#ledger';
import { MayBeAbsent } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';

const MOST_DESTINATIONS = 20;
const CELLS = {
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: { type: 'integer' } },
  example: { national: { 'missing-there': 3, field: 1 } },
} as const;

/** What is to be compared now. */
export class RunBody extends ReasonBody {
  @Member('changed: cái đã đổi từ lần kiểm trước; all: tất cả', 'changed: what changed since it was verified; all: everything', {
    enum: RUN_SCOPES,
  })
  @IsIn(RUN_SCOPES)
  readonly scope!: RunScope;

  @Member('Các nơi nhận; bỏ trống = mọi nơi tra cứu được', 'The destinations; absent = all where something can be looked up', {
    required: false,
    type: [String],
    example: ['national'],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_DESTINATIONS)
  @IsString({ each: true })
  readonly destinations?: string[];
}

/** A run. */
export class RunView {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Vì sao chạy', 'Why it was made', { enum: RUN_CAUSES })
  readonly cause!: RunCause;

  @Member('Phạm vi', 'Scope', { enum: RUN_SCOPES })
  readonly scope!: RunScope;

  @Member('Trạng thái', 'State', { enum: RUN_STATES })
  readonly state!: RunState;

  @Member('Các nơi nhận', 'The destinations', { type: [String] })
  readonly destinations!: readonly string[];

  @Member('Các nơi nhận mà lần đang chạy còn đợi', 'The destinations that a run under way still waits for', { type: [String] })
  readonly waitsFor!: readonly string[];

  @Member('Ai', 'Who')
  readonly by!: string;

  @Member('Lý do', 'Reason')
  readonly reason!: string;

  @Member('Bắt đầu lúc, UTC', 'Begun at, UTC')
  readonly createdAt!: Date;

  @Member('Xong lúc, UTC', 'Over at, UTC', { type: 'string', nullable: true })
  readonly finishedAt!: Date | null;

  @Member('Số hồ sơ × nơi nhận đã hỏi', 'Lanes that were asked for')
  readonly asked!: number;

  @Member('Đang hỏi', 'On their way')
  readonly onTheirWay!: number;

  @Member('Khớp', 'In agreement')
  readonly agrees!: number;

  @Member('Khác', 'Different')
  readonly differs!: number;

  @Member('Không kiểm được', 'Could not be seen; no agreement')
  readonly unseen!: number;

  @Member('Đã cho sửa', 'Handed over to be mended')
  readonly healed!: number;

  @Member('Số khác biệt theo tầng và loại', 'Differences by tier and kind', CELLS)
  readonly cells!: Cells;
}

/** The latest runs, newest first. */
export class RunList {
  @Member('Các lần đối soát, mới nhất trước', 'The runs, newest first', { type: [RunView] })
  readonly items!: readonly RunView[];
}

/** When runs are begun by the clock. */
export class ScheduleView {
  @Member('Lần theo giờ tiếp theo, UTC; null = tắt hoặc chưa biết', 'The next hourly one, UTC; null = off or not known', {
    type: 'string',
    nullable: true,
  })
  readonly hourly!: Date | null;

  @Member('Lần ban đêm tiếp theo, UTC; null = tắt hoặc chưa biết', 'The next nightly one, UTC; null = off or not known', {
    type: 'string',
    nullable: true,
  })
  readonly nightly!: Date | null;
}

/** A manifest that came. */
export class ManifestView {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Hệ thống gửi', 'The client that sent it')
  readonly client!: string;

  @Member('Bên được so', 'Whose dossiers', { example: 'client:c14797' })
  readonly side!: string;

  @Member('Mức', 'Level', { enum: ['counts', 'digests', 'list'] })
  readonly level!: ManifestLevel;

  @Member('Thời điểm dữ liệu, UTC', 'Time of the data, UTC')
  readonly asOf!: Date;

  @Member('Nhận lúc, UTC', 'Received at, UTC')
  readonly receivedAt!: Date;

  @Member('Số nhóm', 'Buckets')
  readonly buckets!: number;

  @Member('Số dòng', 'Items')
  readonly items!: number;

  @Member('Số nhóm đã đổi nên phải đếm lại', 'Buckets that had changed and were counted anew')
  readonly bucketsRead!: number;

  @Member('Số nhóm khác', 'Buckets that differ')
  readonly differing!: number;

  @Member('Số khác biệt theo loại', 'Differences by kind', { type: 'object', additionalProperties: { type: 'integer' } })
  readonly cells!: Readonly<Partial<Record<DiscrepancyKind, number>>>;
}

/** The latest manifests, newest first. */
export class ManifestList {
  @Member('Các bảng kê, mới nhất trước', 'The manifests, newest first', { type: [ManifestView] })
  readonly items!: readonly ManifestView[];
}
