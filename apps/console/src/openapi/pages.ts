import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { describeConsole } from './reference.ts';

// Swagger UI sets styles from its script and draws its logo from a data address; everything else comes from us.
const PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** Serves the reference as a page under `/docs`. Loaded by the process alone: its static files do not load in the test runner. */
export function serveReferencePage(app: INestApplication, server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/docs')) reply.header('content-security-policy', PAGE_POLICY);
    done();
  });
  SwaggerModule.setup('docs', app, () => describeConsole(app), { raw: false, customSiteTitle: 'Bàn điều hành / Console' });
}
