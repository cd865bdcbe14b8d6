import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { withNullTypes } from '#runtime';
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
  // Unknown fields are refused.
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
