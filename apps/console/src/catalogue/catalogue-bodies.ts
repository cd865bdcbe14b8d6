import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { canonicalText } from '#canonical';
import { MayBeAbsent, WholeNumber } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';

const MOST_AT_ONCE = 5_000;
/** Which changes, and why. */
export class ChangesBody extends ReasonBody {
  @Member('Các thay đổi, theo số', 'The changes, by their numbers', { type: [Number], maxItems: MOST_AT_ONCE, example: [12, 13] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  readonly ids!: number[];
}

/** What of a sync is taken back, and why. */
export class RollBackBody extends ReasonBody {
  @Member('Chỉ các thủ tục này; bỏ trống = cả lần đồng bộ', 'These procedures alone; absent = the whole sync', {
    required: false,
    type: [String],
    example: ['2.000815'],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_AT_ONCE)
  @Matches(/^\d\.\d{6}$/, { each: true })
  readonly codes?: string[];
}

class PageQuery {
  @Member('Số dòng nhiều nhất', 'Most lines', { required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @WholeNumber(1, 200)
  readonly limit: number = 50;
}

/** Which procedures. */
export class ProceduresQuery extends PageQuery {
  @Member('Có trong mã hoặc tên', 'In the code or the name', { required: false, example: 'khai sinh' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? canonicalText(value) : value))
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search: string = '';

  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false, example: '1.001193' })
  @IsOptional()
  @Matches(/^\d\.\d{6}$/)
  readonly after?: string;
}

/** Which changes. */
export class ChangesQuery extends PageQuery {
  @Member('Của lần đồng bộ này; bỏ trống = mọi thay đổi đang chờ', 'Of this sync; absent = all that wait', {
    required: false,
    format: 'uuid',
  })
  @IsOptional()
  @IsUUID()
  readonly sync?: string;

  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false, example: '120' })
  @IsOptional()
  @WholeNumber(1, Number.MAX_SAFE_INTEGER)
  readonly after?: number;
}

/** Which differences. */
export class DifferencesQuery extends PageQuery {
  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false, example: '1.001193.no-link' })
  @IsOptional()
  @Matches(/^\d\.\d{6}\.[a-z-]{1,20}$/)
  readonly after?: string;
}
