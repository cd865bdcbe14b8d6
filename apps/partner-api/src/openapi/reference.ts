import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ANSWERS } from './answers.ts';

const ABOUT = `Cửa tiếp nhận của cổng tích hợp: hồ sơ và tiến độ của các hệ thống một cửa cấp xã. Câu trả lời chỉ được gửi sau khi dữ liệu đã được ghi.

The door of the integration gateway: dossiers and status changes from commune one-stop systems. An answer is given only after the data is committed.`;

/** The reference of the door, OpenAPI 3.1. */
export function describeDoor(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Cổng tích hợp một cửa / One-stop gateway')
    .setDescription(ABOUT)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Khoá API do tỉnh cấp / API key issued by the province' })
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const schemas = { ...document.components?.schemas, ...ANSWERS } as Record<string, unknown>;
  // Unknown fields are refused, and OpenAPI 3.1 says "may be null" as a type; the generator still writes 3.0's `nullable`.
  for (const [name, schema] of Object.entries(schemas))
    if (name.endsWith('Body')) Object.assign(schema as object, { additionalProperties: false });
  return {
    ...document,
    components: {
      ...document.components,
      schemas: withNullTypes(schemas) as NonNullable<OpenAPIObject['components']>['schemas'] & object,
    },
  };
}

function withNullTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNullTypes);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const members = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, withNullTypes(member)]));
  return nullable === true ? { ...members, ...nullAllowed(members) } : members;
}

function nullAllowed({ type, oneOf, enum: words }: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(oneOf)) return { oneOf: [...(oneOf as unknown[]), { type: 'null' }] };
  return { type: [type, 'null'], ...(Array.isArray(words) && { enum: [...(words as unknown[]), null] }) };
}
