import { IsString, MaxLength } from 'class-validator';
import { Canonical, MayBeAbsent } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';

/** The body of an act that was given its reason with the order; another one may be added. */
export class ActBody {
  @Member('Lý do thêm, nếu có', 'A further reason, if any', { required: false, maxLength: 500 })
  @Canonical()
  @MayBeAbsent()
  @IsString()
  @MaxLength(500)
  readonly reason?: string;
}
