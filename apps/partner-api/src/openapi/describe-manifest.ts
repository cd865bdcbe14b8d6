import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation } from '@nestjs/swagger';
import { FIELD_CODES } from '../problems/content.codes.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { MANIFEST_CODES } from '../problems/manifest.codes.ts';
import { answer, EVERYWHERE, problems } from './describe.ts';
import { both } from './schema.ts';

const CODES: readonly ProblemCode[] = [
  ...EVERYWHERE,
  ...(['json.invalid', 'body.too-large', 'content-type.unsupported', 'content-encoding.unsupported', 'content.invalid'] as const),
  ...(['batch.empty', 'overloaded', 'unit.out-of-scope'] as const),
  ...(Object.keys(MANIFEST_CODES) as ProblemCode[]),
  ...(Object.keys(FIELD_CODES) as ProblemCode[]),
];

/** Describes the intake of manifests in the reference. */
export function DescribeManifest(): MethodDecorator {
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({
      summary: both({
        vi: 'Gửi bảng kê những gì hệ thống đang có, để đối soát: số lượng, rồi digest, rồi danh sách',
        en: 'Send a manifest of what you have, to be compared: counts, then digests, then lists',
      }),
    }),
    ApiBody({ required: true, schema: { $ref: '#/components/schemas/ManifestBody' } }),
    answer(
      202,
      ['ManifestTaken'],
      'Đã so; những nhóm cần gửi ở mức chi tiết hơn, hoặc đang khác / Compared; what to send finer, or what differs',
    ),
    ...problems(CODES),
  );
}
