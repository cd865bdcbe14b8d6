import { MUST_ACT } from '#canonical';
import { DISCREPANCY_KINDS, TIERS } from '#ledger';
import { OUTCOME_CODES } from '#sheets';
import { field, list, object, type Schema } from './schema.ts';

const TIME = '2026-11-26T02:12:00.000Z';
const CODE = 'H56.14797-261126-0007';
const DAY = '2026-11-26';

const count = (vi: string, en: string, example = 3): Schema => field('integer', vi, en, example);
const text = (vi: string, en: string, example: string): Schema => field('string', vi, en, example);
const TEXT = object(
  { vi: text('Tiếng Việt', 'Vietnamese', 'Gửi lại hồ sơ.'), en: text('Tiếng Anh', 'English', 'Send it again.') },
  'Một câu bằng hai ngôn ngữ / A sentence in both languages',
);
const BOTH: Schema = { $ref: '#/components/schemas/DailySheetText' };

const UNIT = object(
  { code: text('Mã hành chính', 'Administrative code', '14797'), name: text('Tên', 'Name', 'Phường Hạc Thành') },
  'Đơn vị / The unit',
);

const DOSSIERS = object(
  {
    received: count('Tiếp nhận trong ngày', 'Received on the day'),
    registered: count('Chờ tiếp nhận', 'Wait to be received'),
    inProgress: count('Đang xử lý cuối ngày', 'In progress at the end of the day'),
    waitsForCitizen: count('Trong đó chờ người dân (trạng thái 5, 6)', 'Of these wait for the citizen (status 5, 6)'),
    finished: count('Xử lý xong trong ngày', 'Finished on the day'),
    returned: count('Trả kết quả trong ngày', 'Returned on the day'),
    refused: count('Không tiếp nhận trong ngày', 'Refused on the day'),
    withoutDueDate: count('Đang xử lý mà không có hẹn trả', 'In progress without a due date'),
    unread: count('Chưa đọc được hạn, từ trước khi nâng cấp', 'Due date not read yet, of before an upgrade'),
  },
  'Hồ sơ / Dossiers',
);

const DUE = object(
  {
    overdue: count('Quá hạn', 'Overdue'),
    today: count('Đến hạn trong ngày', 'Due on the day'),
    soon: list(
      object({ day: text('Ngày làm việc', 'A working day', DAY), dossiers: count('Số hồ sơ', 'Dossiers') }, 'Một ngày / A day'),
      'Ba ngày làm việc tới; vắng mặt khi lịch chưa có năm đó',
      'The next three working days; absent where the calendar lacks the year',
    ),
    dossiers: list(
      object(
        {
          code: text('Mã hồ sơ', 'Dossier code', CODE),
          procedure: text('Mã thủ tục', 'Procedure', '2.000815'),
          status: count('Trạng thái', 'Status', 4),
          dueOn: text('Ngày hẹn trả', 'Due on', DAY),
          worked: field('number', 'Số ngày làm việc đã trễ, hoặc còn lại', 'Working days late, or left', 1.5),
        },
        'Một hồ sơ / A dossier',
        ['worked'],
      ),
      'Gấp nhất trước, nhiều nhất 40',
      'The most urgent first, at most 40',
    ),
  },
  'Hạn trả / Due dates',
  ['soon'],
);

const DESTINATION = object(
  {
    destination: text('Nơi nhận', 'Destination', 'national'),
    name: BOTH,
    mode: { ...text('Chế độ', 'Mode', 'live'), enum: ['live', 'shadow'] },
    standing: { ...text('Tình trạng', 'How it stands', 'open'), enum: ['open', 'paused', 'stopped', 'maintenance'] },
    delivered: count('Mục được xác nhận trong ngày', 'Items acknowledged on the day'),
    refused: count('Mục bị từ chối trong ngày', 'Items refused on the day'),
    held: count('Mục bị giữ lại trong ngày', 'Items held on the day'),
    released: count('Mục được đi tiếp trong ngày', 'Items released on the day'),
    acknowledged: count('Hồ sơ đã đủ ở đó', 'Dossiers that are complete there'),
    waiting: count('Hồ sơ đang chờ gửi', 'Dossiers to be sent'),
    heldNow: count('Hồ sơ đang bị giữ', 'Dossiers held'),
    blockedNow: count('Hồ sơ đang bị chặn', 'Dossiers blocked'),
  },
  'Một nơi nhận / A destination',
);

const WAIT = object(
  {
    destination: text('Nơi nhận', 'Destination', 'national'),
    state: { ...text('Bị giữ hay bị từ chối', 'Held or refused', 'held'), enum: ['held', 'refused'] },
    code: { ...text('Mã của kết quả', 'Code of the outcome', 'held.procedure'), enum: Object.keys(OUTCOME_CODES) },
    mustAct: { ...text('Ai phải làm', 'Who must act', 'province'), enum: [...MUST_ACT] },
    since: text('Từ, UTC', 'Since, UTC', TIME),
    dossiers: count('Số hồ sơ', 'Dossiers'),
    codes: list({ type: 'string' }, 'Một số hồ sơ', 'Some of them'),
    reason: BOTH,
    next: BOTH,
  },
  'Hồ sơ chờ vì một lý do / Dossiers that wait for one reason',
);

const DIFFERENCE = object(
  {
    dossierCode: text('Mã hồ sơ', 'Dossier code', CODE),
    side: text('Bên kia', 'The other side', 'client:hac-thanh'),
    tier: { ...text('Tầng', 'Tier', 'commune'), enum: [...TIERS] },
    kind: { ...text('Loại', 'Kind', 'missing-here'), enum: [...DISCREPANCY_KINDS] },
    field: text('Trường', 'Field', 'dossier'),
    heal: text('Cách sửa', 'How it is mended', 'resend'),
    firstAt: text('Thấy lần đầu, UTC', 'First seen, UTC', TIME),
    reason: BOTH,
    next: BOTH,
  },
  'Một khác biệt mà xã phải xử lý / A difference that is the task of the commune',
);

const DIFFERENCES = object(
  {
    byOwner: {
      examples: [{ commune: 2 }],
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'Số đang mở theo người phải làm / Open ones by who must act',
    },
    own: list(DIFFERENCE, 'Việc của xã, nhiều nhất 40', 'Tasks of the commune, at most 40'),
  },
  'Đối soát / Reconciliation',
);

const FACTS = object(
  {
    dossiers: { $ref: '#/components/schemas/DailySheetDossiers' },
    due: { $ref: '#/components/schemas/DailySheetDue' },
    destinations: list(DESTINATION, 'Từng nơi nhận', 'Each destination'),
    waitReasons: count('Số lý do mà hồ sơ chờ', 'For how many reasons dossiers wait'),
    waits: list(
      WAIT,
      'Vì sao hồ sơ chờ; nhiều hồ sơ nhất trước, nhiều nhất 40',
      'Why dossiers wait; what concerns most first, at most 40',
    ),
    differences: { $ref: '#/components/schemas/DailySheetDifferences' },
    resendsOpen: count('Số đề nghị gửi lại đang mở', 'Open requests to send again'),
    resends: list(
      object(
        {
          client: text('Hệ thống', 'System', 'hac-thanh'),
          dossierCode: field(
            ['string', 'null'],
            'Mã hồ sơ; null = mọi mục từ since',
            'Dossier code; null = everything since',
            CODE,
          ),
          since: text('Từ, UTC', 'Since, UTC', TIME),
          at: text('Đề nghị lúc, UTC', 'Asked at, UTC', TIME),
          next: BOTH,
        },
        'Một đề nghị gửi lại / A request to send again',
      ),
      'Cũ nhất trước, nhiều nhất 40',
      'The oldest first, at most 40',
    ),
    warnings: list(
      object(
        {
          code: text('Mã cảnh báo', 'Code', 'status-without-step'),
          given: count('Số lần trong ngày', 'How often on the day'),
          message: BOTH,
          next: BOTH,
        },
        'Một loại cảnh báo / A kind of warning',
      ),
      'Cảnh báo trong ngày',
      'Warnings of the day',
    ),
    systemsKnown: count('Số hệ thống', 'How many systems there are'),
    systems: list(
      object(
        {
          client: text('Hệ thống', 'System', 'hac-thanh'),
          name: text('Tên', 'Name', 'Một cửa phường Hạc Thành'),
          lastAt: field(['string', 'null'], 'Gọi cổng lần cuối, UTC', 'Called last, UTC', TIME),
        },
        'Một hệ thống / A system',
      ),
      'Hệ thống của đơn vị, nhiều nhất 40 hệ thống gọi gần đây nhất',
      'Systems of the unit, at most the 40 that called last',
    ),
  },
  'Nội dung / What is told',
);

/** The shape of a daily sheet. */
export const SHEET_ANSWERS = {
  DailySheetText: TEXT,
  DailySheetUnit: UNIT,
  DailySheetDossiers: DOSSIERS,
  DailySheetDue: DUE,
  DailySheetDifferences: DIFFERENCES,
  DailySheetFacts: FACTS,
  DailySheet: object(
    {
      day: text('Ngày', 'The day', DAY),
      madeAt: text('Lập lúc, UTC', 'Made at, UTC', TIME),
      of: {
        ...text('Của một đơn vị, hay của các đơn vị trong phạm vi', 'Of one unit, or of the units in scope', 'unit'),
        enum: ['unit', 'units'],
      },
      unit: {
        oneOf: [{ $ref: '#/components/schemas/DailySheetUnit' }, { type: 'null' }],
        description: 'Đơn vị, khi chỉ có một / The unit, where there is one',
      },
      facts: { $ref: '#/components/schemas/DailySheetFacts' },
      rows: list(
        object(
          { unit: { $ref: '#/components/schemas/DailySheetUnit' }, facts: { $ref: '#/components/schemas/DailySheetFacts' } },
          'Một đơn vị / A unit',
        ),
        'Từng đơn vị, khi có nhiều',
        'Each unit, where there are several',
      ),
    },
    'Phiếu hằng ngày / A daily sheet',
  ),
} as const satisfies Readonly<Record<string, Schema>>;
