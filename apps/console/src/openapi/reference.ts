import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { withNullTypes } from '#runtime';
import { COOKIE } from '../session/cookie.ts';
import { Problem } from './problem-view.ts';

const ABOUT = `Bàn điều hành của cổng tích hợp: cái gì đang chờ, vì sao, ai phải làm gì; và các việc của người vận hành. Mọi việc đều vào nhật ký.

The operators' console of the integration gateway: what waits, why, and who must act; and the acts of operators. Every act goes into the audit.`;

/** The reference of the console, OpenAPI 3.1. */
export function describeConsole(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Bàn điều hành · Operators’ console')
    .setDescription(ABOUT)
    .setVersion('1')
    .addSecurity('session', {
      ...{ type: 'apiKey', in: 'cookie', name: COOKIE },
      description: 'Phiên sau khi đăng nhập / The session after a login',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, { extraModels: [Problem] });
  const schemas = { ...document.components?.schemas } as Record<string, unknown>;
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
