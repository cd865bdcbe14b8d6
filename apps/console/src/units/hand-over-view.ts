import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsString,
  Matches,
  MaxLength,
  Min,
  MinLength,
  Validate,
  ValidateNested,
} from 'class-validator';
import type { LegalDay } from '#canonical';
import { HAND_OVER_STATES, type HandOverState } from '#ledger';
import { Canonical, MayBeAbsent } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';
import { IsLegalDay, MAX_CSV_BYTES } from './unit-view.ts';

const MOST_RULES = 50;

class RuleBody {
  @Member('Mã thủ tục', 'The procedure', { required: false, example: '2.000815' })
  @MayBeAbsent()
  @Canonical()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly procedure?: string;

  @Member('Mã lĩnh vực', 'The field', { required: false, example: 'G15-HT01' })
  @MayBeAbsent()
  @Canonical()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly fieldCode?: string;

  @Member('Tiếp nhận từ ngày', 'Received from', { required: false, type: 'string', example: '2025-01-01' })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly receivedFrom?: LegalDay;

  @Member('… và trước ngày', '… until before', { required: false, type: 'string', example: '2025-07-01' })
  @MayBeAbsent()
  @Validate(IsLegalDay)
  readonly receivedTo?: LegalDay;

  @Member('Mã đơn vị kế thừa', 'The code of the successor', { example: '14758' })
  @IsString()
  @Matches(/^\d{5}$/)
  readonly newCode!: string;
}

/** Which dossiers of a divided unit go to which of its successors: by a list or by rules. */
export class HandOverBody extends ReasonBody {
  @Member('Đơn vị đã chia tách, theo mã trong cổng', 'The divided unit, by its id in the gateway')
  @IsInt()
  @Min(1)
  readonly unitId!: number;

  @Member('CSV: dossier_code, new_code', 'CSV: dossier_code, new_code', { required: false })
  @MayBeAbsent()
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_CSV_BYTES)
  readonly csv?: string;

  @Member(
    'Quy tắc; quy tắc đầu tiên khớp được dùng, không điều kiện = phần còn lại',
    'Rules; the first that fits counts, without conditions = the rest',
    {
      required: false,
      type: [RuleBody],
    },
  )
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_RULES)
  @ValidateNested({ each: true })
  @Type(() => RuleBody)
  readonly rules?: readonly RuleBody[];
}

class HandOverCountsView {
  @Member('Sẽ bàn giao, theo mã đơn vị kế thừa', 'To be handed over, by the code of the successor', {
    type: 'object',
    additionalProperties: { type: 'integer' },
  })
  readonly toHand!: Readonly<Record<string, number>>;

  @Member('Hồ sơ mở còn lại chưa quyết định', 'Open dossiers that it leaves undecided')
  readonly undecided!: number;

  @Member('Đã bàn giao', 'Handed over')
  readonly handed!: number;

  @Member('Đã xem', 'Looked at')
  readonly looked!: number;
}

/** A hand-over. */
export class HandOverView {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Trạng thái', 'State', { enum: HAND_OVER_STATES })
  readonly state!: HandOverState;

  @Member('Đơn vị đã chia tách', 'The divided unit')
  readonly unitId!: number;

  @Member('Tên đơn vị', 'Its name')
  readonly unitName!: string;

  @Member('Theo danh sách hay quy tắc', 'By list or by rules', { enum: ['list', 'rules'] })
  readonly way!: string;

  @Member('Đếm', 'Counts')
  readonly counts!: HandOverCountsView;

  @Member('Vì sao', 'Why')
  readonly reason!: string;

  @Member('Ai', 'Who')
  readonly by!: string;

  @Member('Tạo lúc, UTC', 'Ordered at, UTC')
  readonly createdAt!: Date;

  @Member('Xong lúc, UTC', 'Over at, UTC', { type: 'string', nullable: true })
  readonly finishedAt!: Date | null;
}

/** The latest hand-overs. */
export class HandOverList {
  @Member('Các lần bàn giao, mới nhất trước', 'The hand-overs, newest first', { type: [HandOverView] })
  readonly items!: readonly HandOverView[];
}
