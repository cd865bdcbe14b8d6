import { IsIn, IsOptional, IsString, Matches, MaxLength, Validate } from 'class-validator';
import { MUST_ACT, type LegalDay, type MustAct } from '#canonical';
import {
  DISCREPANCY_KINDS,
  TIERS,
  type Discrepancies,
  type DiscrepancyKind,
  type DiscrepancyRow,
  type Heal,
  type HeatCell,
  type KnownAt,
  type Tier,
  type VerifiedDossier,
} from '#ledger';
import type { Text } from '#runtime';
import { cursorOf, PLACE } from '../incidents/incident-view.ts';
import { sayCause } from '../incidents/causes.ts';
import { Code, WholeNumber } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';
import { BOTH, DossierOfUnit, UnitView } from '../openapi/common-views.ts';
import { IsLegalDay } from '../units/unit-view.ts';

const STATES = ['open', 'cleared', 'all'] as const;
const HEALS = ['converge', 'reassert', 'renew', 'resend', 'task'] as const;
const HEAL_STATES = ['waiting', 'asked', 'stopped', 'person'] as const;

/** Which differences. */
export class DiscrepancyQuery {
  @Member('Đang mở, đã hết, hay tất cả', 'Open, cleared, or all', { required: false, enum: STATES, default: 'open' })
  @IsOptional()
  @IsIn(STATES)
  readonly state: (typeof STATES)[number] = 'open';

  @Member('Tầng', 'Tier', { required: false, enum: TIERS })
  @IsOptional()
  @IsIn(TIERS)
  readonly tier?: Tier;

  @Member('Loại', 'Kind', { required: false, enum: DISCREPANCY_KINDS })
  @IsOptional()
  @IsIn(DISCREPANCY_KINDS)
  readonly kind?: DiscrepancyKind;

  @Member('Mã đơn vị', 'Code of the unit', { required: false, example: '14797' })
  @IsOptional()
  @Code()
  @IsString()
  @MaxLength(60)
  readonly unit?: string;

  @Member('Ngày tiếp nhận', 'Day of reception', { required: false, type: 'string', example: '2026-11-23' })
  @IsOptional()
  @Validate(IsLegalDay)
  readonly day?: LegalDay;

  @Member('Ai phải làm', 'Who must act', { required: false, enum: MUST_ACT })
  @IsOptional()
  @IsIn(MUST_ACT)
  readonly owner?: MustAct;

  @Member('Mã hồ sơ', 'Dossier code', { required: false })
  @IsOptional()
  @Code()
  @IsString()
  @MaxLength(60)
  readonly dossierCode?: string;

  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false })
  @IsOptional()
  @IsString()
  @Matches(PLACE)
  readonly after?: string;

  @Member('Số mục nhiều nhất', 'Most items', { required: false, minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @WholeNumber(1, 500)
  readonly limit: number = 100;
}

/** Which days of the heat map, both included, at most 31; the last 31 without. */
export class HeatQuery {
  @Member('Từ ngày; nhiều nhất 31 ngày', 'From; at most 31 days', { required: false, type: 'string', example: '2026-11-01' })
  @IsOptional()
  @Validate(IsLegalDay)
  readonly from?: LegalDay;

  @Member('Đến ngày', 'To', { required: false, type: 'string', example: '2026-11-30' })
  @IsOptional()
  @Validate(IsLegalDay)
  readonly to?: LegalDay;

  @Member('Tầng', 'Tier', { required: false, enum: TIERS })
  @IsOptional()
  @IsIn(TIERS)
  readonly tier?: Tier;
}

class DiscrepancyView extends DossierOfUnit {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Bên kia', 'The other side', { example: 'national' })
  readonly side!: string;

  @Member('Tầng', 'Tier', { enum: TIERS })
  readonly tier!: Tier;

  @Member('Loại', 'Kind', { enum: DISCREPANCY_KINDS })
  readonly kind!: DiscrepancyKind;

  @Member('Trường', 'Field', { example: 'NgayHenTra' })
  readonly field!: string;

  @Member('Ngày', 'Day', { type: 'string', nullable: true })
  readonly day!: LegalDay | null;

  @Member('Ai phải làm', 'Who must act', { enum: MUST_ACT })
  readonly owner!: MustAct;

  @Member('Thấy lần đầu, UTC', 'First seen, UTC')
  readonly firstAt!: Date;

  @Member('Thấy lần cuối, UTC', 'Last seen, UTC')
  readonly lastAt!: Date;

  @Member('Hết lúc, UTC', 'Cleared at, UTC', { type: 'string', nullable: true })
  readonly clearedAt!: Date | null;

  @Member('Cách sửa; task = người làm', 'How it is mended; task = by a person', { enum: HEALS })
  readonly heal!: Heal;

  @Member('Việc sửa đến đâu', 'How far that is', { enum: HEAL_STATES })
  readonly healState!: DiscrepancyRow['healState'];

  @Member('Đã thử', 'Tries')
  readonly tries!: number;

  @Member('Vì sao', 'Why', BOTH)
  readonly why!: Text;
}

/** A page of differences. */
export class DiscrepancyPage {
  @Member('Thấy gần nhất trước', 'Seen last first', { type: [DiscrepancyView] })
  readonly items!: readonly DiscrepancyView[];

  @Member('Con trỏ để đọc tiếp', 'Cursor to go on with', { type: 'string', nullable: true })
  readonly next!: string | null;

  @Member('Còn nữa', 'There is more')
  readonly hasMore!: boolean;
}

export function showDiscrepancies({ items, next, hasMore }: Discrepancies): DiscrepancyPage {
  return {
    items: items.map(({ mustAct: owner, cause, ...row }) => ({ ...row, owner, why: sayCause(cause) })),
    next: next === undefined ? null : cursorOf(next),
    hasMore,
  };
}

class HeatView {
  @Member('Đơn vị', 'Unit')
  readonly unit!: UnitView;

  @Member('Ngày', 'Day', { example: '2026-11-23' })
  readonly day!: LegalDay;

  @Member('Tầng', 'Tier', { enum: TIERS })
  readonly tier!: Tier;

  @Member('Số hồ sơ khác', 'Dossiers that differ')
  readonly dossiers!: number;

  @Member('Số khác biệt', 'Differences')
  readonly open!: number;
}

/** What differs by unit and day; a place that is not there has nothing open. */
export class HeatMap {
  @Member('Các ô', 'The cells', { type: [HeatView] })
  readonly cells!: readonly HeatCell[];
}

class KnownView {
  @Member('Nơi nhận', 'The destination')
  readonly destination!: string;

  @Member('Nó cho xem gì', 'What it shows', { enum: ['steps', 'dossier', 'none'] })
  readonly lookup!: string;

  @Member('Số hồ sơ nó đã xác nhận', 'Dossiers that it acknowledged')
  readonly lanes!: number;

  @Member('Đã kiểm, khớp', 'Verified and in agreement')
  readonly agrees!: number;

  @Member('Đã kiểm, khác', 'Verified and different')
  readonly differs!: number;

  @Member('Chưa hoặc không kiểm được; không phải là khớp', 'Not verified, or not to be seen; that is no agreement')
  readonly unseen!: number;

  @Member('Lần kiểm cũ nhất, UTC', 'The oldest verification, UTC', { type: 'string', nullable: true })
  readonly oldest!: Date | null;
}

/** How well each destination is known. */
export class KnownList {
  @Member('Theo nơi nhận', 'By destination', { type: [KnownView] })
  readonly items!: readonly KnownAt[];
}

class VerifiedView {
  @Member('Nơi nhận', 'The destination')
  readonly destination!: string;

  @Member('Nó cho xem gì', 'What it shows', { enum: ['steps', 'dossier', 'none'] })
  readonly lookup!: string;

  @Member('Kiểm lần cuối lúc, UTC', 'Verified last at, UTC', { type: 'string', nullable: true })
  readonly verifiedAt!: Date | null;

  @Member('Kết quả; unseen = không kiểm được', 'As what; unseen = it could not be seen', {
    enum: ['agrees', 'differs', 'unseen'],
  })
  readonly verifiedAs!: VerifiedDossier['verifiedAs'];

  @Member('Có gì mới từ lần kiểm đó', 'Something was acknowledged since')
  readonly changedSince!: boolean;
}

/** How old what is known of a dossier is, at each destination. */
export class VerifiedList {
  @Member('Theo nơi nhận', 'By destination', { type: [VerifiedView] })
  readonly items!: readonly VerifiedDossier[];
}
