import { IsIn, IsInt, IsString, Matches, MaxLength, Min, MinLength, Validate } from 'class-validator';
import { CODE_DIRECTIONS, type CodeDirection, type LegalDay } from '#canonical';
import type { CodeChange, CodePast, CodesChanged, Preview } from '#ledger';
import { Canonical, MayBeAbsent } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';
import { BASIS, DIRECTION, IsLegalDay, PRINTABLE } from './code-fields.ts';
import { CodeRowView, WaitingView } from './code-view.ts';

const REQUIRED = { context: { code: 'field.required' } } as const;
const NULLABLE_DAY = { type: 'string', format: 'date', nullable: true } as const;
const NULLABLE_TIME = { type: 'string', format: 'date-time', nullable: true } as const;
const NULLABLE_TEXT = { type: 'string', nullable: true } as const;
const CSV = {
  vi: 'Cả bảng, dạng CSV: from,to,valid_from,valid_to,legal_basis,note',
  en: 'The whole table in CSV: from,to,valid_from,valid_to,legal_basis,note',
};
const LONGEST_CSV = 2_000_000;

/** The longest body with a table. */
export const MAX_TABLE_BYTES = 2 * LONGEST_CSV;

/** A whole table that is to be shown what it would change. */
export class PreviewBody {
  @Member(DIRECTION.vi, DIRECTION.en, { enum: CODE_DIRECTIONS })
  @IsIn(CODE_DIRECTIONS)
  readonly direction!: CodeDirection;

  @Member(CSV.vi, CSV.en, { maxLength: LONGEST_CSV, example: 'from,to,valid_from,valid_to,legal_basis\npost,3,2026-07-01,,\n' })
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(LONGEST_CSV)
  readonly csv!: string;
}

/** A whole table that is to be loaded, exactly as it was shown. */
export class ImportBody extends ReasonBody {
  @Member(DIRECTION.vi, DIRECTION.en, { enum: CODE_DIRECTIONS })
  @IsIn(CODE_DIRECTIONS)
  readonly direction!: CodeDirection;

  @Member(CSV.vi, CSV.en, { maxLength: LONGEST_CSV })
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(LONGEST_CSV)
  readonly csv!: string;

  @Member('basis của lần xem trước', 'basis of the preview', { example: '0f343b0931126a20f133d67c2b018a3b' })
  @IsString(REQUIRED)
  @Matches(/^[0-9a-f]{32}$/)
  readonly basis!: string;
}

/** What a row is to say instead. Absent days = without limit. */
export class CorrectionBody extends ReasonBody {
  @Member(DIRECTION.vi, DIRECTION.en, { enum: CODE_DIRECTIONS })
  @IsIn(CODE_DIRECTIONS)
  readonly direction!: CodeDirection;

  @Member('Số của dòng', 'Number of the row')
  @IsInt()
  @Min(1)
  readonly id!: number;

  @Member('Mã đích', 'Where it leads', { maxLength: 80 })
  @Canonical()
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(80)
  @Matches(PRINTABLE)
  readonly toCode!: string;

  @Member('Từ ngày', 'From', { required: false, format: 'date' })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly validFrom?: LegalDay;

  @Member('Đến trước ngày', 'Until the day before', { required: false, format: 'date' })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly validTo?: LegalDay;

  @Member(BASIS.vi, BASIS.en, { required: false, maxLength: 200 })
  @Canonical()
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  @Matches(PRINTABLE)
  readonly legalBasis?: string;
}

class CodeLineView {
  @Member('Từ mã', 'From')
  readonly fromCode!: string;
  @Member('Sang mã', 'To')
  readonly toCode!: string;
  @Member('Từ ngày', 'From day', NULLABLE_DAY)
  readonly validFrom!: string | null;
  @Member('Đến trước ngày', 'Until the day before', NULLABLE_DAY)
  readonly validTo!: string | null;
  @Member(BASIS.vi, BASIS.en, NULLABLE_TEXT)
  readonly legalBasis!: string | null;
}

/** What an import would do. */
export class PreviewView extends WaitingView {
  @Member('Dùng khi nạp: đúng thay đổi này và không gì khác', 'For the import: exactly this difference and nothing else')
  readonly basis!: string;
  @Member('Bảng này chưa từng có', 'There is no such table yet')
  readonly isNew!: boolean;
  @Member('Dòng thêm', 'Rows that are added', { type: [CodeLineView] })
  readonly added!: readonly CodeLineView[];
  @Member('Dòng kết thúc', 'Rows that are ended', { type: [CodeRowView] })
  readonly ended!: readonly CodeRowView[];
  @Member('Số dòng giữ nguyên', 'Rows that stay')
  readonly unchanged!: number;
  @Member('Mã đích chưa từng thấy: kiểm tra lại', 'Targets that were never seen before: look again', { type: [String] })
  readonly newTargets!: readonly string[];
  @Member('Giá trị của cổng sẽ không có dòng hôm nay', 'Values of the gateway that would have no row today', { type: [String] })
  readonly lacking!: readonly string[];
}

/** What was written. */
export class CodesChangedView extends WaitingView {
  @Member('Số của thay đổi', 'Number of the change')
  readonly change!: number;
  @Member('Số dòng thêm', 'Rows added')
  readonly added!: number;
  @Member('Số dòng kết thúc', 'Rows ended')
  readonly ended!: number;
}

class CodePastView extends CodeLineView {
  @Member('Số của dòng', 'Number of the row')
  readonly id!: number;
  @Member('Ghi lúc, UTC', 'Recorded, UTC')
  readonly recordedAt!: Date;
  @Member('Ai ghi; null = tệp cấu hình', 'By whom; null = the files', NULLABLE_TEXT)
  readonly by!: string | null;
  @Member('Vì sao', 'Why', NULLABLE_TEXT)
  readonly reason!: string | null;
  @Member('Hết được tin lúc; null = vẫn đúng', 'Believed until; null = still', NULLABLE_TIME)
  readonly endedAt!: Date | null;
  @Member('Ai kết thúc', 'Ended by', NULLABLE_TEXT)
  readonly endedBy!: string | null;
  @Member('Vì sao kết thúc', 'Why it was ended', NULLABLE_TEXT)
  readonly endedReason!: string | null;
}

class CodeChangeView {
  @Member('Số của thay đổi', 'Number of the change')
  readonly id!: number;
  @Member('Lúc, UTC', 'At, UTC')
  readonly at!: Date;
  @Member('Loại', 'Kind', { enum: ['files', 'map', 'import', 'edit', 'undo'] })
  readonly kind!: string;
  @Member('Ai; null = tệp cấu hình', 'By whom; null = the files', NULLABLE_TEXT)
  readonly by!: string | null;
  @Member('Vì sao', 'Why', NULLABLE_TEXT)
  readonly reason!: string | null;
  @Member('Số dòng thêm', 'Rows added')
  readonly added!: number;
  @Member('Số dòng kết thúc', 'Rows ended')
  readonly ended!: number;
  @Member('Thay đổi mà nó hoàn tác', 'The change that it took back', { type: 'integer', nullable: true })
  readonly undoes!: number | null;
  @Member('Thay đổi đã hoàn tác nó', 'The change that took it back', { type: 'integer', nullable: true })
  readonly undoneBy!: number | null;
}

/** Who believed what when. */
export class CodeHistoryView {
  @Member('Mọi dòng từng có', 'Every row that there ever was', { type: [CodePastView] })
  readonly rows!: readonly CodePastView[];
  @Member('Các lần thay đổi', 'The changes', { type: [CodeChangeView] })
  readonly changes!: readonly CodeChangeView[];
}

export function showPreview({ kind: _kind, ...preview }: Preview): PreviewView {
  return preview;
}

export function showChanged({ kind: _kind, ...changed }: CodesChanged): CodesChangedView {
  return changed;
}

export function showHistory(rows: readonly CodePast[], changes: readonly CodeChange[]): CodeHistoryView {
  return { rows, changes };
}
