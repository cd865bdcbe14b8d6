import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  Validate,
  ValidatorConstraint,
} from 'class-validator';
import { LANE_STATES, parseInstant, type LaneState } from '#canonical';
import { REPLAY_MODES, type ReplayMode, type ReplayOrder, type ReplayRefusal } from '#ledger';
import { Member } from '../openapi/call.ts';
import { Canonical, Code, foldCode, MayBeAbsent, Nested } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { Refused } from '../problems/refused.ts';

const MOST_CODES = 10_000;
/** Of a list with all of its codes, each of the longest: 60 characters, quotes, a comma, and how a person sets it in lines. */
export const MAX_ORDER_BYTES = 1024 * 1024;
const MOST_DESTINATIONS = 20;
/** What can be a code in some province; a name or a person's number in the wrong column is not kept. */
const CODE = /^(?=.*\d)(?=.*[A-Z.-])[0-9A-Z][0-9A-Z._/-]{2,59}$/;

/** With its offset: without one nobody knows which moment is meant. */
@ValidatorConstraint({ name: 'instant' })
class IsInstant {
  validate(value: unknown): boolean {
    return typeof value === 'string' && parseInstant(value) !== undefined;
  }
}

class FilterBody {
  @Member('Nơi nhận', 'The destination', { required: false, example: 'national' })
  @MayBeAbsent()
  @Canonical()
  @IsString()
  @MaxLength(60)
  readonly destination?: string;

  @Member('Mã đơn vị tiếp nhận; gồm cả các đơn vị đã nhập vào nó', 'Code of the unit; with those that became part of it', {
    required: false,
    example: '14797',
  })
  @MayBeAbsent()
  @Canonical()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly unit?: string;

  @Member('Mã thủ tục', 'The procedure', { required: false, example: '2.000815' })
  @MayBeAbsent()
  @Canonical()
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  readonly procedure?: string;

  @Member('Có nội dung được tiếp nhận từ lúc này', 'Something of it was accepted from then on', {
    required: false,
    example: '2026-11-23T00:00:00+07:00',
  })
  @MayBeAbsent()
  @Validate(IsInstant)
  readonly from?: string;

  @Member('… và trước lúc này', '… and before then', { required: false, example: '2026-11-24T00:00:00+07:00' })
  @MayBeAbsent()
  @Validate(IsInstant)
  readonly to?: string;

  @Member('Trạng thái ở nơi nhận', 'The state at the destination', { required: false, enum: LANE_STATES })
  @MayBeAbsent()
  @IsIn(LANE_STATES)
  readonly state?: LaneState;
}

class SelectionBody {
  @Member('Một hồ sơ', 'One dossier', { required: false, example: 'H56.14797-261123-0001' })
  @MayBeAbsent()
  @Code()
  @IsString()
  @Matches(CODE)
  readonly dossierCode?: string;

  @Member('Các hồ sơ đang chờ vì một sự cố', 'The dossiers that wait for an incident', { required: false })
  @MayBeAbsent()
  @IsUUID()
  readonly incidentId?: string;

  @Member('Danh sách mã hồ sơ', 'A list of codes', { required: false, type: [String], maxItems: MOST_CODES })
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(foldCode) : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_CODES)
  @IsString({ each: true })
  @Matches(CODE, { each: true })
  readonly codes?: string[];

  @Member('Theo điều kiện; {} = tất cả', 'By conditions; {} = all', { required: false })
  @MayBeAbsent()
  @Nested(() => FilterBody)
  readonly filter?: FilterBody;
}

/** What is to be replayed, and how. */
export class ReplayBody extends ReasonBody {
  @Member('Chọn hồ sơ: đúng một cách', 'Which dossiers: exactly one member')
  @MayBeAbsent()
  @Nested(() => SelectionBody)
  readonly selection?: SelectionBody;

  @Member('Các nơi nhận; bỏ trống = mọi nơi nhận đang gửi', 'The destinations; absent = all that are sent to', {
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

  @Member(
    'converge: gửi những gì nơi nhận còn thiếu; reassert: thêm bản ghi cuối một lần nữa',
    'converge: what the destination lacks; reassert: the last record once more as well',
    { enum: REPLAY_MODES },
  )
  @IsIn(REPLAY_MODES)
  readonly mode!: ReplayMode;
}

const WAYS = ['dossierCode', 'incidentId', 'codes', 'filter'] as const;

/** The order of a body. @throws Refused */
export function orderOf({ selection, destinations, mode }: ReplayBody): ReplayOrder {
  const given = WAYS.filter((way) => selection?.[way] !== undefined);
  const [way] = given;
  if (selection === undefined || way === undefined || given.length > 1) throw refusal('replay.selection-invalid', '/selection');
  const { from, to, destination } = selection.filter ?? {};
  if (destination !== undefined && destinations?.includes(destination) === false)
    throw refusal('replay.destination-excluded', '/selection/filter/destination');
  const [begin, end] = [from, to].map((text) => (text === undefined ? undefined : parseInstant(text)));
  if (begin !== undefined && end !== undefined && begin >= end) throw refusal('replay.period-invalid', '/selection/filter/to');
  return { selection: { [way]: plain(selection[way]) }, destinations: destinations && [...new Set(destinations)], mode };
}

/** What the ledger refuses, with the field that it is about. */
export function refusalOf(code: ReplayRefusal, ordered?: ReplayBody): Refused {
  switch (code) {
    case 'replay.unit-unknown':
      return refusal(code, '/selection/filter/unit');
    case 'replay.destination-unknown':
      return refusal(code, ordered?.destinations === undefined ? '/selection/filter/destination' : '/destinations');
    default:
      return new Refused(code);
  }
}

function plain(value: unknown): unknown {
  return typeof value === 'object' && !Array.isArray(value) ? { ...value } : value;
}

function refusal(code: ProblemCode, field: string): Refused {
  return new Refused(code, { findings: [{ field, code }] });
}
