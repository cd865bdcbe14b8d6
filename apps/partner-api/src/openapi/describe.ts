import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  getSchemaPath,
  type ApiResponseOptions,
} from '@nestjs/swagger';
import type { Text } from '#runtime';
import { FIELD_CODES, LEDGER_CODES } from '../problems/content.codes.ts';
import { messageOf, PROBLEMS, type ProblemCode } from '../problems/dictionary.ts';
import type { Shape } from '../read/field.ts';
import type { AnswerName } from './answers.ts';
import { both } from './schema.ts';

/** What every address may answer. */
export const EVERYWHERE = [
  'http.invalid',
  'key.missing',
  'key.unknown',
  'network.not-allowed',
  'role.elsewhere',
  'rate.limited',
  'request.timeout',
  'header.too-large',
  'internal',
  'database.away',
] as const;
const INTAKE: readonly ProblemCode[] = [
  ...([
    'json.invalid',
    'body.too-large',
    'batch.too-many',
    'batch.empty',
    'content-type.unsupported',
    'content-encoding.unsupported',
  ] as const),
  ...([
    'query.invalid',
    'content.invalid',
    'idempotency.key',
    'idempotency.key-reused',
    'idempotency.key-busy',
    'overloaded',
  ] as const),
  ...(Object.keys(FIELD_CODES) as ProblemCode[]),
  ...(Object.keys(LEDGER_CODES) as ProblemCode[]),
];

/** Describes an intake in the reference: bodies, options, answers and every problem. */
export function DescribeIntake(shape: Shape, summary: Text): MethodDecorator {
  const one = { $ref: getSchemaPath(shape) };
  const batch = {
    type: 'object',
    required: ['items'],
    additionalProperties: false,
    properties: {
      items: { type: 'array', minItems: 1, maxItems: 500, items: one, description: 'Các mục theo thứ tự / The items in order' },
    },
  };
  return applyDecorators(
    ApiBearerAuth(),
    ApiExtraModels(shape),
    ApiOperation({ summary: both(summary) }),
    ApiBody({ required: true, schema: { oneOf: [one, batch] } }),
    ApiQuery({
      name: 'validateOnly',
      required: false,
      schema: { type: 'boolean', default: false },
      description: 'Chỉ kiểm tra, không ghi gì / Only judge, write nothing',
    }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      description:
        'Gửi lại cùng khoá và cùng nội dung thì nhận lại đúng câu trả lời đầu / The same key and body get the first answer again, byte for byte',
    }),
    TRACEPARENT,
    answer(
      202,
      ['Receipt', 'Receipts'],
      'Đã ghi; biên nhận của một mục, hoặc của cả lô / Written; the receipt of one item, or of the whole batch',
    ),
    answer(200, ['Receipt', 'Receipts'], 'Chỉ kiểm tra (validateOnly) / Judged only (validateOnly)'),
    ...problems([...EVERYWHERE, ...INTAKE]),
  );
}

/** The trace of who calls. */
const TRACEPARENT = ApiHeader({
  name: 'traceparent',
  required: false,
  schema: { type: 'string' },
  description:
    'W3C Trace Context: vết của bên gọi, cùng tracestate; được giữ với mục và mang tới cổng; câu trả lời có traceresponse / The trace of the caller, with tracestate; kept with the item and carried to the portal; the answer has traceresponse',
});

/** Describes a look-up by one path parameter. */
export function DescribeShow(name: AnswerName, codes: readonly ProblemCode[], summary: Text): MethodDecorator {
  const parameter = name === 'Receipt' ? 'id' : 'code';
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary: both(summary) }),
    ApiParam({
      name: parameter,
      schema: { type: 'string' },
      description: name === 'Receipt' ? 'Mã biên nhận / Receipt id' : 'Mã hồ sơ / Dossier code',
    }),
    answer(200, [name], both(summary)),
    ...problems([...EVERYWHERE, ...codes]),
  );
}

/** Describes a feed: its parameters, a page of it, and what a cursor may run into. */
export function DescribeFeed(name: 'StatusFeed' | 'OutcomeFeed' | 'ResendFeed', summary: Text): MethodDecorator {
  const codes: ProblemCode[] = ['query.invalid', 'cursor.invalid', 'cursor.expired', 'cursor.restored'];
  if (name === 'StatusFeed') codes.push('cursor.scope-grown');
  return applyDecorators(
    ApiBearerAuth(),
    ApiOperation({ summary: both(summary) }),
    ApiQuery({
      name: 'after',
      required: false,
      schema: { type: 'string' },
      description:
        'Con trỏ next của lần đọc trước; bỏ trống = từ đầu / The cursor next of the last page; absent = from the beginning',
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
      description: 'Số mục nhiều nhất / Most items',
    }),
    answer(200, [name], both(summary)),
    ...problems([...EVERYWHERE, ...codes]),
  );
}

/** An answer of one of these shapes. */
export function answer(status: number, names: readonly AnswerName[], description: string): MethodDecorator {
  const references = names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const [first] = references;
  return ApiResponse({
    status,
    description,
    content: { 'application/json': { schema: references.length === 1 && first ? first : { oneOf: references } } },
  });
}

/** One response per HTTP status, listing its codes with what they mean. */
export function problems(codes: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = new Set<number>(codes.map((code) => PROBLEMS[code].status));
  return [...statuses].map((status) =>
    ApiResponse(
      describeStatus(
        status,
        codes.filter((code) => PROBLEMS[code].status === status),
      ),
    ),
  );
}

function describeStatus(status: number, codes: readonly ProblemCode[]): ApiResponseOptions {
  const description = codes.map((code) => `\`${code}\`: ${both(messageOf(code))}`).join('\n\n');
  const plain = { $ref: '#/components/schemas/Problem' };
  const special = [
    ...(codes.includes('cursor.scope-grown') ? [{ $ref: '#/components/schemas/ScopeGrown' }] : []),
    ...(codes.includes('cursor.restored') ? [{ $ref: '#/components/schemas/CursorRestored' }] : []),
  ];
  const schema = special.length === 0 ? plain : { anyOf: [...special, plain] };
  const content = { 'application/problem+json': { schema } };
  const headers = {
    ...((status === 429 || status === 503) && {
      'Retry-After': { description: 'Số giây nên chờ / Seconds to wait', schema: { type: 'integer' as const } },
    }),
    ...(status === 401 && { 'WWW-Authenticate': { description: 'Bearer', schema: { type: 'string' as const } } }),
  };
  return { status, description, content, headers };
}
