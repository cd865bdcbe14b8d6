import { IsIn, IsString, MaxLength, Validate, ValidatorConstraint } from 'class-validator';
import { CODE_DIRECTIONS, parseInstant, parseLegalDay, type CodeDirection, type LegalDay } from '#canonical';
import { Canonical, MayBeAbsent } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';

export const PRINTABLE = /^[^\p{Cc}]*$/u;
export const DIRECTION = {
  vi: 'Chiều: out = từ mã của ta sang mã của nơi nhận; in = ngược lại',
  en: 'Direction: out = from our codes to the partner’s; in = the other way round',
};
export const BASIS = { vi: 'Căn cứ pháp lý (số văn bản)', en: 'The number of the document that it rests on' };
const KNOWN_AT = {
  vi: 'Như hệ thống đã biết vào lúc đó (RFC 3339); bỏ trống = bây giờ',
  en: 'As it was believed at that instant (RFC 3339); absent = now',
};

@ValidatorConstraint({ name: 'legalDay' })
export class IsLegalDay {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseLegalDay(value) !== undefined;
  }
}

@ValidatorConstraint({ name: 'instant' })
class IsInstant {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseInstant(value) !== undefined;
  }
}

/** Which direction of a table, and as it was believed when. */
export class TableQuery {
  @Member(DIRECTION.vi, DIRECTION.en, { required: false, enum: CODE_DIRECTIONS, default: 'out' })
  @MayBeAbsent()
  @IsIn(CODE_DIRECTIONS)
  readonly direction: CodeDirection = 'out';

  @Member(KNOWN_AT.vi, KNOWN_AT.en, { required: false, format: 'date-time', example: '2026-07-01T08:00:00+07:00' })
  @MayBeAbsent()
  @Validate(IsInstant)
  readonly asKnownAt?: string;
}

/** Which history: of a table, or of one code of it. */
export class HistoryQuery {
  @Member(DIRECTION.vi, DIRECTION.en, { required: false, enum: CODE_DIRECTIONS, default: 'out' })
  @MayBeAbsent()
  @IsIn(CODE_DIRECTIONS)
  readonly direction: CodeDirection = 'out';

  @Member('Chỉ của mã này', 'Of this code alone', { required: false, maxLength: 80 })
  @Canonical()
  @MayBeAbsent()
  @IsString()
  @MaxLength(80)
  readonly fromCode?: string;
}

/** What is looked up. */
export class LookUpQuery extends TableQuery {
  @Member('Mã', 'The code', { maxLength: 80, example: '1.006714.000.00.00.H56' })
  @Canonical()
  @IsString()
  @MaxLength(80)
  readonly code!: string;

  @Member('Ngày (giờ Việt Nam); bỏ trống = hôm nay', 'The legal day; absent = today', {
    required: false,
    type: 'string',
    format: 'date',
    example: '2026-07-01',
  })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly day?: LegalDay;
}
