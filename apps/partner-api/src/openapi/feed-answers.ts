import { OUTCOME_CODES } from '#sheets';
import { field, list, object } from './schema.ts';

const ID = '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const TIME = '2026-11-23T02:00:00.000Z';
const CODE = 'H56.14797-261123-0001';
const CURSOR = 'AZieAYsGEGkL8l0m2f4h1r7c0Q';

const NEXT = field('string', 'Con trỏ để đọc tiếp; luôn có', 'Cursor to go on with; always there', CURSOR);
const HAS_MORE = field(
  'boolean',
  'Có thể còn nữa: đọc tiếp ngay, kể cả khi items rỗng',
  'There may be more: go on at once, even if items is empty',
  false,
);

/** The shapes of the feeds' answers. */
export const FEED_ANSWERS = {
  StatusChange: object(
    {
      id: field('string', 'Mã không đổi của lần đổi trạng thái', 'Id of the change, always the same', ID),
      dossierCode: field('string', 'Mã hồ sơ', 'Dossier code', CODE),
      seq: field('integer', 'Số thứ tự trong hồ sơ', 'Running number within the dossier', 2),
      origin: {
        ...field(
          'string',
          'Do hệ thống gửi (client), hoặc bước kết thúc do cổng tạo ra (closing)',
          'Sent by the client, or a closing step made by the gateway',
          'client',
        ),
        enum: ['client', 'step', 'closing'],
      },
      status: field('integer', 'Trạng thái mới', 'The new status', 4),
      occurredAt: field(
        ['string', 'null'],
        'Thời điểm xử lý; null nếu là phiên bản',
        'When it happened; null for a version',
        TIME,
      ),
      acceptedAt: field('string', 'Thời điểm tiếp nhận', 'When it was accepted', TIME),
      content: field(
        ['string', 'null'],
        'Nội dung xử lý; null nếu là phiên bản',
        'What was done; null for a version',
        'Thẩm định',
      ),
      officer: field(['string', 'null'], 'Người xử lý; null nếu là phiên bản', 'Officer; null for a version', 'Lê Thị B'),
    },
    'Một lần đổi trạng thái hiện tại / One change of the current status',
  ),
  StatusFeed: object(
    {
      items: list(
        { $ref: '#/components/schemas/StatusChange' },
        'Theo thứ tự được ghi',
        'In the order in which they were written',
      ),
      next: NEXT,
      hasMore: HAS_MORE,
    },
    'Một trang / A page',
  ),
  Outcome: object(
    {
      id: field('string', 'Mã của kết quả', 'Id of the outcome', ID),
      dossierCode: field('string', 'Mã hồ sơ', 'Dossier code', CODE),
      itemId: field('string', 'Mã của mục, như trong biên nhận', 'Id of the item, as in its receipt', ID),
      seq: field('integer', 'Số thứ tự trong hồ sơ', 'Running number within the dossier', 2),
      kind: { ...field('string', 'Phiên bản hoặc bước', 'Version or step', 'step'), enum: ['version', 'step'] },
      destination: field('string', 'Nơi nhận', 'Destination', 'national'),
      state: {
        ...field(
          'string',
          'Đã nhận, bị từ chối, đang chờ, hoặc được gửi tiếp sau khi bị từ chối hay phải chờ',
          'Delivered, refused, held, or going on after it was refused or held',
          'delivered',
        ),
        enum: ['delivered', 'refused', 'held', 'released'],
      },
      code: { ...field('string', 'Mã ổn định', 'Stable code', 'delivered'), enum: Object.keys(OUTCOME_CODES) },
      mustAct: {
        ...field('string', 'Ai phải xử lý', 'Who must act', 'nobody'),
        enum: ['commune', 'province', 'national', 'nobody'],
      },
      message: { $ref: '#/components/schemas/Text' },
      at: field('string', 'Thời điểm biết kết quả', 'When it became known', TIME),
    },
    'Kết quả của một mục ở một nơi nhận / What became of an item at a destination',
  ),
  OutcomeFeed: object(
    {
      items: list({ $ref: '#/components/schemas/Outcome' }, 'Theo thứ tự được ghi', 'In the order in which they were written'),
      next: NEXT,
      hasMore: HAS_MORE,
    },
    'Một trang / A page',
  ),
  ResendRequest: object(
    {
      id: field('string', 'Mã của đề nghị, không đổi', 'Id of the request, always the same', ID),
      dossierCode: field(
        ['string', 'null'],
        'Mã hồ sơ; null = mọi thứ đơn vị đã gửi từ since',
        'Dossier code; null = everything that you sent since then',
        CODE,
      ),
      want: {
        ...field('string', 'Hồ sơ, các bước, hay cả hai', 'The dossier, its steps, or both', 'both'),
        enum: ['dossier', 'steps', 'both'],
      },
      reason: { $ref: '#/components/schemas/Text' },
      since: field('string', 'Gửi lại những gì được nhận từ thời điểm này', 'Send again what was accepted since then', TIME),
    },
    'Một đề nghị gửi lại / A request to send something again',
  ),
  ResendFeed: object(
    {
      items: list(
        { $ref: '#/components/schemas/ResendRequest' },
        'Theo thứ tự được ghi',
        'In the order in which they were written',
      ),
      next: NEXT,
      hasMore: HAS_MORE,
    },
    'Một trang / A page',
  ),
  CursorRestored: {
    ...object(
      {
        next: NEXT,
        since: field(
          ['string', 'null'],
          'Thời điểm mà từ đó các mục bị mất; null nếu chưa rõ',
          'Time since which items are gone; null = not known yet',
          TIME,
        ),
      },
      'Lỗi cursor.restored, với con trỏ để đọc tiếp / The problem cursor.restored, with a cursor to go on',
    ),
    allOf: [{ $ref: '#/components/schemas/Problem' }],
  },
  ScopeGrown: {
    ...object(
      {
        next: NEXT,
        backfill: list(
          object(
            {
              unit: field('string', 'Mã đơn vị mới thêm', 'Code of the added unit; a former unit may share it', '14758'),
              name: field('string', 'Tên đơn vị', 'Its name', 'Phường Hàm Rồng'),
              validTo: field(
                ['string', 'null'],
                'Ngày hết hiệu lực; null nếu còn',
                'Day from which it is no more; null = it is',
                null,
              ),
              cursor: field('string', 'Con trỏ đọc riêng đơn vị đó', 'Cursor that walks it alone', CURSOR),
            },
            'Một đơn vị mới thêm / One added unit',
          ),
          'Mỗi con trỏ đọc một lần đến khi hasMore là false',
          'Walk each cursor once until hasMore is false',
        ),
      },
      'Lỗi cursor.scope-grown, với con trỏ để đọc tiếp / The problem cursor.scope-grown, with cursors to go on',
    ),
    allOf: [{ $ref: '#/components/schemas/Problem' }],
  },
} as const;
