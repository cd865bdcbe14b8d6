import { DESTINATION_MODES, STATUSES } from '#canonical';
import { FINDINGS, PROBLEMS } from '../problems/dictionary.ts';
import { CATALOGUE_ANSWERS } from './catalogue-answers.ts';
import { EVIDENCE_ANSWERS } from './evidence-answers.ts';
import { FEED_ANSWERS } from './feed-answers.ts';
import { MANIFEST_ANSWERS } from './manifest-answers.ts';
import { SHEET_ANSWERS } from './sheet-answers.ts';
import { both, field, list, object, type Schema } from './schema.ts';

const ID = '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const TIME = '2026-11-23T01:15:03Z';
const CODE = 'H56.14797-261123-0001';
const HASH = 'h1:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** The shapes of the answers, by the name under which the reference lists them. */
export const ANSWERS = {
  Text: object(
    {
      vi: field('string', 'Tiếng Việt', 'Vietnamese', 'Hãy điền trường này.'),
      en: field('string', 'Tiếng Anh', 'English', 'Fill it in.'),
    },
    'Câu bằng hai thứ tiếng / A sentence in both languages',
  ),
  Finding: object(
    {
      field: field(
        'string',
        'Con trỏ JSON đến trường; rỗng = cả mục',
        'JSON pointer to the field; empty = the whole item',
        '/dueAt',
      ),
      code: { ...field('string', 'Mã ổn định', 'Stable code', 'field.time'), enum: Object.keys(FINDINGS) },
      message: { $ref: '#/components/schemas/Text' },
      allowed: { ...list({ type: 'string' }, 'Các giá trị đúng', 'Values that would be right'), example: STATUSES.map(String) },
    },
    'Một lỗi hoặc lời nhắc / One fault or remark',
    ['allowed'],
  ),
  Receipt: object(
    {
      dossierCode: field(['string', 'null'], 'Mã hồ sơ', 'Dossier code', CODE),
      itemId: field(['string', 'null'], 'Mã của mục đã nhận', 'Id of the accepted item', ID),
      receiptId: field(['string', 'null'], 'Mã biên nhận', 'Id of the receipt', ID),
      result: { ...field('string', 'Kết quả', 'Result', 'accepted'), enum: ['accepted', 'duplicate', 'refused'] },
      seq: field(['integer', 'null'], 'Số thứ tự trong hồ sơ', 'Running number within the dossier', 1),
      contentHash: field(['string', 'null'], 'Mã băm nội dung', 'Hash of the content', HASH),
      acceptedAt: field(['string', 'null'], 'Thời điểm tiếp nhận, UTC', 'When it was accepted, UTC', TIME),
      stale: field(
        'boolean',
        'Cũ hơn phiên bản đã có: được ghi, không gửi đi',
        'Older than what is known: recorded, not sent',
        false,
      ),
      evidence: {
        oneOf: [{ $ref: '#/components/schemas/ReceiptEvidence' }, { type: 'null' }],
        description: both({ vi: 'Bằng chứng; null khi không có', en: 'Evidence; null where there is none' }),
        examples: [null],
      },
      warnings: list({ $ref: '#/components/schemas/Finding' }, 'Lời nhắc', 'Remarks'),
      problems: list({ $ref: '#/components/schemas/Finding' }, 'Lỗi', 'Faults'),
    },
    'Biên nhận / Receipt',
  ),
  Receipts: object(
    {
      receipts: list(
        { $ref: '#/components/schemas/Receipt' },
        'Biên nhận theo thứ tự các mục',
        'Receipts in the order of the items',
      ),
    },
    'Biên nhận của một lô / Receipts of a batch',
  ),
  Problem: object(
    {
      type: field('string', 'Loại lỗi', 'Kind of problem', 'urn:problem-type:gateway:field.time'),
      title: field('string', 'Tên lỗi theo Accept-Language', 'Title, by Accept-Language', 'Sai thời gian'),
      status: field('integer', 'Mã HTTP', 'HTTP status', 422),
      code: { ...field('string', 'Mã ổn định', 'Stable code', 'field.time'), enum: Object.keys(PROBLEMS) },
      detail: field(
        'string',
        'Lỗi gì và phải làm gì',
        'What is wrong and what to do',
        'Đây không phải thời gian RFC 3339 có múi giờ. Hãy viết như 2026-11-23T08:15:00+07:00.',
      ),
      instance: field('string', 'Mã của yêu cầu này', 'Id of this request', `urn:uuid:${ID}`),
      problems: list({ $ref: '#/components/schemas/Finding' }, 'Mọi trường sai', 'Every faulty field'),
    },
    'Lỗi (RFC 9457) / Problem (RFC 9457)',
  ),
  TimelineEntry: object(
    {
      seq: field('integer', 'Số thứ tự', 'Running number', 1),
      kind: { ...field('string', 'Phiên bản hoặc bước', 'Version or step', 'version'), enum: ['version', 'step'] },
      origin: {
        ...field(
          'string',
          'Do hệ thống gửi (client), phiên bản do một bước tạo ra (step), bước kết thúc do cổng tạo ra (closing)',
          'Sent by the client, a version made by a step, or a closing step made by the gateway',
          'client',
        ),
        enum: ['client', 'step', 'closing'],
      },
      status: field('integer', 'Trạng thái', 'Status', 2),
      occurredAt: field(['string', 'null'], 'Thời điểm xử lý', 'When it happened', TIME),
      acceptedAt: field('string', 'Thời điểm tiếp nhận', 'When it was accepted', TIME),
      content: field(['string', 'null'], 'Nội dung xử lý', 'What was done', 'Thẩm định'),
      officer: field(['string', 'null'], 'Người xử lý', 'Officer', 'Lê Thị B'),
      stale: field('boolean', 'Cũ, không gửi đi', 'Stale, not sent', false),
    },
    'Một mục trong diễn biến / One entry of the timeline',
  ),
  DestinationView: object(
    {
      id: field('string', 'Nơi nhận', 'Destination', 'national'),
      mode: {
        ...field(
          'string',
          'live: gửi thật; shadow (chạy bóng): chỉ viết thử, hệ thống cũ vẫn gửi',
          'live: sent there; shadow: only written as a trial, the former system still sends',
          'live',
        ),
        enum: DESTINATION_MODES,
      },
      state: {
        ...field('string', 'Tình trạng', 'State', 'idle'),
        enum: ['idle', 'due', 'leased', 'verifying', 'held', 'blocked'],
      },
      cause: field(['string', 'null'], 'Nguyên nhân', 'Cause', null),
      lastOutcome: {
        description: both({ vi: 'Kết quả lần gửi gần nhất', en: 'Outcome of the last attempt' }),
        oneOf: [
          { type: 'null' },
          object(
            {
              code: field('string', 'Mã kết quả', 'Code', 'delivered'),
              cause: field(['string', 'null'], 'Nguyên nhân', 'Cause', 'national.accepted'),
              message: { $ref: '#/components/schemas/Text' },
              at: field('string', 'Thời điểm', 'When', TIME),
            },
            'Kết quả / Outcome',
          ),
        ],
      },
      nextAttemptAt: field(['string', 'null'], 'Lần gửi tiếp theo', 'Next attempt', null),
      acknowledgedSeq: field('integer', 'Đã được nơi nhận xác nhận đến số này', 'Acknowledged up to this number', 1),
      shadowSeq: field(
        ['integer', 'null'],
        'Khi chạy bóng: đã viết thử đến số này, chưa gửi; null khi gửi thật',
        'In shadow: written as a trial up to this number, not sent; null when live',
        null,
      ),
      possiblyTwice: list({ type: 'integer' }, 'Các bước có thể đã đến hai lần', 'Steps that may have arrived twice'),
    },
    'Tình trạng ở một nơi nhận; đã đến đủ khi state = idle và acknowledgedSeq = seq lớn nhất / State at one destination; everything has arrived when state = idle and acknowledgedSeq = the highest seq',
  ),
  DossierView: object(
    {
      dossier: { $ref: '#/components/schemas/DossierBody' },
      status: field('integer', 'Trạng thái hiện tại', 'Present status', 2),
      versions: field('integer', 'Số phiên bản', 'Number of versions', 1),
      timeline: list({ $ref: '#/components/schemas/TimelineEntry' }, 'Diễn biến', 'Timeline'),
      destinations: list({ $ref: '#/components/schemas/DestinationView' }, 'Các nơi nhận', 'Destinations'),
    },
    'Hồ sơ và tình trạng gửi / A dossier and how far it is',
  ),
  Envelope: object(
    {
      error_code: {
        ...field('integer', '0 thành công, -3 đã tồn tại, -1 lỗi khác', '0 success, -3 exists, -1 everything else', 0),
        enum: [0, -1, -3],
      },
      message: field('string', 'Kết quả bằng lời', 'What became of it', 'Cập nhật hồ sơ thành công'),
      result: list(
        { type: 'object' },
        'Từng mục đã gửi, hoặc dữ liệu được hỏi',
        'Each item that was sent, or what was asked for',
      ),
    },
    'Phong bì của Cổng DVCQG / The envelope of the national portal',
    ['result'],
  ),
  EnvelopeOfLogin: object(
    {
      session: field('string', 'Phiên, dùng trong mọi lời gọi sau', 'The session for every later call', '1.1795400000.k3…'),
      error_code: field('integer', '0 thành công, -1 sai tài khoản', '0 success, -1 wrong login', 0),
      message: field('string', 'Kết quả bằng lời', 'What became of it', 'Đăng nhập thành công'),
    },
    'Câu trả lời đăng nhập / The answer to a login',
    ['session'],
  ),
  WrappedEnvelope: object(
    {
      error_code: {
        ...field('string', 'Như trong phong bì, dạng chữ', 'As in the envelope, as text', '0'),
        enum: ['0', '-1', '-3'],
      },
      message: field('string', 'Phong bì dạng văn bản JSON', 'The envelope as JSON text', '{"error_code":0,"message":"…"}'),
    },
    'Phong bì hai lớp của hệ thống tỉnh / The wrapper of the province around the envelope',
  ),
  ...FEED_ANSWERS,
  ...CATALOGUE_ANSWERS,
  ...EVIDENCE_ANSWERS,
  ...MANIFEST_ANSWERS,
  ...SHEET_ANSWERS,
} as const satisfies Record<string, Schema>;

export type AnswerName = keyof typeof ANSWERS;
