import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openConsole, type OpenConsole } from './open-console.ts';

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly security?: unknown;
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { schema: unknown }>> }>
  >;
}

interface Reference {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { properties: Readonly<Record<string, unknown>> }>> };
}

let desk: OpenConsole;
let reference: Reference;

beforeAll(async () => {
  desk = await openConsole();
  reference = (await desk.ask('GET', '/openapi.json')).body as unknown as Reference;
});

afterAll(async () => {
  await desk.close();
});

const operations = (): [string, Operation][] =>
  Object.entries(reference.paths)
    .filter(([path]) => path.startsWith('/api'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
    );

describe('the reference of the console', () => {
  it('knows every call, who may make it, and that a change needs its header', () => {
    expect(reference.openapi).toBe('3.1.0');
    const known = Object.fromEntries(operations().map(([call, { description }]) => [call, description ?? 'anybody']));
    expect(known).toMatchObject({
      'POST /api/session': 'anybody',
      'GET /api/session': 'Vai trò / Role: viewer',
      'DELETE /api/session': 'Vai trò / Role: viewer',
      'GET /api/destinations': 'Vai trò / Role: viewer',
      'POST /api/destinations/{id}/pause': 'Vai trò / Role: operator',
      'POST /api/destinations/{id}/resume': 'Vai trò / Role: operator',
      'GET /api/events': 'Vai trò / Role: viewer',
      'GET /api/audit': 'Vai trò / Role: admin',
      'GET /api/operators': 'Vai trò / Role: admin',
    });
    for (const [call, { parameters = [], security, description }] of operations()) {
      expect([call, parameters.some(({ name }) => name === 'X-Requested-By')]).toEqual([call, !call.startsWith('GET')]);
      expect([call, security !== undefined]).toEqual([call, description !== undefined]);
    }
  });

  it('says in both languages what a call is and what its answers mean', () => {
    for (const [, { summary, responses }] of operations()) {
      expect(summary).toMatch(/^\S.+ \/ \S/s);
      for (const { description } of Object.values(responses)) expect(description).toMatch(/ \/ /);
    }
    const { responses } = reference.paths['/api/session']?.['post'] as Operation;
    expect(responses['401']?.description).toContain('`login.wrong`');
    expect(responses['429']?.description).toContain('`login.too-many`');
  });

  it('has no schema without members, and types for what may be null', () => {
    const empty = Object.entries(reference.components.schemas).filter(
      ([, { properties }]) => Object.keys(properties).length === 0,
    );
    expect(empty).toEqual([]);
    expect(reference.components.schemas['DestinationView']?.properties['pausedAt']).toMatchObject({ type: ['string', 'null'] });
    expect(reference.components.schemas['ReasonBody']).toMatchObject({ additionalProperties: false, required: ['reason'] });
  });
});

describe('what machines ask of a console', () => {
  it('is answered without a session, and names nobody', async () => {
    await desk.tryLogin('ten-rieng-tu', 'sai');
    expect(await desk.ask('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'up' } });
    expect(await desk.ask('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'up', database: 'up' } });
    const { text } = await desk.ask('GET', '/metrics');
    expect(text).toMatch(/gateway_console_requests_total\{route="\/api\/session",status="401"\} \d+/);
    expect(text).toMatch(/gateway_console_logins_total\{outcome="wrong"\} \d+/);
    expect(text).toMatch(/^gateway_console_watchers 0$/m);
    expect(text).not.toContain('ten-rieng-tu');
  });

  it('is given with headers that let no other page have it', async () => {
    const { headers } = await desk.ask('GET', '/api/session');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store']);
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});
