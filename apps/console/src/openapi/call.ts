import { applyDecorators, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiHeader, ApiOperation, ApiProperty, ApiResponse, ApiSecurity, type ApiPropertyOptions } from '@nestjs/swagger';
import { sentenceOf, type Text } from '#runtime';
import type { Admission } from '../http/admit.ts';
import { PROBLEMS, type ProblemCode } from '../problems/dictionary.ts';

/** What a call is: who may make it, and what comes of it. The same words admit callers and stand in the reference. */
export interface CallDescription {
  readonly role: Admission;
  readonly summary: Text;
  /** The class of the answer; absent = it has no body. */
  readonly answer?: Type;
  /** HTTP status of the answer, 200 unless told. */
  readonly status?: number;
  /** The problems of its own; those of every call are added. */
  readonly problems?: readonly ProblemCode[];
  /** It changes something: it needs the header that other pages cannot send. */
  readonly changes?: boolean;
  /** The longest body that it takes, where it is not the common one. */
  readonly maxBodyBytes?: number;
}

const EVERYWHERE = ['http.invalid', 'internal', 'database.away'] as const;
const OF_OPERATORS = ['session.none', 'role.too-low'] as const;
const OF_CHANGES = [
  ...(['csrf.missing', 'content-type.unsupported', 'json.invalid', 'body.too-large'] as const),
  ...(['content.invalid', 'body.not-object', 'field.invalid', 'field.unknown', 'field.text', 'problems.more'] as const),
] as const;

/** What can be wrong with the parameters of a query. */
export const OF_QUERIES = ['content.invalid', 'field.invalid', 'field.unknown', 'field.text'] as const;

/** Says who may make a call, and describes it in the reference. */
export function Call({
  role,
  summary,
  answer,
  status = 200,
  problems = [],
  changes = false,
  maxBodyBytes,
}: CallDescription): MethodDecorator {
  const codes: ProblemCode[] = [
    ...EVERYWHERE,
    ...(role === 'anybody' ? [] : OF_OPERATORS),
    ...(changes ? OF_CHANGES : []),
    ...problems,
  ];
  const description = both(summary);
  return applyDecorators(
    RouteConfig({ role, ...(maxBodyBytes !== undefined && { maxBodyBytes }) }),
    ApiOperation({ summary: description, ...(role !== 'anybody' && { description: `Vai trò / Role: ${role}` }) }),
    ApiResponse({ status, description, ...(answer !== undefined && { type: answer }) }),
    ...(role === 'anybody' ? [] : [ApiSecurity('session')]),
    ...(changes ? [ApiHeader({ name: 'X-Requested-By', required: true, schema: { type: 'string', enum: ['console'] } })] : []),
    ...refusals(codes),
  );
}

/** A member of a body or of an answer, in the reference. */
export function Member(vi: string, en: string, options: ApiPropertyOptions = {}): PropertyDecorator {
  return ApiProperty({ description: both({ vi, en }), ...options });
}

/** Vietnamese first, English beside it. */
export function both({ vi, en }: Text): string {
  return `${vi} / ${en}`;
}

/** One response per HTTP status, listing its codes with what they mean. */
function refusals(codes: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = new Set<number>(codes.map((code) => PROBLEMS[code].status));
  return [...statuses].map((status) => {
    const here = codes.filter((code) => PROBLEMS[code].status === status);
    const waits = status === 429 || status === 503;
    return ApiResponse({
      status,
      description: here.map((code) => `\`${code}\`: ${both(sentenceOf(PROBLEMS[code]))}`).join('\n\n'),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      ...(waits && {
        headers: { 'Retry-After': { description: 'Số giây nên chờ / Seconds to wait', schema: { type: 'integer' } } },
      }),
    });
  });
}
