import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openConsole, type OpenConsole } from './open-console.ts';

let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole();
});

afterAll(async () => {
  await desk.close();
});

const DOSSIER = 'H56.14797-261123-0001';
const reason = 'thử nội dung sai';
const selection = { dossierCode: DOSSIER };
const procedure = { code: '1.001193', name: 'Đăng ký khai sinh', fieldCode: 'G15-HT01', fieldName: 'Hộ tịch', reason };
const row = { direction: 'out', fromCode: '9.999999', toCode: '1.001193', reason };

const CHANNEL = 'from,to\npost,3\n';

/** Every address that takes a body, with one that would do. */
const POSTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['/api/session', { username: 'lam', password: 'không phải' }],
  ['/api/destinations/national/pause', { reason }],
  ['/api/destinations/national/resume', { reason }],
  [`/api/dossiers/${DOSSIER}/reveal`, { reason }],
  [`/api/dossiers/${DOSSIER}/destinations/national/cancel`, { seq: 1, reason }],
  ['/api/code-tables/national/procedure', row],
  ['/api/code-tables/national/channel/preview', { direction: 'out', csv: CHANNEL }],
  ['/api/code-tables/national/channel/import', { direction: 'out', csv: CHANNEL, basis: '0'.repeat(32), reason }],
  ['/api/code-tables/national/channel/correct', { direction: 'out', id: 1, toCode: '1', reason }],
  ['/api/code-changes/1/undo', { reason }],
  ['/api/procedures', procedure],
  ['/api/replays', { selection, mode: 'converge', reason }],
  ['/api/reconciliation/runs', { scope: 'all', reason }],
  [`/api/reconciliation/runs/${randomUUID()}/cancel`, { reason }],
  ...['start', 'cancel', 'resume'].map((act) => [`/api/replays/${randomUUID()}/${act}`, { reason }] as const),
];

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly string[];
}

async function refusal(path: string, body: unknown): Promise<Refusal> {
  const answer = await desk.ask('POST', path, { as: 'operator', body });
  const problems = answer.body['problems'] as { field: string; message: { vi: string } }[];
  for (const { message } of problems) expect(message.vi).not.toBe('');
  return { status: answer.status, code: String(answer.body['code']), fields: problems.map(({ field }) => field) };
}

/** A body as bytes: fetch would write it as UTF-8. */
function postBytes(path: string, bytes: Buffer, cookie: string): Promise<{ status: number; text: string }> {
  const headers = { 'x-requested-by': 'console', 'content-type': 'application/json', cookie };
  return new Promise((done, fail) => {
    const call = request(`${desk.url}${path}`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, text });
      });
    });
    call.on('error', fail).end(bytes);
  });
}

describe.each(POSTS)('POST %s', (path, good) => {
  const [name = ''] = Object.keys(good);

  it.each([
    ['100,000 levels in a field', `{"${name}":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['5,000 levels of objects', `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
    ['a member twice', `{"${name}":"a","${name}":"b"}`],
    ['a byte order mark', '\ufeff{}'],
  ])('refuses %s', async (_what, body) => {
    expect(await refusal(path, body)).toEqual({ status: 400, code: 'json.invalid', fields: [] });
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(`{"${name}":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    const { status, text } = await postBytes(path, bytes, await desk.logIn('operator'));
    expect([status, text]).toEqual([400, expect.stringContaining('"code":"json.invalid"')]);
  });

  it.each(['', 'null', '[]', '[{}]', '1', '"a"', 'true'])('says of the body %j that it is no object', async (body) => {
    expect(await refusal(path, body)).toEqual({ status: 422, code: 'content.invalid', fields: [''] });
  });

  it.each(['constructor', '__proto__', 'toString', 'extra'])('knows no member %s', async (member) => {
    const body = `${JSON.stringify(good).slice(0, -1)},"${member}":1}`;
    expect(await refusal(path, body)).toEqual({ status: 422, code: 'field.unknown', fields: [`/${member}`] });
  });

  it('names every text that cannot be kept', async () => {
    for (const [field, value] of Object.entries(good).filter(([, one]) => typeof one === 'string'))
      for (const bad of ['\0', '\ud800', '\udc00'])
        expect(await refusal(path, { ...good, [field]: `${String(value)}${bad}` })).toEqual({
          ...{ status: 422, code: 'field.text', fields: [`/${field}`] },
        });
  });
});

const order = (more: object): object => ({ selection, mode: 'converge', reason, ...more });
const filter = (more: unknown): object => order({ selection: { filter: more } });
const OF_REPLAYS: readonly [string, object, string, string][] = [
  ['a list for a selection', order({ selection: [] }), 'field.invalid', '/selection'],
  ['null for a selection', order({ selection: null }), 'field.invalid', '/selection'],
  ['text for a selection', order({ selection: 'all' }), 'field.invalid', '/selection'],
  ['a list for a filter', filter([]), 'field.invalid', '/selection/filter'],
  ['null for a filter', filter(null), 'field.invalid', '/selection/filter'],
  ['constructor in a filter', filter({ constructor: 1 }), 'field.unknown', '/selection/filter/constructor'],
  ['an unknown condition', filter({ units: ['14797'] }), 'field.unknown', '/selection/filter/units'],
  ['null for a condition', filter({ unit: null }), 'field.invalid', '/selection/filter/unit'],
  ['an invisible unit', filter({ unit: '\u200b' }), 'field.invalid', '/selection/filter/unit'],
  ['U+0000 in a unit', filter({ unit: '14797\0' }), 'field.text', '/selection/filter/unit'],
  ['U+0000 in a procedure', filter({ procedure: '\0' }), 'field.text', '/selection/filter/procedure'],
  ['a year before all', filter({ from: '0000-01-01T00:00:00Z' }), 'field.invalid', '/selection/filter/from'],
  ['null for destinations', order({ destinations: null }), 'field.invalid', '/destinations'],
  ['U+0000 in a destination', order({ destinations: ['national', '\0'] }), 'field.text', '/destinations/1'],
  ['an unknown destination', order({ destinations: ['x'] }), 'replay.destination-unknown', '/destinations'],
  [
    'an unknown destination in a filter',
    filter({ destination: 'x' }),
    'replay.destination-unknown',
    '/selection/filter/destination',
  ],
  ['an unknown unit', filter({ unit: 'x' }), 'replay.unit-unknown', '/selection/filter/unit'],
];

describe('the console', () => {
  it.each([
    ...OF_REPLAYS.map(([what, ...rest]) => [what, '/api/replays', ...rest] as const),
    ['an invisible name', '/api/procedures', { ...procedure, name: '\u200b' }, 'field.required', '/name'],
    ['an invisible field', '/api/procedures', { ...procedure, fieldName: '\u00ad' }, 'field.required', '/fieldName'],
    ['an invisible code of a field', '/api/procedures', { ...procedure, fieldCode: '\u2060' }, 'field.required', '/fieldCode'],
    ['the year 0', '/api/procedures', { ...procedure, validFrom: '0000-01-01' }, 'field.invalid', '/validFrom'],
    ['an invisible code', POSTS[5]?.[0] ?? '', { ...row, fromCode: '\u200b' }, 'field.required', '/fromCode'],
    ['a year 0 of a code', POSTS[5]?.[0] ?? '', { ...row, validFrom: '0000-01-01' }, 'field.invalid', '/validFrom'],
    ['a target that there is not', POSTS[5]?.[0] ?? '', { ...row, toCode: 'x' }, 'code.target-unknown', '/toCode'],
    ['an invisible reason', POSTS[1]?.[0] ?? '', { reason: '\u200b\u200b\u200b' }, 'reason.required', '/reason'],
    ['an invisible user name', '/api/session', { username: '\u200b', password: 'a' }, 'field.invalid', '/username'],
  ])('refuses %s', async (...[, path, body, code, field]) => {
    expect(await refusal(path, body)).toEqual({ status: 422, code, fields: [field] });
  });

  it.each([
    ['/api/dossiers/%00', 404, 'route.unknown'],
    ['/api/code-tables/%00/procedure', 404, 'route.unknown'],
    ['/api/code-tables/national/%00', 404, 'route.unknown'],
    ['/api/incidents/%00', 404, 'route.unknown'],
    ['/api/replays/%00', 404, 'route.unknown'],
    ['/api/dossiers/%ff', 400, 'http.invalid'],
    ['/api/incidents?destination=%00', 422, 'field.text'],
    ['/api/audit?subject=%00', 422, 'field.text'],
    ['/api/dossiers?q=%00', 422, 'field.text'],
    ['/api/dossiers?q=%E2%80%8B', 422, 'field.invalid'],
    ['/api/audit?constructor=1', 422, 'field.unknown'],
    ...['0x10', '1e1', '', '%2010', '-1', '1.0', '201'].map(
      (limit) => [`/api/audit?limit=${limit}`, 422, 'field.invalid'] as const,
    ),
  ])('answers GET %s', async (path, status, code) => {
    const answer = await desk.ask('GET', path, { as: 'admin' });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it.each(
    POSTS.slice(1)
      .map(([path]) => path.replace(/national|H56[^/]+|[\da-f-]{36}/, '%00'))
      .filter((path) => path.includes('%00')),
  )('has no POST %s', async (path) => {
    expect(await refusal(path, { reason, seq: 1 })).toEqual({ status: 404, code: 'route.unknown', fields: [] });
  });

  it('names a hundred faults and says that there are more', async () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`a${String(n)}`, '\0']));
    const { fields } = await refusal('/api/session', body);
    expect([fields.length, fields.at(-1)]).toEqual([101, '']);
  });

  it('takes a replay of 10,000 codes of the greatest length, and no doubled destination', async () => {
    const codes = Array.from({ length: 10_000 }, (_, n) => `H56-${String(n).padStart(56, '0')}`);
    const body = JSON.stringify(order({ selection: { codes }, destinations: ['national', 'national'] }), undefined, 2);
    const ordered = await desk.ask('POST', '/api/replays', { as: 'operator', body });
    expect(ordered).toMatchObject({ status: 202, body: { destinations: ['national'], counts: { unknown: 10_000 } } });
    expect(await refusal('/api/procedures', body)).toMatchObject({ status: 413, code: 'body.too-large' });
  });

  it('takes {} for a filter as all', async () => {
    expect(await desk.ask('POST', '/api/replays', { as: 'operator', body: filter({}) })).toMatchObject({ status: 202 });
  });

  it('ends a session that is asked for without body and content type', async () => {
    const cookie = await desk.logIn('viewer');
    const headers = { 'content-type': undefined };
    expect((await desk.ask('DELETE', '/api/session', { cookie, headers })).status).toBe(204);
    expect((await desk.ask('GET', '/api/session', { cookie })).status).toBe(401);
  });

  it('had no fault of its own', () => {
    expect(desk.events.filter(({ event }) => event === 'fault')).toEqual([]);
  });
});
