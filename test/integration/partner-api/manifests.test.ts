import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openRows, type RowsOfCommune } from '../../support/manifest-rows.ts';
import { DOSSIER, openDoor, STEP, type Answered, type OpenDoor } from './open-door.ts';

let door: OpenDoor;
let db: pg.Client;
let rows: RowsOfCommune;

const CODE = DOSSIER.dossierCode;
const DAY = '2026-11-23';

beforeAll(async () => {
  door = await openDoor({ settlesWithinMs: 0 });
  db = new pg.Client(door.databaseUrl);
  await db.connect();
  rows = openRows();
});

afterAll(async () => {
  await db.end();
  await door.close();
});

async function send(path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  expect((await door.post(path, body)).status).toBe(202);
  if (path === '/v1/dossiers') rows.dossier(body);
  else rows.step(body);
}

let times = 0;
/** Each at a time of its own, so that none is one that came before. */
function manifest(level: string, buckets: unknown, more: Readonly<Record<string, unknown>> = {}): Promise<Answered> {
  times += 1;
  const asOf = new Date(Date.now() + 1_000 + times).toISOString();
  return door.post('/v1/manifests', { asOf, level, buckets, ...more });
}

const bucket = (more: object = {}): object => ({ unit: '14797', day: DAY, count: rows.count(), ...more });

describe('POST /v1/manifests', () => {
  it('compares counts, digests and lists with what the commune sent, by its own recipe', async () => {
    await send('/v1/dossiers', { ...DOSSIER, channel: 'online', dueAt: '2026-11-27T17:00:00+07:00' });
    await send('/v1/status-changes', STEP);
    await send('/v1/dossiers', { ...DOSSIER, dossierCode: 'H56.14797-261123-0002' });
    for (const [level, more] of [
      ['counts', {}],
      ['digests', { digest: rows.digest() }],
      ['list', { items: rows.items() }],
    ] as const) {
      const { status, body } = await manifest(level, [bucket(more)]);
      expect([level, status, body['differing']]).toEqual([level, 202, []]);
      expect(body['manifestId']).toMatch(/^[0-9a-f-]{36}$/);
    }
    const differing = [{ unit: '14797', day: DAY }];
    expect((await manifest('counts', [bucket({ count: 9 })])).body).toMatchObject({ differing });
    expect((await manifest('digests', [bucket({ digest: '0'.repeat(64) })])).body).toMatchObject({ differing });
    const items = rows.items().map((item) => (item.code === CODE ? { ...item, p1: 'f'.repeat(64), steps: 2 } : item));
    expect((await manifest('list', [bucket({ items })])).body).toMatchObject({ differing });
    const { rows: found } = await db.query(
      'SELECT tier, kind, field, dossier_code, heal FROM discrepancy WHERE cleared_at IS NULL',
    );
    expect(found).toEqual([{ tier: 'commune', kind: 'steps', field: 'steps.more', dossier_code: CODE, heal: 'resend' }]);
    expect((await manifest('digests', [bucket({ digest: rows.digest() })])).body).toMatchObject({ differing: [] });
  });

  it('takes a row that is on its way neither for a difference nor for agreement', async () => {
    const stranger = { code: 'H56.14797-261123-0008', p1: 'e'.repeat(64), steps: 0 };
    const other = rows.items().map((item) => (item.code === CODE ? { ...item, p1: 'f'.repeat(64) } : item));
    const onItsWay = [...other, stranger].map((item) => ({ ...item, pending: true }));
    const open = async (): Promise<unknown[]> =>
      (await db.query<object>('SELECT dossier_code AS code, kind FROM discrepancy WHERE cleared_at IS NULL ORDER BY 1')).rows;
    const list = (items: readonly object[]): Promise<Answered> => manifest('list', [bucket({ count: items.length, items })]);
    expect((await list(onItsWay)).body).toMatchObject({ differing: [] });
    expect(await open()).toEqual([]);
    await list([...other, stranger]);
    const found = [expect.objectContaining({ code: CODE }), { code: stranger.code, kind: 'missing-here' }];
    expect(await open()).toEqual(found);
    await list(onItsWay);
    expect(await open()).toEqual(found);
    await list(rows.items());
    expect(await open()).toEqual([]);
  });

  it('answers the same one again as the first time', async () => {
    const asOf = new Date().toISOString();
    const first = await manifest('counts', [bucket({ count: 7 })], { asOf });
    expect(await manifest('counts', [bucket({ count: 7 })], { asOf })).toMatchObject({ status: 202, body: first.body });
  });

  it('knows a unit by what it was called on that day, and no other unit than those of the client', async () => {
    expect((await manifest('counts', [bucket({ unit: 'H56.14797' })])).body).toMatchObject({ differing: [] });
    // As a person may write it, in any case: one and the same unit, also twice.
    expect((await manifest('counts', [bucket({ unit: ' h56.14797\u200b' })])).body).toMatchObject({ differing: [] });
    const other = await manifest('counts', [bucket({ unit: 'h56.14797', count: 99 })]);
    expect(other.body).toMatchObject({ differing: [{ unit: 'H56.14797', day: DAY }] });
    const cases = await manifest('counts', [bucket({ unit: 'H56.14797' }), bucket({ unit: 'h56.14797\u200b' })]);
    expect(cases).toMatchObject({ status: 422, body: { code: 'manifest.twice', problems: [{ field: '/buckets/1' }] } });
    const blank = await manifest('counts', [bucket({ unit: '\u200b' })]);
    expect(blank).toMatchObject({ status: 422, body: { problems: [{ field: '/buckets/0/unit', code: 'field.type' }] } });
    const both = await manifest('counts', [bucket(), bucket({ unit: 'H56.14797' })]);
    expect(both).toMatchObject({ status: 422, body: { code: 'manifest.twice', problems: [{ field: '/buckets/1' }] } });
    const foreign = await manifest('counts', [bucket(), bucket({ unit: '14758' })]);
    expect(foreign).toMatchObject({ status: 403, body: { code: 'unit.out-of-scope', problems: [{ field: '/buckets/1/unit' }] } });
    const unknown = await manifest('counts', [bucket({ unit: '99999' })]);
    expect(unknown).toMatchObject({
      status: 422,
      body: { code: 'manifest.unit-unknown', problems: [{ field: '/buckets/0/unit' }] },
    });
  });

  const hour = 3_600_000;
  it.each([
    [{}, 'field.required', ['/asOf', '/buckets', '/level']],
    [{ asOf: new Date(Date.now() + hour).toISOString(), level: 'counts', buckets: 'ok' }, 'manifest.as-of', ['/asOf']],
    [{ asOf: new Date(Date.now() - 25 * hour).toISOString(), level: 'counts', buckets: 'ok' }, 'manifest.as-of', ['/asOf']],
    [{ asOf: 'hôm nay', level: 'counts', buckets: 'ok' }, 'field.time', ['/asOf']],
    [{ asOf: 'ok', level: 'all', buckets: 'ok' }, 'field.allowed', ['/level']],
    [{ asOf: 'ok', level: 'counts', buckets: [] }, 'batch.empty', ['/buckets']],
    [{ asOf: 'ok', level: 'counts', buckets: 'ok', more: 1 }, 'field.unknown', ['/more']],
    [{ asOf: 'ok', level: 'digests', buckets: 'ok' }, 'field.required', ['/buckets/0/digest']],
    [{ asOf: 'ok', level: 'list', buckets: 'ok' }, 'field.required', ['/buckets/0/items']],
    [{ asOf: 'ok', level: 'counts', buckets: [{}] }, 'field.required', ['/buckets/0/unit', '/buckets/0/day', '/buckets/0/count']],
    [{ asOf: 'ok', level: 'counts', buckets: 'twice' }, 'manifest.twice', ['/buckets/1']],
    [
      { asOf: 'ok', level: 'list', buckets: 'rows' },
      'content.invalid',
      ['/buckets/0/items/0/p1', '/buckets/0/items/1/code', '/buckets/0/count'],
    ],
  ] as const)('refuses %j with %s', async (given, code, fields) => {
    const ok = [bucket()];
    const items = [
      { code: CODE, p1: 'x' },
      { code: CODE, p1: '0'.repeat(64) },
    ];
    const buckets = { ok, twice: [...ok, ...ok], rows: [bucket({ count: 3, items })] };
    const { asOf, buckets: named, ...rest } = { asOf: undefined, buckets: undefined, ...given } as Record<string, unknown>;
    const body = {
      ...rest,
      ...(asOf !== undefined && { asOf: asOf === 'ok' ? new Date().toISOString() : asOf }),
      ...(named !== undefined && { buckets: typeof named === 'string' ? buckets[named as 'ok'] : named }),
    };
    const answer = await door.post('/v1/manifests', body);
    expect(answer.status).toBe(422);
    expect(answer.body['code']).toBe(code);
    expect((answer.body['problems'] as { field: string }[]).map(({ field }) => field).sort()).toEqual([...fields].sort());
  });

  it('refuses a hash that is no text and cannot be made one', async () => {
    const items = [{ code: CODE, p1: { toString: 1, valueOf: 1 } }];
    const { status, body } = await manifest('list', [bucket({ count: 1, items })]);
    expect([status, body['problems']]).toMatchObject([422, [{ field: '/buckets/0/items/0/p1', code: 'field.format' }]]);
  });

  it('refuses one that is too long', async () => {
    const many = Array.from({ length: 5_001 }, () => bucket());
    expect(await manifest('counts', many)).toMatchObject({ status: 413, body: { code: 'manifest.too-many' } });
    const items = Array.from({ length: 10_001 }, () => ({}));
    expect(await manifest('list', [bucket({ items }), bucket({ items: items.slice(1) })])).toMatchObject({
      status: 413,
      body: { code: 'manifest.too-many' },
    });
    const most = items.slice(1);
    expect((await manifest('list', [bucket({ items: most }), bucket({ items: most })])).status).toBe(422);
  });
});

describe('a commune that is asked to send again', () => {
  it('finds it in its feed, answers by the usual doors, and is asked no more', async () => {
    const lost = { ...DOSSIER, dossierCode: 'H56.14797-261123-0009' };
    rows.dossier(lost);
    await manifest('list', [bucket({ items: rows.items() })]);
    const caps = { perRun: 10, perSide: 10, perHour: 10, tries: 3 };
    const { reconciliation } = door.ledger;
    await expect(reconciliation.heal([], caps)).rejects.toThrow('permission denied');
    const road = await door.roadLedger();
    await road.reconciliation.heal([], caps);
    const feed = async (): Promise<unknown> => (await door.get('/v1/resend-requests')).body['items'];
    expect(await feed()).toMatchObject([{ dossierCode: lost.dossierCode, want: 'both' }]);
    const [{ reason }] = (await feed()) as [{ reason: { vi: string; en: string } }];
    expect(reason.vi).toContain('Đối soát');
    expect((await door.post('/v1/dossiers', lost)).status).toBe(202);
    await road.reconciliation.heal([], caps);
    expect(await feed()).toEqual([]);
    await road.close();
    expect((await manifest('list', [bucket({ items: rows.items() })])).body).toMatchObject({ differing: [] });
  });
});
