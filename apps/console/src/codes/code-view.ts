import { IsIn, IsString, Matches, MaxLength, MinLength, Validate, ValidatorConstraint } from 'class-validator';
import { OmitType } from '@nestjs/swagger';
import { CODE_DIRECTIONS, parseProcedureCode, type CodeDirection, type LegalDay } from '#canonical';
import type { CodeTableHead, CodeTableRow, CodeTarget } from '#ledger';
import type { Text } from '#runtime';
import { Canonical, MayBeAbsent } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';
import { BOTH } from '../openapi/common-views.ts';
import { BASIS, DIRECTION, IsLegalDay, PRINTABLE } from './code-fields.ts';
import { meaningOf, nameOfTable } from './table-names.ts';

const REQUIRED = { context: { code: 'field.required' } } as const;
const DAY = {
  vi: 'Có hiệu lực từ ngày (giờ Việt Nam); bỏ trống = không giới hạn',
  en: 'The legal day from which it holds; absent = without limit',
};

@ValidatorConstraint({ name: 'nationalCode' })
class IsNationalCode {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseProcedureCode(value)?.national === value;
  }
}

/** A row that is to be added to a table. */
export class CodeBody extends ReasonBody {
  @Member(DIRECTION.vi, DIRECTION.en, { enum: CODE_DIRECTIONS })
  @IsIn(CODE_DIRECTIONS)
  readonly direction!: CodeDirection;

  @Member('Mã của ta', 'Our code', { maxLength: 80, example: '9.999999' })
  @Canonical()
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(80)
  @Matches(PRINTABLE)
  readonly fromCode!: string;

  @Member('Mã của nơi nhận; một trong các targets của bảng', 'The partner’s code; one of the targets of the table', {
    maxLength: 80,
  })
  @Canonical()
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(80)
  @Matches(PRINTABLE)
  readonly toCode!: string;

  @Member(DAY.vi, DAY.en, { required: false, format: 'date', example: '2026-07-01' })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly validFrom?: LegalDay;

  @Member(BASIS.vi, BASIS.en, { required: false, maxLength: 200, example: '1686/NQ-UBTVQH15' })
  @Canonical()
  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  @Matches(PRINTABLE)
  readonly legalBasis?: string;
}

/** A procedure that is to be added. */
export class ProcedureBody extends ReasonBody {
  @Member('Phần quốc gia của mã thủ tục', 'The national part of its code', { example: '1.001193' })
  @Canonical()
  @Validate(IsNationalCode)
  readonly code!: string;

  @Member('Tên thủ tục', 'Its name', { maxLength: 500, example: 'Đăng ký khai sinh' })
  @Canonical()
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(500)
  @Matches(PRINTABLE)
  readonly name!: string;

  @Member('Mã lĩnh vực', 'Code of its field', { maxLength: 50, example: 'G15-HT01' })
  @Canonical()
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(50)
  @Matches(PRINTABLE)
  readonly fieldCode!: string;

  @Member('Tên lĩnh vực', 'Name of its field', { maxLength: 200, example: 'Hộ tịch' })
  @Canonical()
  @IsString(REQUIRED)
  @MinLength(1, REQUIRED)
  @MaxLength(200)
  @Matches(PRINTABLE)
  readonly fieldName!: string;

  @Member(DAY.vi, DAY.en, { required: false, format: 'date', example: '2026-07-01' })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly validFrom?: LegalDay;
}

class CodeTableHeadView {
  @Member('Giá trị của cổng chưa có dòng hôm nay; rỗng = đủ', 'Values of the gateway without a row today; empty = complete', {
    type: [String],
  })
  readonly lacking!: readonly string[];
  @Member('Thay đổi lần cuối, UTC', 'Changed last, UTC')
  readonly changedAt!: Date;
  @Member('Bảng mã của ai', 'Whose table', { example: 'national' })
  readonly partner!: string;
  @Member('Bảng', 'Table', { example: 'procedure' })
  readonly table!: string;
  @Member('Chiều', 'Direction', { example: 'out' })
  readonly direction!: string;
  @Member('Tên bảng', 'Name', BOTH)
  readonly name!: Text;
  @Member('Số dòng', 'Rows')
  readonly rows!: number;
}

/** The tables of codes. */
export class CodeTableList {
  @Member('Các bảng mã', 'The tables', { type: [CodeTableHeadView] })
  readonly items!: readonly CodeTableHeadView[];
}

/** A row that is believed. */
export class CodeRowView {
  @Member('Số của dòng', 'Number of the row')
  readonly id!: number;
  @Member('Mã của ta', 'Our code')
  readonly fromCode!: string;
  @Member('Mã của nơi nhận', 'The partner’s code')
  readonly toCode!: string;
  @Member('Chiều', 'Direction')
  readonly direction!: string;
  @Member('Từ ngày', 'From', { type: 'string', format: 'date', nullable: true })
  readonly validFrom!: LegalDay | null;
  @Member('Đến trước ngày', 'Until the day before', { type: 'string', format: 'date', nullable: true })
  readonly validTo!: LegalDay | null;
  @Member('Căn cứ pháp lý', 'The document that it rests on', { type: 'string', nullable: true })
  readonly legalBasis!: string | null;
  @Member('Ghi lúc, UTC', 'Recorded, UTC')
  readonly recordedAt!: Date;
  @Member('Người vận hành đã thêm; null = từ tệp cấu hình', 'The operator who added it; null = the files', {
    type: 'string',
    nullable: true,
  })
  readonly by!: string | null;
}

class CodeTargetView {
  @Member('Mã của nơi nhận', 'The partner’s code')
  readonly code!: string;
  @Member('Nghĩa', 'What it means', { ...BOTH, nullable: true })
  readonly label!: Text | null;
}

/** A table of codes as it is believed now. */
export class CodeTableView {
  @Member('Các dòng', 'The rows', { type: [CodeRowView] })
  readonly items!: readonly CodeRowView[];
  @Member('Các mã có thể chọn', 'The codes that may be picked', { type: [CodeTargetView] })
  readonly targets!: readonly CodeTargetView[];
}

/** What waits for codes. */
export class WaitingView {
  @Member(
    'Số hồ sơ đang chờ mã này mà ngày của hồ sơ nằm trong thời gian của dòng; chúng tự đi tiếp theo thứ tự',
    'Lanes that waited for it and whose day lies in the time of the row; they go on by themselves, in order',
  )
  readonly waiting!: number;
  @Member(
    'Số hồ sơ vẫn chờ mã này, vì ngày của hồ sơ nằm ngoài thời gian đó',
    'Lanes that wait for this code on, since their day lies outside that time',
  )
  readonly stillWaiting!: number;
}

class AddedRowView extends OmitType(CodeRowView, ['id']) {}

/** A row that was added. */
export class MappedView extends WaitingView {
  @Member(
    'Dòng đã thêm; validTo là ngày dòng đã có kế tiếp bắt đầu',
    'The row that was added; it ends where the next known row begins',
  )
  readonly row!: AddedRowView;
}

class ProcedureView {
  @Member('Mã', 'Code')
  readonly code!: string;
  @Member('Tên', 'Name')
  readonly name!: string;
  @Member('Mã lĩnh vực', 'Code of its field')
  readonly fieldCode!: string;
  @Member('Tên lĩnh vực', 'Name of its field')
  readonly fieldName!: string;
  @Member('Từ ngày', 'From', { type: 'string', format: 'date', nullable: true })
  readonly validFrom!: LegalDay | null;
  @Member('Đến trước ngày', 'Until the day before', { type: 'string', format: 'date', nullable: true })
  readonly validTo!: LegalDay | null;
}

/** A procedure that was added. */
export class AddedProcedureView extends WaitingView {
  @Member('Thủ tục đã thêm', 'The procedure that was added')
  readonly procedure!: ProcedureView;
}

export function showTables(
  tables: readonly { readonly head: CodeTableHead; readonly lacking: readonly string[] }[],
): CodeTableList {
  return { items: tables.map(({ head, lacking }) => ({ ...head, lacking, name: nameOfTable(head.table) })) };
}

export function showTable(
  table: string,
  { rows, targets }: { readonly rows: readonly CodeTableRow[]; readonly targets: readonly CodeTarget[] },
): CodeTableView {
  return { items: rows, targets: targets.map((target) => ({ code: target.code, label: labelOf(table, target) })) };
}

/** Of several codes of ours that lead to one of theirs, one would say too little: a document's status. */
function labelOf(table: string, { name, of }: CodeTarget): Text | null {
  if (name !== null) return { vi: name, en: name };
  return (of === null ? undefined : meaningOf(table, of)) ?? null;
}
