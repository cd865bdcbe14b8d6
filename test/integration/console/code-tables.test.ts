import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDatabase } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import { DESTINATIONS } from './open-console.ts';
import { openStage, type InsightStage } from './insight-stage.ts';

const TABLE = '/api/code-tables/national/channel';
const ALIASES = '/api/code-tables/national/procedure';
const reason = 'Công văn 12/VP';
const HEAD = 'from,to,valid_from,valid_to,legal_basis';
const SEEDED = [HEAD, 'direct,1,,,', 'online,2,,,', 'post,3,,,', ''].join('\n');

let stage: InsightStage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

type Answer = Awaited<ReturnType<InsightStage['desk']['ask']>>;

const get = (address: string): Promise<Answer> => stage.desk.ask('GET', address, { as: 'viewer' });
const post = (address: string, body: object): Promise<Answer> => stage.desk.ask('POST', address, { as: 'operator', body });

async function rowCount(): Promise<number> {
  const { rows } = await stage.desk.owner.query<{ count: number }>(
    'SELECT (SELECT count(*) FROM code_row)::int + (SELECT count(*) FROM code_change)::int AS count',
  );
  return rows[0]?.count ?? NaN;
}

async function preview(csv: string, table = TABLE, direction = 'out'): Promise<Answer> {
  return post(`${table}/preview`, { direction, csv });
}

/** Shows a table what it would change, and says yes. */
async function load(csv: string, table = TABLE, direction = 'out'): Promise<Answer> {
  const { body } = await preview(csv, table, direction);
  return post(`${table}/import`, { direction, csv, basis: body['basis'], reason });
}

function csvOf(...lines: string[]): string {
  return [HEAD, ...lines, ''].join('\n');
}

async function believed(table = TABLE): Promise<string[]> {
  const items = (await get(table)).body['items'] as Record<string, unknown>[];
  return items.map(({ fromCode, toCode, validFrom, validTo, by }) =>
    [fromCode, toCode, validFrom ?? '', validTo ?? '', by ?? 'files'].map(String).join(' '),
  );
}

describe('a table of codes', () => {
  it('is shown what would change, and changed by exactly that, row by row, and taken back as a whole', async () => {
    const csv = csvOf('direct,1,,,', 'online,2,,2026-07-01,', 'online,9,2026-07-01,,34/2026/TT-VPCP', 'post,3,,,');
    const shown = await preview(csv);
    expect(shown).toMatchObject({
      status: 200,
      body: {
        added: [
          { fromCode: 'online', toCode: '2', validTo: '2026-07-01', legalBasis: null },
          { fromCode: 'online', toCode: '9', validFrom: '2026-07-01', legalBasis: '34/2026/TT-VPCP' },
        ],
        ended: [{ fromCode: 'online', toCode: '2', validTo: null, by: null }],
        ...{ unchanged: 2, newTargets: ['9'], lacking: [], isNew: false, waiting: 0, stillWaiting: 0 },
      },
    });
    const before = new Date().toISOString();
    const written = await post(`${TABLE}/import`, { direction: 'out', csv, basis: shown.body['basis'], reason });
    expect(written).toMatchObject({ status: 200, body: { added: 2, ended: 1 } });
    expect(await believed()).toEqual([
      'direct 1   files',
      'online 2  2026-07-01 lam',
      'online 9 2026-07-01  lam',
      'post 3   files',
    ]);
    expect((await get(`${TABLE}?asKnownAt=${before}`)).body['items']).toHaveLength(3);
    const history = (await get(`${TABLE}/history?fromCode=online`)).body;
    expect(history['rows']).toMatchObject([
      { toCode: '9', by: 'lam', reason, endedAt: null },
      { toCode: '2', by: 'lam', reason, endedAt: null },
      { toCode: '2', by: null, endedBy: 'lam', endedReason: reason },
    ]);
    const undone = await post(`/api/code-changes/${String(written.body['change'])}/undo`, { reason: 'nhầm công văn' });
    expect(undone).toMatchObject({ status: 200, body: { added: 1, ended: 2 } });
    expect(await believed()).toEqual(['direct 1   files', 'online 2   lam', 'post 3   files']);
    expect((await get(`${TABLE}/history`)).body['changes']).toMatchObject([
      { kind: 'undo', by: 'lam', undoes: written.body['change'], undoneBy: null },
      { kind: 'import', by: 'lam', reason, undoneBy: undone.body['change'] },
      { kind: 'files', by: null },
    ]);
    const again = await post(`/api/code-changes/${String(written.body['change'])}/undo`, { reason });
    expect([again.status, again.body['code']]).toEqual([409, 'codes.changed']);
    const { rows } = await stage.desk.owner.query(`SELECT act FROM audit WHERE subject = 'national/channel/out' ORDER BY id`);
    expect(rows).toEqual([{ act: 'codes.import' }, { act: 'codes.undo' }]);
  });

  it('is not changed by what was shown before somebody else changed it', async () => {
    const csv = csvOf('direct,1,,,', 'online,2,,,', 'post,7,,,');
    const shown = await preview(csv);
    await load(csvOf('direct,8,,,', 'online,2,,,', 'post,3,,,'));
    const count = await rowCount();
    const late = await post(`${TABLE}/import`, { direction: 'out', csv, basis: shown.body['basis'], reason });
    expect([late.status, late.body['code']]).toEqual([409, 'codes.changed']);
    const other = await post(`${TABLE}/import`, { direction: 'out', csv: `${csv}#\n`, basis: shown.body['basis'], reason });
    expect(other.body['code']).toBe('codes.changed');
    expect(await rowCount()).toBe(count);
    await load(SEEDED);
    expect((await load(SEEDED)).body['code']).toBe('codes.nothing-new');
  });

  it('is written once by two who say yes to the same', async () => {
    const csv = csvOf('direct,1,,,', 'online,2,,,', 'post,4,,,');
    const { basis } = (await preview(csv)).body;
    const answers = await Promise.all([1, 2].map(() => post(`${TABLE}/import`, { direction: 'out', csv, basis, reason })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await load(SEEDED);
  });

  it('is corrected row by row, and a row ends at a day', async () => {
    const [row] = (await get(TABLE)).body['items'] as { id: number; fromCode: string }[];
    const body = { direction: 'out', id: row?.id, toCode: '1', reason };
    expect(await post(`${TABLE}/correct`, { ...body, validTo: '2027-01-01' })).toMatchObject({
      status: 200,
      body: { added: 1, ended: 1 },
    });
    expect(await believed()).toContain('direct 1  2027-01-01 lam');
    expect((await post(`${TABLE}/correct`, { ...body, toCode: '2' })).body['code']).toBe('code.unknown');
    const wrong = await post(`${TABLE}/correct`, { ...body, validFrom: '2027-01-01', validTo: '2027-01-01' });
    expect(wrong.body['code']).toBe('code.period-invalid');
    await load(SEEDED);
  });

  it('says what it lacks, for one destination and the other way round', async () => {
    expect((await preview(csvOf('direct,1,,,', 'online,2,2999-01-01,,'))).body['lacking']).toEqual(['online', 'post']);
    const inward = ['processing,4,,,', 'processing/posting,2,,,', 'done,10,,,'];
    expect((await preview(csvOf('processing,99,,,'), '/api/code-tables/province/status', 'in')).body['code']).toBe(
      'codes.faulty',
    );
    expect((await load(csvOf(...inward), '/api/code-tables/province/status', 'in')).body).toMatchObject({ added: 3, ended: 0 });
    const heads = (await get('/api/code-tables')).body['items'] as Record<string, unknown>[];
    expect(heads.find(({ direction }) => direction === 'in')).toMatchObject({
      ...{ partner: 'province', table: 'status', rows: 3 },
      lacking: ['1', '3', '5', '6', '7', '8', '9'],
    });
    const lookUp = async (code: string): Promise<unknown> =>
      (await get(`/api/code-tables/province/status/look-up?direction=in&code=${encodeURIComponent(code)}`)).body['toCode'];
    await eventually(async () => (await lookUp('done')) === '10');
    expect([await lookUp('processing/posting'), await lookUp('processing/other'), await lookUp('other')]).toEqual([
      '2',
      '4',
      null,
    ]);
    expect((await preview(SEEDED, '/api/code-tables/nobody/channel')).body['code']).toBe('code-table.unknown');
  });
});

/** Every file of the table “Bad files” of docs/codes.md by its name there; those of aliases stand in the table of procedures. */
const BAD: Readonly<Record<string, string>> = {
  bom: `\uFEFF${SEEDED}`,
  semicolons: SEEDED.replaceAll(',', ';'),
  tabs: SEEDED.replaceAll(',', '\t'),
  'wrong-column': SEEDED.replace('valid_from', 'from_day'),
  'missing-column': ['from,valid_from', 'direct,', ''].join('\n'),
  'doubled-column': SEEDED.replace('legal_basis', 'valid_to'),
  'empty-code': csvOf('direct,,,,'),
  'no-such-day': csvOf('direct,1,2026-02-31,,'),
  'end-before-beginning': csvOf('direct,1,2026-02-02,2026-02-01,'),
  overlap: csvOf('direct,1,,2026-08-01,', 'direct,2,2026-07-31,,'),
  'row-twice': csvOf('direct,1,,,', 'direct,1,,,'),
  decomposed: csvOf(`direct,1,,,${'Số 1'.normalize('NFD')}`),
  'open-quote': csvOf('"direct,1,,,'),
  'not-ours': csvOf('direct,1,,,', 'pigeon,2,,,'),
  'no-procedure': csvOf('TS_LOP1,9.999999,,,'),
  circle: csvOf('A,B,,,', 'B,C,2020-01-01,,', 'C,A,,2021-01-01,', 'D,A,,,'),
  itself: csvOf('1.001193,1.001193,,,'),
};
const OF_ALIASES = ['no-procedure', 'circle', 'itself'];

const page = readFileSync(new URL('../../../docs/codes.md', import.meta.url), 'utf8');
const PROMISED = [...page.matchAll(/^\| `([a-z-]+)` \| [^|]+ \| ([\d, ]+) \| (\d+) \|$/gm)].map(
  ([, name = '', lines = '', written]) => ({ name, lines: lines.split(',').map(Number), written: Number(written) }),
);

describe('a table that is wrong', () => {
  it('is each in the table of the page, and the other way round', () => {
    expect(PROMISED.map(({ name }) => name).toSorted()).toEqual(Object.keys(BAD).toSorted());
  });

  it.each(PROMISED)('$name is refused whole, by its lines, and nothing is written', async ({ name, lines, written }) => {
    const count = await rowCount();
    const table = OF_ALIASES.includes(name) ? ALIASES : TABLE;
    for (const act of ['preview', 'import'] as const) {
      const body = { direction: 'out', csv: BAD[name], ...(act === 'import' && { basis: '0'.repeat(32), reason }) };
      const answer = await post(`${table}/${act}`, body);
      expect([answer.status, answer.body['code']]).toEqual([422, 'codes.faulty']);
      expect((answer.body['faults'] as { line: number }[]).map(({ line }) => line)).toEqual(lines);
    }
    expect((await rowCount()) - count).toBe(written);
  });

  it('may lead back where that was over before', async () => {
    const { status } = await preview(csvOf('1.006714,1.001193,,2024-01-01,', '1.001193,1.006714,2024-01-01,,'), ALIASES);
    expect(status).toBe(200);
  });
});

describe('aliases of procedures', () => {
  it('are followed at the day, with and without suffix, through every renumbering, and release what waits', async () => {
    const lane = await stage.claimed({ procedureCode: 'TS_LOP1.000.00.00.H22', procedureName: 'dang ky khai sinh' });
    await stage.hold(lane, 'TS_LOP1.000.00.00.H22');
    const proposals = (await get('/api/procedure-proposals')).body['items'] as Record<string, unknown>[];
    expect(proposals.find(({ code }) => code === 'TS_LOP1.000.00.00.H22')).toMatchObject({
      ...{ partner: 'national', waiting: 1, names: ['dang ky khai sinh'] },
      proposals: expect.arrayContaining([{ code: '1.001193', name: 'Đăng ký khai sinh', sent: 'dang ky khai sinh', score: 1 }]),
    });
    // Proposed and not applied: it waits until an operator says so.
    expect((await stage.laneOf(lane.dossierCode)).state).toBe('held');
    const present = ((await get(ALIASES)).body['items'] as { fromCode: string; toCode: string }[]).map(
      ({ fromCode, toCode }) => `${fromCode},${toCode},,,`,
    );
    const csv = csvOf(...present, 'TS_LOP1,1.006714,2020-01-01,,12/QĐ-VPCP');
    expect((await preview(csv, ALIASES)).body).toMatchObject({ waiting: 1, stillWaiting: 0, newTargets: [] });
    expect((await load(csv, ALIASES)).body).toMatchObject({ added: 1, ended: 0, waiting: 1 });
    await eventually(async () => (await stage.laneOf(lane.dossierCode)).state === 'due');
    const found = await get(`${ALIASES}/look-up?code=TS_LOP1.000.00.00.H22&day=2026-11-01`);
    expect(found.body).toMatchObject({ procedure: { code: '1.001193' }, aliases: ['1.006714', 'TS_LOP1'] });
    expect((await get(`${ALIASES}/look-up?code=TS_LOP1&day=2019-12-31`)).body['procedure']).toBeNull();
    const back = { direction: 'out', fromCode: '1.001193', toCode: 'TS_LOP1', reason };
    expect((await post(ALIASES, back)).body['code']).toBe('code.in-circle');
  });

  it('keep a name to themselves that says who applies', async () => {
    const personal = { procedureCode: '9.300001', procedureName: 'Cấp lại giấy cho Nguyễn Văn A' };
    await stage.hold(await stage.claimed(personal), '9.300001');
    const answer = JSON.stringify((await get('/api/procedure-proposals')).body);
    expect(answer).toContain('9.300001');
    expect(answer).not.toContain('Nguyễn');
  });
});

describe('the files and the operators', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'codes-'));
  const file = path.join(folder, 'code-tables/national/channel.csv');
  const log = { event: () => undefined, error: () => undefined };
  const restart = (): Promise<void> =>
    prepareDatabase({
      ...{ ownerUrl: stage.desk.databaseUrl, roles: undefined, configDir: folder },
      ...{ province: 'H56', destinations: DESTINATIONS, log },
    });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('each hold until somebody says something else: a line of a file is said once', async () => {
    cpSync('config', folder, { recursive: true });
    await load(csvOf('direct,1,,,', 'online,2,,,', 'post,5,,,'));
    const operators = await believed();
    expect(operators).toContain('post 5   lam');
    await restart();
    expect(await believed()).toEqual(operators);
    // A line that is new is said now, and holds.
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^post,3,.*$/m, 'post,6,,,'));
    await restart();
    expect(await believed()).toContain('post 6   files');
    const [change] = (await get(`${TABLE}/history`)).body['changes'] as { id: number; kind: string }[];
    expect(change?.kind).toBe('files');
    await post(`/api/code-changes/${String(change?.id)}/undo`, { reason });
    await restart();
    expect(await believed()).toEqual(operators);
  });
});

describe('whoever may not', () => {
  it('reads, and changes nothing', async () => {
    const asked = await stage.desk.ask('POST', `${TABLE}/preview`, { as: 'viewer', body: { direction: 'out', csv: SEEDED } });
    expect([asked.status, asked.body['code']]).toEqual([403, 'role.too-low']);
    expect((await post('/api/code-changes/999999/undo', { reason })).body['code']).toBe('code-change.unknown');
    expect((await post('/api/code-changes/x/undo', { reason })).body['code']).toBe('code-change.unknown');
  });
});
