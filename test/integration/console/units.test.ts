import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instantOf, legalDay } from '#canonical';
import { openConsole, type OpenConsole } from './open-console.ts';

let desk: OpenConsole;
const reason = 'theo nghị quyết';
const HEAD = 'kind,old_code,old_name,new_code,new_name,new_type';
const tomorrow = legalDay(instantOf(new Date(Date.now() + 86_400_000)));

beforeAll(async () => {
  desk = await openConsole();
});

afterAll(async () => {
  await desk.close();
});

type Body = Readonly<Record<string, unknown>>;

async function ask(
  method: string,
  path: string,
  body?: Body,
  as: 'viewer' | 'operator' | 'admin' = 'admin',
): Promise<{ status: number; body: Body }> {
  return desk.ask(method, path, { as, ...(body !== undefined && { body }) });
}

function load(rows: string, as: 'viewer' | 'operator' | 'admin' = 'operator'): ReturnType<typeof ask> {
  return ask('POST', '/api/mergers', { resolution: '7/NQ-UBTVQH16', on: tomorrow, csv: `${HEAD}\n${rows}\n`, reason }, as);
}

describe('units at the operators’ door', () => {
  it('are those of the day that is asked for, and a code has its lives', async () => {
    const today = (await ask('GET', '/api/units', undefined, 'viewer')).body['items'] as Body[];
    expect(today).toHaveLength(166);
    const before = (await ask('GET', '/api/units?at=2025-06-30', undefined, 'viewer')).body['items'] as Body[];
    expect(before).toHaveLength(547);
    expect(before.find(({ code }) => code === '15772')).toMatchObject({
      name: 'Thị trấn Thiệu Hóa',
      validFrom: '2024-02-01',
      madeOf: 2,
    });
    const { body } = await ask('GET', '/api/units/15772', undefined, 'viewer');
    expect((body['lives'] as Body[]).map(({ validFrom }) => validFrom)).toEqual([null, '2024-02-01', '2025-07-01']);
    expect(await ask('GET', '/api/units/99999', undefined, 'viewer')).toMatchObject({
      status: 404,
      body: { code: 'unit.unknown' },
    });
    expect((await ask('GET', '/api/units?at=2025-02-31', undefined, 'viewer')).status).toBe(422);
  });

  it('are merged by an admin, as it was looked at, and taken back; every act is written down', async () => {
    const loaded = await load('merge,14797,,14797,Phường Một,phường\nmerge,14758,,14797,Phường Một,phường');
    expect(loaded).toMatchObject({ status: 201, body: { state: 'draft', rows: 2 } });
    const at = `/api/mergers/${String(loaded.body['id'])}`;
    const preview = await ask('POST', `${at}/preview`, {}, 'operator');
    expect(preview).toMatchObject({
      status: 200,
      body: {
        ...{ unitsBefore: 166, unitsAfter: 165, isPast: false, scopes: [{ client: 'hac-thanh', becomes: ['14797'] }] },
        pending: [
          { destination: 'national', carriesUnit: false, underFormer: 0 },
          { destination: 'province', carriesUnit: true, underFormer: 0 },
        ],
      },
    });
    const order = { version: preview.body['version'], reason };
    expect(await ask('POST', `${at}/record`, order, 'operator')).toMatchObject({ status: 403, body: { code: 'role.too-low' } });
    expect(await ask('POST', `${at}/record`, { ...order, version: '0123456789abcdef' })).toMatchObject({
      status: 409,
      body: { code: 'merger.changed' },
    });
    expect(await ask('POST', `${at}/record`, order)).toMatchObject({
      status: 200,
      body: { state: 'recorded', recordedBy: 'quan-tri' },
    });
    expect(await ask('POST', `${at}/record`, order)).toMatchObject({ status: 200 });
    const next = await ask('GET', `/api/units?at=${tomorrow}`);
    expect(next.body['items']).toHaveLength(165);
    expect(await ask('POST', `${at}/withdraw`, { reason })).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
    expect((await ask('GET', `/api/units?at=${tomorrow}`)).body['items']).toHaveLength(166);
    const { rows } = await desk.owner.query<{ act: string }>(`SELECT act FROM audit WHERE act LIKE 'merger.%' ORDER BY id`);
    expect(rows.map(({ act }) => act)).toEqual(['merger.load', 'merger.record', 'merger.withdraw']);
  });

  it('are refused with every faulty line', async () => {
    const answer = await load('merge,99999,,14797,Phường Một,phường\nmerge,14758,,14812,Phường Hai,phường');
    expect(answer).toMatchObject({ status: 422, body: { code: 'merger.csv-invalid', faultsInAll: 3 } });
    expect((answer.body['faults'] as Body[]).map(({ line, column }) => [line, column])).toEqual([
      [2, 'old_code'],
      [2, 'new_code'],
      [3, 'new_code'],
    ]);
    expect((await load('merge,14797,,14797,Phường Một,phường', 'viewer')).status).toBe(403);
  });

  it('get codes, and dossiers of divided ones go to their parts', async () => {
    const csv = 'scheme,code,administrative_code,valid_from,legal_basis\ndecision-20,H56.901,14797,2025-07-01,QĐ\n';
    expect(await ask('POST', '/api/unit-codes', { csv, reason }, 'operator')).toMatchObject({ status: 200, body: { added: 1 } });
    const [life] = (await ask('GET', '/api/units/14758')).body['lives'] as Body[];
    const rules = [{ newCode: '14797' }];
    const ordered = await ask('POST', '/api/hand-overs', { unitId: life?.['id'], rules, reason }, 'operator');
    expect(ordered).toMatchObject({ status: 201, body: { state: 'ready', way: 'rules', counts: { undecided: 0 } } });
    const at = `/api/hand-overs/${String(ordered.body['id'])}`;
    expect(await ask('POST', `${at}/step`, {}, 'operator')).toMatchObject({ status: 200, body: { state: 'done' } });
    expect(await ask('POST', `${at}/cancel`, {}, 'operator')).toMatchObject({
      status: 409,
      body: { code: 'hand-over.wrong-state' },
    });
    expect(await ask('POST', '/api/hand-overs', { unitId: 1, rules, reason, csv: 'x' }, 'operator')).toMatchObject({
      status: 422,
    });
    expect((await ask('GET', '/api/former-codes')).body).toEqual({ items: [] });
  });
});
