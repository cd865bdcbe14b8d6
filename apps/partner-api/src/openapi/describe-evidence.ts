import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { Text } from '#runtime';
import { answer, EVERYWHERE, problems } from './describe.ts';
import { both } from './schema.ts';

/** Describes what receipts are verified with. */
export function DescribeEvidence(summary: Text): MethodDecorator {
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary: both(summary) }),
    day(
      'from',
      'Từ ngày; bỏ trống = 31 ngày gần nhất, nhiều nhất 400 ngày / From that day; absent = the last 31 days, at most 400',
    ),
    day('to', 'Đến hết ngày; bỏ trống = hôm nay / To that day, included; absent = today'),
    answer(200, ['Evidence'], both(summary)),
    ...problems([...EVERYWHERE, 'query.invalid']),
  );
}

function day(name: string, description: string): MethodDecorator & ClassDecorator {
  return ApiQuery({ name, required: false, schema: { type: 'string', format: 'date' }, description });
}
