import { IsString, MaxLength, MinLength } from 'class-validator';
import { Member } from '../openapi/call.ts';
import { Canonical } from './fields.ts';

const MISSING = { context: { code: 'reason.required' } } as const;

/** The body of an act that needs nothing but a reason. */
export class ReasonBody {
  @Member('Vì sao; vào nhật ký, không ghi thông tin cá nhân', 'Why; it goes into the audit, nothing personal', {
    minLength: 3,
    maxLength: 500,
    example: 'Cổng quốc gia báo bảo trì đến 14 giờ',
  })
  @Canonical()
  @IsString(MISSING)
  @MinLength(3, MISSING)
  @MaxLength(500, MISSING)
  readonly reason!: string;
}
