import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import {
  LANE_STATES,
  MUST_ACT,
  parseProcedureCode,
  PROCEDURE_ALIASES,
  UNIT_IDENTIFIERS,
  type LaneState,
  type MustAct,
} from '#canonical';
import type { IncidentEntry, IncidentPlace, WaitingDossier } from '#ledger';
import type { Text } from '#runtime';
import { WholeNumber } from '../http/fields.ts';
import { Member } from '../openapi/call.ts';
import { BOTH, UnitView } from '../openapi/common-views.ts';
import { describeIncident } from './incident-texts.ts';

const STATES = ['open', 'cleared', 'all'] as const;
export const PLACE = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Which incidents. */
export class IncidentQuery {
  @Member('Đang mở, đã đóng, hay tất cả', 'Open, cleared, or all', { required: false, enum: STATES, default: 'open' })
  @IsOptional()
  @IsIn(STATES)
  readonly state: (typeof STATES)[number] = 'open';

  @Member('Ai phải làm', 'Who must act', { required: false, enum: MUST_ACT })
  @IsOptional()
  @IsIn(MUST_ACT)
  readonly owner?: MustAct;

  @Member('Loại sự cố', 'The kind', { required: false, example: 'unmapped' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  readonly kind?: string;

  @Member('Nơi nhận', 'The destination', { required: false, example: 'national' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly destination?: string;

  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false })
  @IsOptional()
  @IsString()
  @Matches(PLACE)
  readonly after?: string;

  @Member('Số sự cố nhiều nhất', 'Most incidents', { required: false, minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @WholeNumber(1, 200)
  readonly limit: number = 50;
}

/** Which part of the dossiers that wait. */
export class WaitingQuery {
  @Member('Con trỏ next của lần đọc trước', 'The cursor next of the last page', { required: false })
  @IsOptional()
  @WholeNumber(1, Number.MAX_SAFE_INTEGER)
  readonly after?: number;

  @Member('Số hồ sơ nhiều nhất', 'Most dossiers', { required: false, minimum: 1, maximum: 500, default: 100 })
  @IsOptional()
  @WholeNumber(1, 500)
  readonly limit: number = 100;
}

class ConcernedUnitView extends UnitView {
  @Member('Số lần ở đơn vị này', 'How often it came up there', { example: 12 })
  readonly count!: number;
}

class SampleView {
  @Member('Mã một hồ sơ', 'A dossier code', { type: 'string', nullable: true, example: 'H56.14797-261123-0001' })
  readonly dossierCode!: string | null;

  @Member('Các hồ sơ được nêu (tự kiểm tra nêu tối đa 5)', 'The dossiers that are named; a self-check names up to 5', {
    type: [String],
  })
  readonly dossierCodes!: readonly string[];

  @Member('Điều tự kiểm tra đo được', 'What a self-check measured', {
    type: 'string',
    nullable: true,
    example: 'idle-with-work lanes=1',
  })
  readonly facts!: string | null;
}

/** An incident. */
export class IncidentView {
  @Member('Mã sự cố', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Loại', 'Kind', { example: 'unmapped' })
  readonly kind!: string;

  @Member('Nguyên nhân, mã cố định', 'Cause, a stable code', { type: 'string', example: 'national.content' })
  readonly cause!: string;

  @Member('Dịch vụ của nơi nhận, với một lần từ chối', 'The service that refused', { type: 'string', nullable: true })
  readonly service!: string | null;

  @Member('Trường mà nơi nhận nêu', 'The field that the destination named', { type: 'string', nullable: true, example: 'MaTTHC' })
  readonly field!: string | null;

  @Member('Nơi nhận', 'Destination', { type: 'string', nullable: true, example: 'national' })
  readonly destination!: string | null;

  @Member('Ai phải làm', 'Who must act', { enum: MUST_ACT })
  readonly mustAct!: MustAct;

  @Member('Tên sự cố', 'Title', BOTH)
  readonly title!: Text;

  @Member('Vì sao', 'Why', BOTH)
  readonly why!: Text;

  @Member('Làm gì tiếp', 'What to do', BOTH)
  readonly next!: Text;

  @Member('Số lần', 'How often it came up', { example: 120 })
  readonly count!: number;

  @Member('Số hồ sơ đang chờ ở nơi nhận đó', 'Lanes that wait for it now', { example: 118 })
  readonly waitingLanes!: number;

  @Member(
    'Các đơn vị gặp nhiều nhất (tối đa 10 trong danh sách, đủ khi xem một sự cố)',
    'Units, most often first; 10 in a list',
    {
      type: [ConcernedUnitView],
    },
  )
  readonly units!: readonly ConcernedUnitView[];

  @Member('Mẫu: hồ sơ, và điều tự kiểm tra thấy', 'A sample: dossiers, and what a self-check saw', {
    type: SampleView,
    nullable: true,
  })
  readonly sample!: SampleView | null;

  @Member('Mở lúc, UTC', 'Opened, UTC')
  readonly openedAt!: Date;

  @Member('Lần gần nhất, UTC', 'The latest time, UTC')
  readonly lastAt!: Date;

  @Member('Đóng lúc, UTC', 'Cleared, UTC', { type: 'string', nullable: true })
  readonly clearedAt!: Date | null;

  @Member('Mã cần bổ sung: một dòng của bảng mã, hoặc một thủ tục', 'What is missing: a row of a table, or a procedure', {
    type: 'object',
    nullable: true,
    additionalProperties: { type: 'string' },
    example: { partner: 'national', table: 'procedure', direction: 'out', fromCode: '9.999999' },
  })
  readonly mapping!: Mapping | null;
}

type Mapping =
  | { readonly partner: string; readonly table: string; readonly direction: 'out'; readonly fromCode: string }
  | { readonly procedure: string };

/** How many are open, by who must act. */
export class OpenCounts {
  @Member('Của xã', 'Of communes')
  readonly commune!: number;
  @Member('Của CNTT tỉnh', 'Of the province’s IT')
  readonly province!: number;
  @Member('Của cổng tỉnh', 'Of the provincial portal')
  readonly provincialPortal!: number;
  @Member('Của Cổng quốc gia', 'Of the national portal')
  readonly national!: number;
}

/** A page of incidents, the newest activity first. */
export class IncidentPage {
  @Member('Các sự cố', 'The incidents', { type: [IncidentView] })
  readonly items!: readonly IncidentView[];
  @Member('Con trỏ cho lần đọc sau', 'The cursor of the next page', { type: 'string', nullable: true })
  readonly next!: string | null;
  @Member('Còn nữa không', 'Whether there are more')
  readonly hasMore!: boolean;
  @Member('Số đang mở, theo người phải làm', 'How many are open, by who must act')
  readonly open!: OpenCounts;
}

class WaitingDossierView {
  @Member('Mã hồ sơ', 'Dossier code')
  readonly code!: string;
  @Member('Đơn vị tiếp nhận', 'The unit that received it')
  readonly unit!: UnitView;
  @Member('Trạng thái hồ sơ', 'Status', { minimum: 1, maximum: 10 })
  readonly status!: number;
  @Member('Nơi nhận', 'Destination')
  readonly destination!: string;
  @Member('Trạng thái gửi; null = không có làn ở đó', 'State; null = it has no lane there', { enum: LANE_STATES, nullable: true })
  readonly state!: LaneState | null;
  @Member('Chờ từ lúc, UTC', 'Since, UTC')
  readonly since!: Date;
}

/** A page of the dossiers that wait, the oldest first. */
export class WaitingPage {
  @Member('Các hồ sơ', 'The dossiers', { type: [WaitingDossierView] })
  readonly items!: readonly WaitingDossierView[];
  @Member('Con trỏ cho lần đọc sau', 'The cursor of the next page', { type: 'string', nullable: true })
  readonly next!: string | null;
  @Member('Còn nữa không', 'Whether there are more')
  readonly hasMore!: boolean;
}

export function showIncident(entry: IncidentEntry): IncidentView {
  const { wanted: _wanted, sampleCode: _sampleCode, seen: _seen, cause, ...shown } = entry;
  return {
    ...shown,
    cause: cause ?? shown.kind,
    ...describeIncident(entry),
    sample: sampleOf(entry),
    mapping: mappingOf(entry),
  };
}

function sampleOf({ sampleCode, seen }: IncidentEntry): SampleView | null {
  if (sampleCode === null && seen === null) return null;
  const dossierCodes = [...new Set([...(sampleCode === null ? [] : [sampleCode]), ...(seen?.dossiers ?? [])])];
  return { dossierCode: dossierCodes[0] ?? null, dossierCodes, facts: seen?.facts ?? null };
}

/** A national code that nobody knows is a procedure to add; any other is a row of a table. Identifiers of units are kept elsewhere. */
function mappingOf({ wanted }: IncidentEntry): Mapping | null {
  if (wanted === null || wanted.table === UNIT_IDENTIFIERS) return null;
  const national = wanted.table === PROCEDURE_ALIASES ? parseProcedureCode(wanted.fromCode)?.national : undefined;
  return national === undefined ? { ...wanted, direction: 'out' } : { procedure: national };
}

export function showCounts(open: ReadonlyMap<string, number>): OpenCounts {
  const of = (mustAct: MustAct): number => open.get(mustAct) ?? 0;
  return {
    commune: of('commune'),
    province: of('province'),
    provincialPortal: of('provincial-portal'),
    national: of('national'),
  };
}

export function placeIn(cursor: string | undefined): IncidentPlace | undefined {
  const [, micros, id] = PLACE.exec(cursor ?? '') ?? [];
  return micros === undefined || id === undefined ? undefined : { lastMicros: Number(micros), id };
}

export function cursorOf({ lastMicros, id }: IncidentPlace): string {
  return `${String(lastMicros)}.${id}`;
}

export function showWaiting(found: readonly WaitingDossier[], limit: number): WaitingPage {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ dossierId: _id, ...dossier }) => dossier),
    next: last === undefined ? null : String(last.dossierId),
    hasMore: found.length > limit,
  };
}
