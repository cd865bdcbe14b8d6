import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { MergerDesk } from '#ledger';
import { act, dayIn } from '../ledger/unit-acts.ts';
import { openDoor, type Answered, type OpenDoor } from './open-door.ts';

const PROCEDURES = '/v1/catalog/procedures';
const UNITS = '/v1/catalog/units';

interface Entry {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly state: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly [member: string]: unknown;
}

let door: OpenDoor;
let db: pg.Client;

beforeAll(async () => {
  door = await openDoor();
  db = new pg.Client(door.databaseUrl);
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await door.close();
});

const ask = (path: string, headers = {}): Promise<Answered> => door.get(path, headers);

async function read(path: string): Promise<{ items: Entry[]; version: string; next: string | null; at: string; etag: string }> {
  const { status, body, headers } = await ask(path);
  expect(status).toBe(200);
  return { ...(body as { items: Entry[]; version: string; next: string | null; at: string }), etag: headers.get('etag') ?? '' };
}

const codesOf = (items: readonly Entry[]): string[] => items.map(({ code }) => code);

/** A procedure that is recorded now; `days` is its period. */
async function record(code: string, name: string, days = '(,)'): Promise<void> {
  await db.query(
    `INSERT INTO procedure (code, name, field_code, field_name, valid, recorded)
     VALUES ($1, $2, 'G15-CT01', 'Chứng thực', $3, tstzrange(clock_timestamp(), NULL))`,
    [code, name, days],
  );
}

async function takeBack(code: string): Promise<void> {
  await db.query(
    `UPDATE procedure SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE code = $1 AND upper_inf(recorded)`,
    [code],
  );
}

describe('the list of procedures', () => {
  it('is that of today, whole, with a version and a tag', async () => {
    const { items, version, at, next, etag } = await read(PROCEDURES);
    const { rows } = await db.query<{ code: string }>('SELECT code FROM procedure ORDER BY code');
    expect(codesOf(items)).toEqual(rows.map(({ code }) => code));
    expect(items[0]).toEqual({
      ...{ code: '1.000419', name: 'Đăng ký khai tử lưu động', fieldCode: 'G15-HT01', fieldName: 'Hộ tịch', level: null },
      ...{ state: 'active', validFrom: null, validTo: null, changedAt: expect.stringMatching(/^2\d{3}-.*Z$/) as unknown },
    });
    expect(version).toMatch(/^\d{13}\.\d{8}$/);
    expect([version.slice(-8), next]).toEqual([at.replaceAll('-', ''), null]);
    expect(etag).toMatch(/^W\/"[\w-]{43}"$/);
  });

  it('is not sent again to who has it', async () => {
    const { etag } = await read(PROCEDURES);
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const { status, text, headers } = await ask(PROCEDURES, { 'if-none-match': tag });
      expect([tag, status, text, headers.get('etag')]).toEqual([tag, 304, '', etag]);
    }
    expect((await ask(PROCEDURES, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('comes page by page without a gap', async () => {
    const { items } = await read(PROCEDURES);
    const walked: string[] = [];
    let after = '';
    for (let page = 0; page < 20; page += 1) {
      const { items: some, next } = await read(`${PROCEDURES}?limit=7&after=${encodeURIComponent(after)}`);
      walked.push(...codesOf(some));
      if (next === null) break;
      after = next;
    }
    expect(walked).toEqual(codesOf(items));
  });

  it('says what changed and what ended since a version, and nothing else', async () => {
    const { version } = await read(PROCEDURES);
    expect((await read(`${PROCEDURES}?changedSince=${version}`)).items).toEqual([]);
    await record('9.700001', 'Mới');
    const second = await read(`${PROCEDURES}?changedSince=${version}`);
    expect(second.items).toMatchObject([{ code: '9.700001', name: 'Mới', state: 'active' }]);
    await takeBack('9.700001');
    await record('9.700001', 'Đổi tên');
    await record('9.700002', 'Bị bỏ');
    await takeBack('9.700002');
    const third = await read(`${PROCEDURES}?changedSince=${second.version}`);
    expect(third.items.map(({ code, name, state }) => [code, name, state])).toEqual([
      ['9.700001', 'Đổi tên', 'active'],
      ['9.700002', 'Bị bỏ', 'ended'],
    ]);
    expect((await read(`${PROCEDURES}?changedSince=${third.version}`)).items).toEqual([]);
    expect((await read(`${PROCEDURES}?changedSince=${version}&limit=1`)).next).toBe('9.700001');
  });

  it('says what began or ended by itself, because days went by', async () => {
    await record('9.700003', 'Sau này', '[2027-03-01,2027-04-01)');
    const { version, items } = await read(PROCEDURES);
    expect(codesOf(items)).not.toContain('9.700003');
    const [recorded] = version.split('.');
    const later = async (had: string, at: string): Promise<unknown> => {
      const { items: changed } = await read(`${PROCEDURES}?changedSince=${recorded ?? ''}.${had}&at=${at}`);
      return changed.map(({ code, state }) => `${code} ${state}`);
    };
    expect(await later('20270228', '2027-02-28')).toEqual([]);
    expect(await later('20270228', '2027-03-01')).toEqual(['9.700003 active']);
    expect(await later('20270301', '2027-03-31')).toEqual([]);
    expect(await later('20270301', '2027-04-01')).toEqual(['9.700003 ended']);
  });

  it('knows no version that it did not give out', async () => {
    const { version } = await read(PROCEDURES);
    const [recorded, day] = version.split('.');
    const wrong = [`${String(Number(recorded) + 1)}.${day ?? ''}`, `${recorded ?? ''}.20270231`, recorded, '0.20260101', 'x', ''];
    for (const since of wrong) {
      const { status, body } = await ask(`${PROCEDURES}?changedSince=${since ?? ''}`);
      expect([since, status, body['code']]).toEqual([since, 410, 'catalog.version-unknown']);
    }
  });

  it('has another tag exactly when it has other content, through a row of random changes', async () => {
    const tags = new Map<string, string>();
    let before = await read(PROCEDURES);
    for (let round = 0; round < 120; round += 1) {
      const code = `9.8${String(Math.floor(Math.random() * 4)).padStart(5, '0')}`;
      const { rowCount } = await db.query('SELECT FROM procedure WHERE code = $1 AND upper_inf(recorded)', [code]);
      const draw = Math.random();
      if (draw < 0.3) await db.query('SELECT 1');
      else if (rowCount === 0) await record(code, `Tên ${String(Math.floor(draw * 10))}`, draw < 0.5 ? '[2030-01-01,)' : '(,)');
      else await takeBack(code);
      const now = await read(PROCEDURES);
      const [then, content] = [JSON.stringify(before.items), JSON.stringify(now.items)];
      expect([round, now.etag === before.etag]).toEqual([round, then === content]);
      expect(tags.get(content) ?? now.etag).toBe(now.etag);
      tags.set(content, now.etag);
      before = now;
    }
    expect(tags.size).toBeGreaterThan(5);
  });

  it('gives versions in the order of commits: whoever has one has seen all before it', async () => {
    const other = new pg.Client(door.databaseUrl);
    await other.connect();
    await db.query('BEGIN');
    await record('9.700004', 'Trước');
    const waiting = other.query(`INSERT INTO procedure (code, name, field_code, field_name, valid, recorded)
      VALUES ('9.700005', 'Sau', 'x', 'x', '(,)', tstzrange(clock_timestamp(), NULL))`);
    // Long enough for one that waits for nobody.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const between = await read(PROCEDURES);
    expect(codesOf(between.items)).not.toContain('9.700004');
    await db.query('COMMIT');
    await waiting;
    await other.end();
    const { items } = await read(`${PROCEDURES}?changedSince=${between.version}`);
    expect(codesOf(items)).toEqual(['9.700004', '9.700005']);
    const { rows } = await db.query('SELECT code FROM procedure WHERE code IN ($1, $2) ORDER BY made_in', [
      '9.700004',
      '9.700005',
    ]);
    expect(rows).toEqual([{ code: '9.700004' }, { code: '9.700005' }]);
  });
});

describe('a version', () => {
  it('is one for all that a transaction changes, and another one for the next', async () => {
    await db.query('BEGIN');
    await record('9.700010', 'Một');
    await record('9.700011', 'Hai');
    await db.query('COMMIT');
    await record('9.700012', 'Ba');
    await db.query('BEGIN');
    await record('9.700013', 'Bỏ');
    await db.query('ROLLBACK');
    await record('9.700014', 'Bốn');
    const { rows } = await db.query<{ made_in: string }>(
      `SELECT p.made_in FROM procedure p JOIN catalogue_version v ON v.list = 'procedures' AND v.version = p.made_in
       WHERE p.code BETWEEN '9.700010' AND '9.700014' ORDER BY p.code`,
    );
    const versions = rows.map(({ made_in }) => Number(made_in));
    expect(versions.map((version) => versions.indexOf(version))).toEqual([0, 0, 2, 3]);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });
});

describe('a procedure', () => {
  it('is shown with or without a suffix, and with what is not known as null', async () => {
    const { body, status } = await ask(`${PROCEDURES}/1.001193.000.00.00.H56`);
    expect([status, body]).toMatchObject([
      200,
      { code: '1.001193', name: 'Đăng ký khai sinh', state: 'active', papers: null, raw: null },
    ]);
    expect(body).toEqual((await ask(`${PROCEDURES}/1.001193`)).body);
  });

  it('that is no more is shown as it was last, and one that was never there is unknown', async () => {
    await record('9.700006', 'Ngày xưa', '(,2020-01-01)');
    expect((await ask(`${PROCEDURES}/9.700006`)).body).toMatchObject({ state: 'ended', validTo: '2020-01-01' });
    expect((await ask(`${PROCEDURES}/9.700006?at=2019-12-31`)).body).toMatchObject({ state: 'active' });
    for (const code of ['9.999999', 'khai-sinh', '1.00119', '1.001193%20']) {
      const { status, body } = await ask(`${PROCEDURES}/${code}`);
      expect([code, status, body['code']]).toEqual([code, 404, 'procedure.unknown']);
    }
  });
});

/** Details that are recorded now in the place of what was believed; `fee` and `level` are what is seen of them. */
async function recordDetail(code: string, fee: string, level: string | null): Promise<void> {
  await takeBackDetail(code);
  const lists = { cases: [], papers: [], durations: [], results: [{ code: 'KQ1', name: 'Giấy' }], legalBases: [] };
  const fees = [{ channel: 'direct', kind: '2', amount: null, amountText: fee, unit: 'Đồng', note: '', url: '' }];
  await db.query(
    `INSERT INTO procedure_detail (code, detail, raw, valid, recorded) VALUES ($1, $2, $3, '(,)', tstzrange(clock_timestamp(), NULL))`,
    [code, JSON.stringify({ level, ...lists, fees }), JSON.stringify({ MATTHC: code, SOTIEN: fee })],
  );
}

async function takeBackDetail(code: string): Promise<void> {
  await db.query(
    `UPDATE procedure_detail SET recorded = tstzrange(lower(recorded), clock_timestamp()) WHERE code = $1 AND upper_inf(recorded)`,
    [code],
  );
}

describe('the details of a procedure', () => {
  const BIRTH = `${PROCEDURES}/1.001193`;

  it('are shown with all their members, and belong to what the tags tell', async () => {
    const tagOf = async (path: string): Promise<string> => (await ask(path)).headers.get('etag') ?? '';
    const tags = (): Promise<string[]> => Promise.all([tagOf(BIRTH), tagOf(PROCEDURES)]);
    const { version } = await read(PROCEDURES);
    const [bare, bareList] = await tags();
    await recordDetail('1.001193', '8.000', null);
    const { body } = await ask(BIRTH);
    expect(body).toMatchObject({
      ...{ level: null, cases: [], papers: [], durations: [], legalBases: [], raw: { MATTHC: '1.001193', SOTIEN: '8.000' } },
      ...{ fees: [{ channel: 'direct', amount: null, amountText: '8.000' }], results: [{ code: 'KQ1', name: 'Giấy' }] },
    });
    const [first, firstList] = await tags();
    await recordDetail('1.001193', '9.000', '4');
    const [second, secondList] = await tags();
    expect(new Set([bare, first, second]).size).toBe(3);
    expect(new Set([bareList, firstList, secondList]).size).toBe(3);
    expect((await read(`${PROCEDURES}?changedSince=${version}`)).items).toMatchObject([{ code: '1.001193', level: '4' }]);
    expect(await tags()).toEqual([second, secondList]);
    await takeBackDetail('1.001193');
    expect(await tags()).toEqual([bare, bareList]);
  });
});

describe('the units', () => {
  it('are those of today, and those of the day before the mergers', async () => {
    const today = await read(UNITS);
    expect(today.items).toHaveLength(166);
    const before = await read(`${UNITS}?at=2025-06-30`);
    expect(before.items).toHaveLength(547);
    const town = before.items.find(({ code }) => code === '15772');
    const successors = town?.['successors'] as { code: string; kind: string; on: string }[];
    expect(successors.map(({ code, kind, on }) => `${code} ${kind} ${on}`)).toEqual(
      ['15772', '15796', '15835'].map((code) => `${code} split 2025-07-01`),
    );
    const commune = today.items.find(({ code }) => code === '15772');
    expect(commune).toMatchObject({ validFrom: '2025-07-01', validTo: null, agencyCodes: ['H56.15772'], successors: [] });
    expect(commune?.id).not.toBe(town?.id);
    const kin = town?.['predecessors'] as { code: string | null; name: string; resolution: string; on: string }[];
    expect(kin.map(({ code, name, resolution, on }) => [code, name, resolution, on])).toEqual([
      ['15772', 'Thị trấn Thiệu Hóa', '939/NQ-UBTVQH15', '2024-02-01'],
      [null, 'Xã Thiệu Phú', '939/NQ-UBTVQH15', '2024-02-01'],
    ]);
    const { items: first } = await read(`${UNITS}?at=2024-01-31`);
    expect(first.filter(({ name }) => /Thiệu (Hóa|Phú)$/.test(name)).map(({ code, validTo }) => [code, validTo])).toEqual([
      ['15772', '2024-02-01'],
      [null, '2024-02-01'],
    ]);
    expect((commune?.['predecessors'] as { id: number }[]).map(({ id }) => id)).toContain(town?.id);
  });

  it('change with what is recorded and with the day, and hold no unit for trials', async () => {
    const { version } = await read(UNITS);
    expect((await read(`${UNITS}?changedSince=${version}`)).items).toEqual([]);
    await db.query(`WITH made AS (INSERT INTO unit (name, type, valid) VALUES ('Thử', 'sandbox', '(,)') RETURNING id)
      INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded) SELECT id, 'sandbox', 'H56.THU', '(,)', tstzrange(now(), NULL) FROM made`);
    expect((await read(`${UNITS}?changedSince=${version}`)).items).toEqual([]);
    await db.query(`INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
      SELECT unit_id, 'decision-20', 'H56.999', '[2026-01-01,)', tstzrange(now(), NULL) FROM unit_alias WHERE code = 'H56.14797' AND upper_inf(valid)`);
    expect((await read(`${UNITS}?changedSince=${version}`)).items).toMatchObject([
      { code: '14797', agencyCodes: ['H56.999', 'H56.14797'] },
    ]);
    const [recorded] = (await read(UNITS)).version.split('.');
    expect((await read(`${UNITS}?changedSince=${recorded ?? ''}.20250630`)).items).toHaveLength(713);
  });
});

describe('a merger in the list of units', () => {
  it('is told by tag and since a version when it is recorded, when its day comes and when it is withdrawn', async () => {
    const pool = new pg.Pool({ connectionString: door.databaseUrl, max: 2 });
    const mergers = new MergerDesk(pool);
    try {
      const [today, tomorrow] = [await read(UNITS), dayIn(1)];
      const csv = `kind,old_code,old_name,new_code,new_name,new_type\nmerge,15796,,15796,Xã Mới,xã\nmerge,15835,,15796,Xã Mới,xã\n`;
      const { id } = await mergers.load({ resolution: '7/NQ', on: tomorrow, csv }, act());
      const { version } = await mergers.preview(id, new Date());
      // Looked at is not recorded.
      expect((await ask(UNITS, { 'if-none-match': today.etag })).status).toBe(304);
      await mergers.record(id, version, act());
      const recorded = await read(UNITS);
      expect([recorded.etag === today.etag, recorded.items.length]).toEqual([false, today.items.length]);
      const changed = await read(`${UNITS}?changedSince=${today.version}`);
      const successors = [expect.objectContaining({ name: 'Xã Mới', on: tomorrow })];
      expect(changed.items).toMatchObject(['15796', '15835'].map((code) => ({ code, validTo: tomorrow, successors })));
      // Midnight: nothing is recorded, and whoever has the version of today is told what begins and what ends.
      const ended = await read(`${UNITS}?changedSince=${recorded.version}&at=${tomorrow}`);
      expect(ended.items.map(({ code, name }) => [code, name === 'Xã Mới']).toSorted()).toEqual([
        ['15796', false],
        ['15796', true],
        ['15835', false],
      ]);
      const after = await read(`${UNITS}?at=${tomorrow}`);
      expect([after.etag === recorded.etag, after.items.length]).toEqual([false, today.items.length - 1]);
      await mergers.withdraw(id, act());
      const again = await read(UNITS);
      expect([again.etag, again.items]).toEqual([today.etag, today.items]);
      const back = await read(`${UNITS}?changedSince=${recorded.version}`);
      expect(back.items).toMatchObject(['15796', '15835'].map((code) => ({ code, validTo: null, successors: [] })));
      expect((await read(`${UNITS}?at=${tomorrow}`)).items).toHaveLength(today.items.length);
    } finally {
      await pool.end();
    }
  });
});

describe('what is asked', () => {
  it.each([
    ['a day that is none', `${PROCEDURES}?at=2026-02-31`, ['/at']],
    ['a day in other words', `${UNITS}?at=27/11/2026`, ['/at']],
    ['two days', `${UNITS}?at=2026-01-01&at=2026-01-02`, ['/at']],
    ['no entries', `${PROCEDURES}?limit=0`, ['/limit']],
    ['too many', `${PROCEDURES}?limit=2001`, ['/limit']],
    ['U+0000', `${PROCEDURES}?after=%00`, ['/after']],
    ['two wrong ones', `${PROCEDURES}?at=x&limit=x`, ['/at', '/limit']],
    ['a misspelt one', `${PROCEDURES}?changedsince=1`, ['/changedsince']],
    ['one of another address', `${UNITS}?limit=10`, ['/limit']],
  ])('is refused by name: %s', async (_, path, fields) => {
    const { status, body } = await ask(path);
    expect([status, body['code']]).toEqual([422, 'query.invalid']);
    expect((body['problems'] as { field: string }[]).map(({ field }) => field)).toEqual(fields);
  });

  it('is answered to nobody without a key', async () => {
    for (const path of [PROCEDURES, `${PROCEDURES}/1.001193`, UNITS])
      expect((await fetch(`${door.url}${path}`)).status).toBe(401);
  });
});
