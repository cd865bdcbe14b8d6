import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { RECORD_FIELDS, STEP_FIELDS } from '#protocols/dvcqg';
import type { ANSWERS } from '../openapi/answers.ts';
import { messageOf, PROBLEMS, type ProblemCode } from '../problems/dictionary.ts';
import { CALL_FAULTS, dialectText } from './dialect.codes.ts';
import { SERVICES } from './services.ts';

type Schema = Readonly<Record<string, unknown>>;

/** What HTTP itself says; the body is the envelope all the same. */
const BY_HTTP = [
  ...(['request.timeout', 'body.too-large', 'batch.too-many', 'content-encoding.unsupported'] as const),
  ...(['internal', 'database.away', 'overloaded'] as const),
] satisfies ProblemCode[];

const DOSSIER = itemOf('Một hồ sơ / A dossier', RECORD_FIELDS, 'POST /v1/dossiers');
const STEP = itemOf('Một bước tiến độ / A step', STEP_FIELDS, 'POST /v1/status-changes');

/** Describes the login in the reference. */
export function DescribeLogin(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Đăng nhập, như Cổng DVCQG / Log in, as at the national portal',
      description: 'Sai tài khoản: HTTP 200, error_code -1 / A wrong login: HTTP 200, error_code -1',
    }),
    ApiBody({
      required: true,
      schema: object({
        username: { type: 'string', description: 'Tài khoản / User name', examples: ['hac-thanh'] },
        password: { type: 'string', description: 'Mật khẩu / Password', examples: ['***'] },
      }),
    }),
    answered('EnvelopeOfLogin'),
    ...byHttp(),
  );
}

/** Describes the one address of all services. */
export function DescribeServices(): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary: 'Mọi dịch vụ khác, như Cổng DVCQG / Every other service, as at the national portal',
      description: Object.entries(CALL_FAULTS)
        .map(([code, { vi, en }]) => `\`${code}\`: ${vi} / ${en}`)
        .join('\n\n'),
    }),
    ApiHeader({ name: 'dstcode', required: false, description: 'Được nhận và bỏ qua / Taken and ignored' }),
    ApiBody({
      required: true,
      schema: object(
        {
          session: { type: 'string', description: 'Phiên / Session', examples: ['1.1795400000.k3…'] },
          service: { type: 'string', description: 'Tên dịch vụ / Name of the service', enum: Object.keys(SERVICES) },
          madonvi: { type: 'string', description: 'Được bỏ qua / Ignored', examples: ['000.00.00.H56'] },
          isUpdating: { type: 'string', description: 'Cập nhật / Update', enum: ['True', 'False'] },
          data: {
            ...{ type: 'array', minItems: 1, maxItems: 500, items: { anyOf: [DOSSIER, STEP] } },
            description: 'Hồ sơ hoặc bước / Dossiers or steps',
          },
        },
        ['madonvi', 'isUpdating', 'data'],
      ),
    }),
    answered('Envelope'),
    ...byHttp(),
  );
}

/** Describes an address of the wrapper. */
export function DescribeWrapper(item: 'dossier' | 'step', summary: string): MethodDecorator {
  const items = item === 'dossier' ? DOSSIER : STEP;
  return applyDecorators(
    ApiOperation({ summary, description: 'Authorization: Bearer <khoá API / API key>, hoặc / or Basic' }),
    ApiBody({ required: true, schema: { type: 'array', minItems: 1, maxItems: 500, items } }),
    answered('WrappedEnvelope'),
    ...byHttp(),
  );
}

function answered(name: keyof typeof ANSWERS): MethodDecorator {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
  return ApiResponse({ status: 200, description: 'Phong bì; error_code nói kết quả / The envelope; error_code tells', content });
}

function byHttp(): MethodDecorator[] {
  const statuses = new Set<number>(BY_HTTP.map((code) => PROBLEMS[code].status));
  return [...statuses].map((status) => {
    const codes = BY_HTTP.filter((code) => PROBLEMS[code].status === status);
    const description = codes.map((code) => `${messageOf(code).vi} / ${dialectText(code).en}`).join('\n\n');
    return ApiResponse({
      status,
      description,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Envelope' } } },
    });
  });
}

function object(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  return { type: 'object', required: Object.keys(properties).filter((name) => !optional.includes(name)), properties };
}

/** An item of the wire: every field by what it is called at the native door, where it is described. */
function itemOf(description: string, fields: ReadonlyMap<string, string>, native: string): Schema {
  const properties = [...fields].map(([name, pointer]) => {
    const called = pointer.slice(1).replaceAll('/', '.');
    return [name, { description: `Như \`${called}\` của ${native} / As \`${called}\` of ${native}` }] as const;
  });
  return { type: 'object', description, properties: Object.fromEntries(properties) };
}
