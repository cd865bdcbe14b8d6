import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { Text } from '#runtime';
import { SHEET_FORMATS } from '#sheets';
import { EVERYWHERE, problems } from './describe.ts';
import { both } from './schema.ts';

/** Describes the daily sheet. */
export function DescribeSheet(summary: Text): MethodDecorator {
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary: both(summary) }),
    parameter('day', { type: 'string', format: 'date' }, { vi: 'Ngày; bỏ trống = hôm nay', en: 'The day; absent = today' }),
    parameter('format', { type: 'string', enum: [...SHEET_FORMATS], default: 'json' }, { vi: 'Dạng', en: 'The form' }),
    parameter(
      'unit',
      { type: 'string' },
      {
        vi: 'Mã của một đơn vị trong phạm vi, vào ngày đó; bỏ trống = mọi đơn vị trong phạm vi',
        en: 'A code of one unit in your scope, on that day; absent = all units in your scope',
      },
    ),
    ApiResponse({
      status: 200,
      description: both(summary),
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/DailySheet' } },
        'text/html': { schema: { type: 'string' } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
    ...problems([...EVERYWHERE, 'query.invalid', 'unit.out-of-scope', 'sheet.future']),
  );
}

function parameter(name: string, schema: Record<string, unknown>, description: Text): MethodDecorator & ClassDecorator {
  return ApiQuery({ name, required: false, schema, description: both(description) });
}
