import { field, list, object } from './schema.ts';

const HASH = '51171e2be1ba1b726b046fdaaf414c465951b444caf4299930976b487881b8e1';
const UNIT = field(
  'string',
  'Mã hành chính hoặc mã định danh của đơn vị tiếp nhận vào ngày đó',
  'Administrative code or identifier of the receiving unit on that day',
  '14797',
);
const DAY = field(
  'string',
  'Ngày tiếp nhận (nếu không có: ngày nộp), giờ Việt Nam',
  'Day of reception (else of submission) in Vietnam',
  '2026-11-23',
);

/** The shapes of manifests. */
export const MANIFEST_ANSWERS = {
  ManifestItem: object(
    {
      code: field('string', 'Mã hồ sơ', 'Dossier code', 'H56.14797-261123-0001'),
      p1: field('string', 'SHA-256 của dòng p1, chữ thường', 'SHA-256 of the p1 line, lower-case hex', HASH),
      steps: field(
        'integer',
        'Số bước; có thì khác biệt được gọi tên rõ hơn',
        'Number of steps; with it a difference is named better',
        3,
      ),
      pending: field(
        'boolean',
        'Vừa thay đổi trong 2 phút trước asOf, có thể đang trên đường: không so',
        'Changed within two minutes before asOf and may be on its way: not compared',
        false,
      ),
    },
    'Một hồ sơ trong bảng kê / A dossier of a manifest',
    ['steps', 'pending'],
  ),
  ManifestBucket: object(
    {
      unit: UNIT,
      day: DAY,
      count: field('integer', 'Số hồ sơ', 'Number of dossiers', 42),
      digest: field('string', 'Bắt buộc ở mức digests', 'Required at the level digests', HASH),
      items: list(
        { $ref: '#/components/schemas/ManifestItem' },
        'Bắt buộc ở mức list: mọi hồ sơ của nhóm',
        'Required at the level list: every dossier of the bucket',
      ),
    },
    'Một đơn vị × một ngày / One unit × one day',
    ['digest', 'items'],
  ),
  ManifestBody: object(
    {
      asOf: field(
        'string',
        'Thời điểm của dữ liệu, RFC 3339; đã qua, không quá 24 giờ',
        'Time of the data, RFC 3339; past, at most 24 hours ago',
        '2026-11-27T01:00:00+07:00',
      ),
      level: { ...field('string', 'Mức chi tiết', 'Level of detail', 'counts'), enum: ['counts', 'digests', 'list'] },
      buckets: list(
        { $ref: '#/components/schemas/ManifestBucket' },
        'Nhiều nhất 5.000 nhóm, 20.000 dòng',
        'At most 5,000 buckets and 20,000 items',
      ),
    },
    'Bảng kê / A manifest',
  ),
  ManifestTaken: object(
    {
      manifestId: field('string', 'Mã của lần so', 'Id of the comparison', '0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'),
      differing: list(
        object({ unit: UNIT, day: DAY }, 'Nhóm cần gửi chi tiết hơn, hoặc đang khác / What to send finer, or what differs'),
        'Trống: hai bên khớp ở mức này',
        'Empty: both sides agree at this level',
      ),
    },
    'Kết quả so / What comparing came to',
  ),
} as const;
