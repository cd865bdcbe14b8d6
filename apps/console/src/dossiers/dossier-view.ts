import { IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { LANE_STATES, MUST_ACT, type LaneState, type MustAct } from '#canonical';
import type { Arrival, DossierHead, DossierStory, ItemArrivals, Revealed } from '#ledger';
import type { Text } from '#runtime';
import { Canonical } from '../http/fields.ts';
import { ReasonBody } from '../http/reason.ts';
import { Member } from '../openapi/call.ts';
import { BOTH, UnitView } from '../openapi/common-views.ts';
import { standingOf } from './destination-texts.ts';
import { EVENT_KINDS, TIERS, toTimeline, type StoryEvent } from './timeline.ts';

const PRINTABLE = /^[^\p{Cc}]+$/u;

/** What is looked for. */
export class DossierQuery {
  @Member(
    'Mã hồ sơ, phần đầu của mã (từ 8 ký tự), hoặc mã của hệ thống nguồn',
    'A dossier code, the beginning of one (8 characters or more), or the code that its source has for it',
    { example: 'H56.14797-261123', minLength: 1, maxLength: 200 },
  )
  @Canonical()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(PRINTABLE)
  readonly q!: string;
}

/** Which item is to be cancelled, and why. */
export class CancelBody extends ReasonBody {
  @Member('Số thứ tự của mục trong hồ sơ', 'The number of the item in its dossier', { minimum: 1, example: 3 })
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  readonly seq!: number;
}

class LaneHeadView {
  @Member('Nơi nhận', 'Destination', { example: 'national' })
  readonly id!: string;
  @Member('Trạng thái gửi', 'State', { enum: LANE_STATES })
  readonly state!: LaneState;
}

/** A dossier as it is found. */
export class DossierHeadView {
  @Member('Mã hồ sơ', 'Dossier code', { example: 'H56.14797-261123-0001' })
  readonly code!: string;
  @Member('Mã của hệ thống nguồn', 'The code that its source has for it', { type: 'string', nullable: true })
  readonly sourceCode!: string | null;
  @Member('Đơn vị tiếp nhận', 'The unit that received it')
  readonly unit!: UnitView;
  @Member('Mã thủ tục', 'Procedure code', { example: '2.000815' })
  readonly procedureCode!: string;
  @Member('Trạng thái hồ sơ', 'Status', { minimum: 1, maximum: 10 })
  readonly status!: number;
  @Member('Nhận lần đầu, UTC', 'First accepted, UTC')
  readonly acceptedAt!: Date;
  @Member('Các nơi nhận', 'The destinations', { type: [LaneHeadView] })
  readonly destinations!: readonly LaneHeadView[];
}

/** What was found, at most 20. */
export class DossierList {
  @Member('Các hồ sơ', 'The dossiers', { type: [DossierHeadView] })
  readonly items!: readonly DossierHeadView[];
}

class DestinationStandingView extends LaneHeadView {
  @Member('Nguyên nhân, mã cố định', 'Cause, a stable code', { type: 'string', nullable: true })
  readonly cause!: string | null;
  @Member('Vì sao', 'Why', BOTH)
  readonly why!: Text;
  @Member('Làm gì tiếp', 'What comes next', BOTH)
  readonly next!: Text;
  @Member('Ai phải làm', 'Who must act', { enum: MUST_ACT, type: 'string', nullable: true })
  readonly mustAct!: MustAct | null;
  @Member('Lần thử tới, UTC', 'The next attempt, UTC', { type: 'string', nullable: true })
  readonly nextAttemptAt!: Date | null;
  @Member('Nơi nhận đã có đến mục này', 'The destination has everything up to this item')
  readonly acknowledgedSeq!: number;
  @Member('Mục đang chờ người xử lý', 'The item that waits for a person', { type: 'integer', nullable: true })
  readonly blockedSeq!: number | null;
  @Member(
    'Kỷ nguyên: tăng khi nơi nhận bị mất hồ sơ hoặc đổi chỗ',
    'Epoch: grows when the destination lost it or is another place',
  )
  readonly epoch!: number;
  @Member('Các mục mà nơi nhận có thể có hai lần', 'Items that the destination may have twice', { type: [Number] })
  readonly possiblyTwice!: readonly number[];
}

class StoryEventView {
  @Member('Lúc nào, UTC', 'When, UTC')
  readonly at!: Date;
  @Member('Ở tầng nào', 'On which side', { enum: TIERS })
  readonly tier!: StoryEvent['tier'];
  @Member('Việc gì', 'What', { enum: EVENT_KINDS })
  readonly kind!: StoryEvent['kind'];
  @Member('Số thứ tự của mục', 'Number of the item', { type: 'integer', nullable: true })
  readonly seq!: number | null;
  @Member('Phiên bản hay bước', 'Version or step', { type: 'string', enum: ['version', 'step'], nullable: true })
  readonly itemKind!: StoryEvent['itemKind'];
  @Member('Trạng thái hồ sơ của mục', 'Status of the item', { type: 'integer', nullable: true })
  readonly status!: number | null;
  @Member('Nơi nhận', 'Destination', { type: 'string', nullable: true })
  readonly destination!: string | null;
  @Member('Dịch vụ', 'Service', { type: 'string', nullable: true, example: 'create' })
  readonly service!: string | null;
  @Member('Kết quả', 'Outcome', { type: 'string', nullable: true })
  readonly outcome!: string | null;
  @Member('Nguyên nhân, mã cố định', 'Cause, a stable code', { type: 'string', nullable: true })
  readonly cause!: string | null;
  @Member('Nói gì', 'In words', BOTH)
  readonly text!: Text;
  @Member('Mã HTTP', 'HTTP status', { type: 'integer', nullable: true })
  readonly http!: number | null;
  @Member('Mã của nơi nhận, hoặc tên việc của người vận hành', 'The partner’s own code, or the name of an act', {
    type: 'string',
    nullable: true,
  })
  readonly code!: string | null;
  @Member('Nơi nhận trả lời sau, mili giây', 'Milliseconds until the answer', { type: 'integer', nullable: true })
  readonly durationMs!: number | null;
  @Member('Được báo bằng', 'What led to it', { type: 'string', nullable: true, example: 'bus' })
  readonly wokenBy!: string | null;
  @Member('Người xử lý, đã che', 'Officer, masked', { type: 'string', nullable: true, example: 'L• T•• B' })
  readonly officer!: string | null;
  @Member('Nội dung, đã che', 'Content, masked', { type: 'string', nullable: true, example: '••• (42)' })
  readonly content!: string | null;
  @Member('Người vận hành', 'Operator', { type: 'string', nullable: true })
  readonly by!: string | null;
  @Member(
    'Mã vết (W3C Trace Context) của yêu cầu đã đưa mục đến',
    'Trace id (W3C Trace Context) of the request in which the item came',
    {
      type: 'string',
      nullable: true,
      example: '4bf92f3577b34da6a3ce929d0e0e4736',
    },
  )
  readonly traceId!: string | null;
}

const ARRIVAL_STATES = [
  'pending',
  'delivered',
  'superseded',
  'stale',
  'refused',
  'cancelled',
] as const satisfies readonly Arrival['state'][];

class ArrivalView {
  @Member('Nơi nhận', 'Destination', { example: 'national' })
  readonly destination!: string;
  @Member('Mục đang ở đâu tại đó', 'Where the item is there', { enum: ARRIVAL_STATES })
  readonly state!: Arrival['state'];
  @Member(
    'Nơi nhận biết từ lúc, UTC; null: chưa biết, hoặc không ghi lúc nào',
    'Known there since, UTC; null: not known there, or nobody noted when',
    {
      type: 'string',
      nullable: true,
    },
  )
  readonly at!: Date | null;
}

class ItemArrivalsView {
  @Member('Số thứ tự của mục', 'Number of the item')
  readonly seq!: number;
  @Member('Phiên bản hay bước', 'Version or step', { enum: ['version', 'step'] })
  readonly kind!: ItemArrivals['kind'];
  @Member('Trạng thái hồ sơ của mục', 'Status of the item', { minimum: 1, maximum: 10 })
  readonly status!: number;
  @Member('Xảy ra lúc, theo nguồn, UTC', 'When it happened by its source, UTC', { type: 'string', nullable: true })
  readonly occurredAt!: Date | null;
  @Member('Cổng biết từ lúc, UTC', 'The gateway knew it since, UTC')
  readonly acceptedAt!: Date;
  @Member('Từng nơi nhận', 'Each destination', { type: [ArrivalView] })
  readonly arrivals!: readonly ArrivalView[];
}

/** Everything that happened to a dossier, masked. */
export class DossierStoryView extends DossierHeadView {
  @Member('Tên thủ tục', 'Name of the procedure', { type: 'string', nullable: true })
  readonly procedureName!: string | null;
  @Member('Hệ thống gửi', 'The system that sends it')
  readonly client!: string;
  @Member('Mục là trạng thái hiện tại', 'The item that it stands at')
  readonly headSeq!: number;
  @Member('Các nơi nhận', 'The destinations', { type: [DestinationStandingView] })
  declare readonly destinations: readonly DestinationStandingView[];
  @Member('Diễn biến, cũ nhất trước', 'What happened, the oldest first', { type: [StoryEventView] })
  readonly timeline!: readonly StoryEventView[];
  @Member(
    'Từng mục với hai thời điểm: xảy ra và được biết, ở mỗi tầng (2.000 mục mới nhất)',
    'Each item with its two times: when it happened and when each side knew it (the newest 2,000)',
    {
      type: [ItemArrivalsView],
    },
  )
  readonly arrivals!: readonly ItemArrivalsView[];
  @Member(
    'Số lần gửi cũ hơn không có trong timeline (chỉ giữ 500 lần mới nhất)',
    'Older attempts that are left out: the newest 500 are shown',
  )
  readonly attemptsOmitted!: number;
}

/** What is personal of a dossier. */
export class RevealedView {
  @Member('Chủ hồ sơ, như đã nhận', 'The applicant, as accepted', { type: 'object', additionalProperties: true })
  readonly applicant!: Revealed['applicant'];
  @Member('Các bước: người xử lý và nội dung', 'The steps: officers and contents', {
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  readonly steps!: Revealed['steps'];
}

export function showHeads(found: readonly DossierHead[]): DossierList {
  return { items: found };
}

export function showStory(story: DossierStory): DossierStoryView {
  const { items: _items, attempts: _attempts, outcomes: _outcomes, acts: _acts, destinations, ...shown } = story;
  return {
    ...shown,
    destinations: destinations.map((destination) => {
      const { id, state, mustAct, nextAttemptAt, acknowledgedSeq, blockedSeq, epoch, possiblyTwice } = destination;
      const standing = standingOf(destination);
      return { id, state, ...standing, mustAct, nextAttemptAt, acknowledgedSeq, blockedSeq, epoch, possiblyTwice };
    }),
    timeline: toTimeline(story),
  };
}
