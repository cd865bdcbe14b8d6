import { CHANGE_KINDS, CHANGE_STATES, SYNC_STATES, type DeskChange, type DeskSync } from '#ledger';
import { Member } from '../openapi/call.ts';

class ProcedureView {
  @Member('Mã quốc gia', 'National code', { example: '1.001193' })
  readonly code!: string;

  @Member('Tên', 'Name')
  readonly name!: string;

  @Member('Lĩnh vực', 'Field')
  readonly fieldName!: string;

  @Member('Mức độ dịch vụ; null = chưa biết', 'Level of online service; null = not known', { type: 'string', nullable: true })
  readonly level!: string | null;

  @Member('Từ ngày; null = không rõ', 'From that day; null = not known', { type: 'string', nullable: true })
  readonly validFrom!: string | null;

  @Member('Đến trước ngày; null = không có', 'Until before that day; null = no end', { type: 'string', nullable: true })
  readonly validTo!: string | null;

  @Member('Lần cuối có trong danh sách của cổng; null = chưa từng', 'When the portal listed it last; null = never', {
    type: 'string',
    nullable: true,
  })
  readonly listedAt!: Date | null;

  @Member('Lần cuối đọc chi tiết; null = chưa đọc', 'When its details were read last; null = not yet', {
    type: 'string',
    nullable: true,
  })
  readonly detailAt!: Date | null;

  @Member('Những chỗ trong bản ghi không hiểu được', 'Places of the record that were not understood', { type: [String] })
  readonly problems!: readonly string[];

  @Member('Lần đọc cuối không được vì sao; mã cố định', 'Why it could not be read the last time, a stable code', {
    type: 'string',
    nullable: true,
  })
  readonly failure!: string | null;

  @Member('Số thay đổi đang chờ', 'Changes that wait')
  readonly waiting!: number;
}

class Page {
  @Member('Con trỏ cho lần đọc sau', 'The cursor of the next page', { type: 'string', nullable: true })
  readonly next!: string | null;

  @Member('Còn nữa không', 'Whether there are more')
  readonly hasMore!: boolean;
}

/** A page of procedures. */
export class ProcedurePage extends Page {
  @Member('Thủ tục, theo mã', 'Procedures, by code', { type: [ProcedureView] })
  readonly items!: readonly ProcedureView[];
}

class ChangeCounts {
  @Member('Đang chờ', 'Waiting')
  readonly waiting!: number;

  @Member('Có hiệu lực', 'In force')
  readonly active!: number;

  @Member('Bị từ chối', 'Turned down')
  readonly rejected!: number;

  @Member('Đã hoàn tác', 'Taken back')
  readonly rolledBack!: number;

  @Member('Được thay bằng thay đổi mới hơn', 'A newer one has taken its place')
  readonly replaced!: number;
}

/** A sync of the catalogue. */
export class SyncView {
  @Member('Mã', 'Id', { format: 'uuid' })
  readonly id!: string;

  @Member('Trạng thái', 'State', { enum: SYNC_STATES })
  readonly state!: DeskSync['state'];

  @Member('Đọc từ đâu', 'From where', { example: 'national' })
  readonly destination!: string;

  @Member('Ai', 'Who', { example: 'catalogue' })
  readonly by!: string;

  @Member('Vì sao', 'Why')
  readonly reason!: string;

  @Member('Lúc, UTC', 'At, UTC')
  readonly createdAt!: Date;

  @Member('Xong lúc, UTC', 'Over at, UTC', { type: 'string', nullable: true })
  readonly finishedAt!: Date | null;

  @Member('Số danh sách cần đọc', 'Lists to read')
  readonly parts!: number;

  @Member('Số danh sách đã đọc', 'Lists that are there')
  readonly partsDone!: number;

  @Member('Số chi tiết còn phải đọc', 'Records still to read')
  readonly recordsWanted!: number;

  @Member('Số chi tiết đã đọc', 'Records that are there')
  readonly recordsDone!: number;

  @Member('Số thủ tục trong danh sách', 'Procedures in the list')
  readonly listed!: number;

  @Member(
    'Danh sách thiếu hoặc ngắn bất thường: không kết thúc thủ tục nào',
    'The list is missing or much too short: nothing was ended',
  )
  readonly suspicious!: boolean;

  @Member('Nơi nhận chưa được cấu hình danh mục: không ai đọc', 'No catalogue is configured for the destination: nobody reads it')
  readonly notConfigured!: boolean;

  @Member('Thay đổi', 'Changes')
  readonly changes!: ChangeCounts;

  @Member('Số chỗ khác với nguồn thứ hai', 'Differences from the second source')
  readonly differences!: number;

  @Member('Số lần đọc không được', 'What could not be read')
  readonly failed!: number;
}

/** The latest syncs, newest first. */
export class SyncList {
  @Member('Các lần đồng bộ, mới nhất trước', 'The syncs, newest first', { type: [SyncView] })
  readonly items!: readonly SyncView[];
}

const ANYTHING = { type: 'object', additionalProperties: true, nullable: true } as const;

class ChangeView {
  @Member('Số', 'Number')
  readonly id!: number;

  @Member('Lần đồng bộ', 'The sync', { format: 'uuid' })
  readonly syncId!: string;

  @Member('Mã thủ tục', 'Code of the procedure')
  readonly code!: string;

  @Member('Tên', 'Name', { type: 'string', nullable: true })
  readonly name!: string | null;

  @Member('Loại', 'Kind', { enum: CHANGE_KINDS })
  readonly kind!: DeskChange['kind'];

  @Member('Trạng thái', 'State', { enum: CHANGE_STATES })
  readonly state!: DeskChange['state'];

  @Member('Trước', 'Before', ANYTHING)
  readonly before!: Readonly<Record<string, unknown>> | null;

  @Member('Sau', 'After', ANYTHING)
  readonly after!: Readonly<Record<string, unknown>> | null;

  @Member('Số hồ sơ chưa trả kết quả', 'Open dossiers')
  readonly openDossiers!: number;

  @Member('Số hồ sơ tiếp nhận gần đây', 'Recent dossiers')
  readonly recentDossiers!: number;

  @Member('Ghi nhận lúc, UTC', 'Found at, UTC')
  readonly stagedAt!: Date;

  @Member('Quyết định lúc, UTC', 'Decided at, UTC', { type: 'string', nullable: true })
  readonly decidedAt!: Date | null;

  @Member('Ai quyết định', 'Who decided', { type: 'string', nullable: true })
  readonly decidedBy!: string | null;
}

/** A page of changes. */
export class ChangePage extends Page {
  @Member('Các thay đổi', 'The changes', { type: [ChangeView] })
  readonly items!: readonly ChangeView[];
}

class DifferenceView {
  @Member('Mã thủ tục', 'Code of the procedure')
  readonly code!: string;

  @Member('Khác ở đâu: không có, khác tên, không có đường dẫn, khác mức độ', 'What differs', {
    enum: ['not-public', 'other-name', 'no-link', 'other-level'],
  })
  readonly kind!: string;

  @Member('Ở nguồn thứ nhất', 'In the first source', { type: 'string', nullable: true })
  readonly ours!: string | null;

  @Member('Ở nguồn thứ hai', 'In the second one', { type: 'string', nullable: true })
  readonly theirs!: string | null;
}

/** A page of differences between the two sources. */
export class DifferencePage extends Page {
  @Member('Các chỗ khác', 'The differences', { type: [DifferenceView] })
  readonly items!: readonly DifferenceView[];
}

/** How many changes an act was about. */
export class DoneView {
  @Member('Số thay đổi', 'Changes')
  readonly changes!: number;
}

/** A sync as it is shown. */
export function showSync({ changes: { 'rolled-back': rolledBack, ...counts }, ...sync }: DeskSync): SyncView {
  return { ...sync, changes: { ...counts, rolledBack } };
}

/** A change as it is shown: of details, which members differ and not the whole records. */
export function showChange({ before, after, ...change }: DeskChange): ChangeView {
  if (change.kind !== 'details') return { ...change, before, after };
  const [one, other] = [membersOf(before), membersOf(after)];
  const differ = Object.keys({ ...one, ...other }).filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
  const pick = (from: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(differ.map((name) => [name, from[name] ?? null]));
  return { ...change, before: before && pick(one), after: after && pick(other) };
}

function membersOf(side: DeskChange['before']): Record<string, unknown> {
  const detail = side?.['detail'];
  return typeof detail === 'object' && detail !== null ? { ...detail } : {};
}
