import type { LegalDay } from '#canonical';
import { MERGER_KINDS, MERGER_STATES, type MergerKind, type MergerState } from '#ledger';
import type { Text } from '#runtime';
import { Member } from '../openapi/call.ts';
import { BOTH } from '../openapi/common-views.ts';

const TEXT = { type: 'string', nullable: true } as const;
const DAY = { ...TEXT, example: '2025-07-01' } as const;

class MergerHeadView {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Trạng thái', 'State', { enum: MERGER_STATES })
  readonly state!: MergerState;

  @Member('Số nghị quyết', 'Number of the resolution', { example: '1686/NQ-UBTVQH15' })
  readonly resolution!: string;

  @Member('Ngày có hiệu lực', 'The day from which it holds', { type: 'string', example: '2025-07-01' })
  readonly on!: LegalDay;

  @Member('Số dòng', 'Rows', { example: 558 })
  readonly rows!: number;

  @Member('Vì sao', 'Why')
  readonly reason!: string;

  @Member('Ai nạp', 'Loaded by')
  readonly createdBy!: string;

  @Member('Nạp lúc, UTC', 'Loaded at, UTC')
  readonly createdAt!: Date;

  @Member('Ai ghi nhận', 'Recorded by', TEXT)
  readonly recordedBy!: string | null;

  @Member('Ghi nhận lúc', 'Recorded at', TEXT)
  readonly recordedAt!: Date | null;

  @Member('Ai rút', 'Withdrawn by', TEXT)
  readonly withdrawnBy!: string | null;

  @Member('Rút lúc', 'Withdrawn at', TEXT)
  readonly withdrawnAt!: Date | null;

  @Member('Rút vì sao', 'Why it was withdrawn', TEXT)
  readonly withdrawnWhy!: string | null;
}

/** The latest mergers, newest first. */
export class MergerList {
  @Member('Các đợt, mới nhất trước', 'The mergers, newest first', { type: [MergerHeadView] })
  readonly items!: readonly MergerHeadView[];
}

class MergerEntryView {
  @Member('Dòng trong tệp', 'Line of the file')
  readonly line!: number;

  @Member('Việc gì', 'What', { enum: MERGER_KINDS })
  readonly kind!: MergerKind;

  @Member('Mã cũ', 'Old code')
  readonly oldCode!: string;

  @Member('Mã mới', 'New code')
  readonly newCode!: string;

  @Member('Tên mới', 'New name')
  readonly newName!: string;

  @Member('Loại mới', 'New type')
  readonly newType!: string;

  @Member('Mã định danh mới', 'New agency identifier', TEXT)
  readonly identifier!: string | null;
}

/** A merger with its rows. */
export class MergerView extends MergerHeadView {
  @Member('Các dòng', 'The rows', { type: [MergerEntryView] })
  readonly entries!: readonly MergerEntryView[];
}

class OldUnitView {
  @Member('Mã trong cổng', 'Id in the gateway')
  readonly id!: number;

  @Member('Mã', 'Code')
  readonly code!: string;

  @Member('Tên', 'Name')
  readonly name!: string;

  @Member('Loại', 'Type')
  readonly type!: string;

  @Member('Từ ngày; null = không rõ', 'From; null = not known', DAY)
  readonly from!: LegalDay | null;

  @Member('Trước ngày', 'Until before', DAY)
  readonly to!: LegalDay | null;

  @Member('Trở thành', 'Becomes', { type: [String] })
  readonly becomes!: readonly string[];

  @Member('Bị chia tách', 'It is divided')
  readonly isDivided!: boolean;

  @Member('Số hồ sơ', 'Dossiers')
  readonly dossiers!: number;

  @Member('Trong đó còn mở', 'Of these open')
  readonly open!: number;

  @Member('Tiếp nhận từ ngày hiệu lực trở đi', 'Received on or after the day')
  readonly late!: number;
}

class NewUnitView {
  @Member('Mã', 'Code')
  readonly code!: string;

  @Member('Tên', 'Name')
  readonly name!: string;

  @Member('Loại', 'Type')
  readonly type!: string;

  @Member('Từ các mã', 'Made of', { type: [String] })
  readonly of!: readonly string[];
}

class ScopeView {
  @Member('Hệ thống', 'The client')
  readonly client!: string;

  @Member('Đơn vị sẽ hết', 'The unit that ends')
  readonly unit!: string;

  @Member('Tên', 'Name')
  readonly name!: string;

  @Member('Trở thành', 'Becomes', { type: [String] })
  readonly becomes!: readonly string[];

  @Member('Phạm vi tự chuyển sang', 'The scope goes on by itself')
  readonly carriedOver!: boolean;
}

class PendingView {
  @Member('Nơi nhận', 'Destination')
  readonly destination!: string;

  @Member('Đang trên đường', 'On their way')
  readonly pending!: number;

  @Member('Đang chờ người', 'Waiting for a person')
  readonly waiting!: number;

  @Member('Bản tin gửi nơi này có mã đơn vị', 'What is sent there carries the identifier of the unit')
  readonly carriesUnit!: boolean;

  @Member(
    'Số hồ sơ nơi nhận biết dưới mã không còn đúng vào ngày tiếp nhận',
    'Dossiers that are known there under an identifier that did not hold on their day',
  )
  readonly underFormer!: number;

  @Member('Vì sao phải hay không phải gửi lại', 'Why something must be told again, or not', BOTH)
  readonly why!: Text;
}

class CodeNamedView {
  @Member('Hệ mã', 'Scheme')
  readonly scheme!: string;

  @Member('Mã', 'Code')
  readonly code!: string;

  @Member('Đơn vị', 'Unit')
  readonly unit!: string;
}

/** One fault of a table. */
export class FaultView {
  @Member('Dòng', 'Line')
  readonly line!: number;

  @Member('Cột', 'Column', { required: false })
  readonly column?: string;

  @Member('Vì sao', 'Why', BOTH)
  readonly reason!: Text;
}

/** What a merger would do. */
export class MergerPreviewView {
  @Member('Bản xem trước; ghi nhận đúng bản này', 'The version that is recorded', { example: '0f3a9c1d2e4b5a60' })
  readonly version!: string;

  @Member('Ngày hiệu lực đã qua', 'The day is past')
  readonly isPast!: boolean;

  @Member('Các đơn vị sẽ hết', 'The units that end', { type: [OldUnitView] })
  readonly units!: readonly OldUnitView[];

  @Member('Các đơn vị mới', 'The new units', { type: [NewUnitView] })
  readonly made!: readonly NewUnitView[];

  @Member('Phạm vi của các hệ thống', 'Scopes of clients', { type: [ScopeView] })
  readonly scopes!: readonly ScopeView[];

  @Member('Các hệ thống sẽ nhận 410 cursor.scope-grown', 'Clients that will be answered 410 cursor.scope-grown', {
    type: [String],
  })
  readonly growing!: readonly string[];

  @Member('Theo nơi nhận', 'By destination', { type: [PendingView] })
  readonly pending!: readonly PendingView[];

  @Member('Các mã sẽ hết', 'Codes that end', { type: [CodeNamedView] })
  readonly codes!: readonly CodeNamedView[];

  @Member('Dòng bảng mã nêu mã cũ', 'Rows of code tables that name an old code')
  readonly codeRows!: number;

  @Member('Số đơn vị trước', 'Units before')
  readonly unitsBefore!: number;

  @Member('Số đơn vị sau', 'Units after')
  readonly unitsAfter!: number;

  @Member('Điều không đúng', 'What is wrong', { type: [FaultView] })
  readonly faults!: readonly FaultView[];
}

/** The dialects whose documents name the unit in which a dossier was received. */
const NAMES_UNIT: readonly string[] = ['lgsp-document'];

/** Whether a destination is told anything again, and why. */
export function showPending<T extends { readonly dialect: string; readonly underFormer: number }>({
  dialect,
  ...pending
}: T): Omit<T, 'dialect'> & Pick<PendingView, 'carriesUnit' | 'why'> {
  const carriesUnit = NAMES_UNIT.includes(dialect);
  return { ...pending, carriesUnit, why: carriesUnit ? (pending.underFormer > 0 ? WRONG : PINNED) : NOT_THERE };
}

const NOT_THERE: Text = {
  vi: 'Bản tin gửi nơi này không có mã đơn vị: không có gì đổi, không phải gửi lại.',
  en: 'What is sent there carries no identifier of a unit: nothing changes, nothing is told again.',
};
const PINNED: Text = {
  vi: 'Mỗi hồ sơ giữ mã đơn vị của ngày tiếp nhận, cố định từ lần nơi nhận xác nhận đầu tiên: không có gì đổi, không phải gửi lại.',
  en: 'A dossier keeps the identifier of the day of its reception, pinned when it was first acknowledged: nothing changes, nothing is told again.',
};
const WRONG: Text = {
  vi: 'Không gửi lại: mã đơn vị cố định từ lần xác nhận đầu tiên, “Gửi lại” cũng không đổi được. Báo bên vận hành nơi nhận nếu họ cần sửa các hồ sơ này.',
  en: 'Nothing is told again: the identifier was pinned when these were first acknowledged, and a replay does not change it. Tell who runs the destination where they want it put right.',
};
