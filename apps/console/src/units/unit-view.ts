import { IsOptional, IsString, Matches, MaxLength, MinLength, Validate, ValidatorConstraint } from 'class-validator';
import { parseLegalDay, type LegalDay } from '#canonical';
import { FORMER_CODE_WAYS, type FormerCodeWay } from '#ledger';
import { Canonical } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';

/** Of a text in CSV with a few thousand rows. */
export const MAX_CSV_BYTES = 1024 * 1024;
const DAY = { type: 'string', nullable: true, example: '2025-07-01' } as const;
const TEXT = { type: 'string', nullable: true } as const;

/** A day that there is. */
@ValidatorConstraint({ name: 'legalDay' })
export class IsLegalDay {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseLegalDay(value) !== undefined;
  }
}

/** Which units. */
export class UnitsQuery {
  @Member('Vào ngày; bỏ trống = hôm nay', 'On that day; absent = today', {
    required: false,
    type: 'string',
    example: '2025-06-30',
  })
  @IsOptional()
  @Validate(IsLegalDay)
  readonly at?: LegalDay;
}

/** Since when. */
export class SinceQuery {
  @Member('Từ ngày; bỏ trống = 30 ngày trước', 'Since that day; absent = 30 days ago', {
    required: false,
    type: 'string',
    example: '2025-07-01',
  })
  @IsOptional()
  @Validate(IsLegalDay)
  readonly since?: LegalDay;
}

class ListedUnitView {
  @Member('Mã trong cổng', 'Id in the gateway')
  readonly id!: number;

  @Member('Mã đơn vị hành chính; null = không rõ', 'Administrative code; null = not known', { ...TEXT, example: '14797' })
  readonly code!: string | null;

  @Member('Tên', 'Name', { example: 'Phường Hạc Thành' })
  readonly name!: string;

  @Member('Loại', 'Type', { example: 'phường' })
  readonly type!: string;

  @Member('Từ ngày; null = không rõ', 'From; null = not known', DAY)
  readonly validFrom!: LegalDay | null;

  @Member('Trước ngày; null = chưa có', 'Until before; null = without end', DAY)
  readonly validTo!: LegalDay | null;

  @Member('Mã định danh', 'Agency identifiers', { type: [String], example: ['H56.14797'] })
  readonly identifiers!: readonly string[];

  @Member('Số đơn vị hợp thành', 'Of how many it was made', { example: 5 })
  readonly madeOf!: number;
}

/** The units of a day. */
export class UnitList {
  @Member('Ngày', 'The day', { type: 'string', example: '2025-07-01' })
  readonly at!: LegalDay;

  @Member('Các đơn vị theo mã', 'The units by their codes', { type: [ListedUnitView] })
  readonly items!: readonly ListedUnitView[];
}

class UnitCodeView {
  @Member('Hệ mã', 'Scheme', { example: 'decision-20' })
  readonly scheme!: string;

  @Member('Mã', 'Code', { example: 'H56.14797' })
  readonly code!: string;

  @Member('Từ ngày; null = không rõ', 'From; null = not known', DAY)
  readonly validFrom!: LegalDay | null;

  @Member('Trước ngày', 'Until before', DAY)
  readonly validTo!: LegalDay | null;

  @Member('Căn cứ', 'Legal basis', TEXT)
  readonly legalBasis!: string | null;

  @Member('Ghi nhận lúc', 'Recorded at', TEXT)
  readonly recordedAt!: Date | null;

  @Member('Được thay lúc; null = đang tin', 'Believed until; null = it is', TEXT)
  readonly endedAt!: Date | null;
}

class UnitKinView {
  @Member('Mã trong cổng', 'Id in the gateway')
  readonly id!: number;

  @Member('Mã; null = không rõ', 'Code; null = not known', TEXT)
  readonly code!: string | null;

  @Member('Tên', 'Name')
  readonly name!: string;

  @Member('Quan hệ', 'How', { enum: ['merged', 'continued', 'split', 'renamed', 'moved'] })
  readonly kind!: string;

  @Member('Từ ngày', 'From', { type: 'string', example: '2025-07-01' })
  readonly on!: LegalDay;

  @Member('Số nghị quyết', 'Number of the resolution', { ...TEXT, example: '1686/NQ-UBTVQH15' })
  readonly resolution!: string | null;
}

class UnitLifeItem {
  @Member('Mã trong cổng', 'Id in the gateway')
  readonly id!: number;

  @Member('Mã; null = không rõ', 'Code; null = not known', TEXT)
  readonly code!: string | null;

  @Member('Tên', 'Name')
  readonly name!: string;

  @Member('Loại', 'Type')
  readonly type!: string;

  @Member('Từ ngày; null = không rõ', 'From; null = not known', DAY)
  readonly validFrom!: LegalDay | null;

  @Member('Trước ngày', 'Until before', DAY)
  readonly validTo!: LegalDay | null;

  @Member('Các mã, cả những gì từng được tin', 'Its codes, with what was believed before', { type: [UnitCodeView] })
  readonly codes!: readonly UnitCodeView[];

  @Member('Hợp thành từ', 'Made of', { type: [UnitKinView] })
  readonly predecessors!: readonly UnitKinView[];

  @Member('Trở thành', 'Became', { type: [UnitKinView] })
  readonly successors!: readonly UnitKinView[];

  @Member('Đã chia tách', 'It was divided')
  readonly isDivided!: boolean;

  @Member('Hồ sơ còn mở chưa ai bàn giao', 'Open dossiers that nobody has handed over')
  readonly undecided!: number;
}

/** The lives of a code. */
export class UnitLives {
  @Member('Mã', 'The code', { example: '15772' })
  readonly code!: string;

  @Member('Từng đơn vị đã mang mã này, từ trước đến nay', 'Each unit that had it, the first one first', { type: [UnitLifeItem] })
  readonly lives!: readonly UnitLifeItem[];
}

/** Codes that the province handed over. */
export class AliasesBody extends ReasonBody {
  @Member(
    'CSV: scheme, code, administrative_code, valid_from, legal_basis',
    'CSV: scheme, code, administrative_code, valid_from, legal_basis',
    { example: 'scheme,code,administrative_code,valid_from,legal_basis\ndecision-20,H56.145,14797,2025-07-01,…' },
  )
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_CSV_BYTES)
  readonly csv!: string;
}

/** What came of them. */
export class AliasesView {
  @Member('Mới', 'New')
  readonly added!: number;

  @Member('Được rút ngắn vì có mã mới', 'Shortened for a new one')
  readonly corrected!: number;

  @Member('Đã có', 'There already')
  readonly unchanged!: number;
}

class FormerCodeView {
  @Member('Ngày', 'Day', { type: 'string', example: '2025-07-02' })
  readonly day!: LegalDay;

  @Member('Mã cũ', 'The former code', { example: 'H56.14755' })
  readonly code!: string;

  @Member('Hệ thống', 'The client', { example: 'hac-thanh' })
  readonly client!: string;

  @Member('Dùng thế nào', 'In which way', { enum: FORMER_CODE_WAYS })
  readonly way!: FormerCodeWay;

  @Member('Số lần', 'How often', { example: 12 })
  readonly uses!: number;
}

/** Uses of codes of units that are gone. */
export class FormerCodeList {
  @Member('Từng mã, hệ thống và ngày, mới nhất trước', 'By code, client and day, the latest first', { type: [FormerCodeView] })
  readonly items!: readonly FormerCodeView[];
}

/** The number and the day of a resolution, with its rows. */
export class MergerBody extends ReasonBody {
  @Member('Số nghị quyết', 'Number of the resolution', { example: '1686/NQ-UBTVQH15' })
  @Canonical()
  @IsString()
  @Matches(/^[\p{L}\d][\p{L}\d/ .-]{0,59}$/u)
  readonly resolution!: string;

  @Member('Ngày có hiệu lực', 'The day from which it holds', { type: 'string', example: '2025-07-01' })
  @Validate(IsLegalDay)
  readonly on!: LegalDay;

  @Member(
    'CSV: kind (merge, split, rename, move), old_code, old_name, new_code, new_name, new_type, identifier, on',
    'CSV: kind (merge, split, rename, move), old_code, old_name, new_code, new_name, new_type, identifier, on',
  )
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_CSV_BYTES)
  readonly csv!: string;
}

/** Which preview is recorded. */
export class RecordBody extends ReasonBody {
  @Member('version của lần xem trước', 'The version of the preview', { example: '0f3a9c1d2e4b5a60' })
  @IsString()
  @Matches(/^[0-9a-f]{16}$/)
  readonly version!: string;
}
