import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { Text } from '#runtime';
import { MOST_ENTRIES } from '../catalogue/read-query.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { answer, EVERYWHERE, problems } from './describe.ts';
import { both } from './schema.ts';

const AT = ApiQuery({
  name: 'at',
  required: false,
  schema: { type: 'string', format: 'date' },
  description: 'Ngày cần xem; bỏ trống = hôm nay / The day that is asked about; absent = today',
});
const CHANGED_SINCE = ApiQuery({
  name: 'changedSince',
  required: false,
  schema: { type: 'string' },
  description:
    'Phiên bản đã có: chỉ đọc những gì đã thay đổi hoặc hết hiệu lực / A version that you have: only what changed or ended since',
});
const PAGING = [
  ApiQuery({
    name: 'after',
    required: false,
    schema: { type: 'string' },
    description: 'Giá trị next của trang trước / next of the last page',
  }),
  ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MOST_ENTRIES, default: MOST_ENTRIES },
    description: 'Số mục nhiều nhất / Most items',
  }),
];
const CONDITION = [
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    schema: { type: 'string' },
    description: 'ETag đã nhận; nội dung chưa đổi thì nhận 304 / The ETag that you have; 304 where the content is the same',
  }),
  ApiResponse({ status: 304, description: 'Nội dung chưa đổi / The content is the same' }),
];

/** Describes a list of the catalogue. */
export function DescribeCatalogue(name: 'ProcedureList' | 'UnitList', summary: Text): MethodDecorator {
  const codes: ProblemCode[] = ['query.invalid', 'catalog.version-unknown'];
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary: both(summary) }),
    ...[AT, CHANGED_SINCE, ...(name === 'ProcedureList' ? PAGING : []), ...CONDITION],
    answer(200, [name], both(summary)),
    ...problems([...EVERYWHERE, ...codes]),
  );
}

/** Describes one procedure. */
export function DescribeProcedure(summary: Text): MethodDecorator {
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary: both(summary) }),
    ApiParam({
      name: 'code',
      schema: { type: 'string' },
      description: 'Mã quốc gia, có hoặc không có phần đuôi / National code, with or without a suffix',
    }),
    ...[AT, ...CONDITION],
    answer(200, ['ProcedureDetail'], both(summary)),
    ...problems([...EVERYWHERE, 'query.invalid', 'procedure.unknown']),
  );
}
