import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readScoring } from '../../../apps/scheduler/src/scoring/read-scoring.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

const RUN = '0199a1b2-c3d4-7e5f-8a9b-00000000aaaa';
const as = 'viewer' as const;
const [RULES] = readScoring('config');
let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole();
  const { owner } = desk;
  await owner.query(`INSERT INTO client (code, name, role, created_at) VALUES ('score', 'Xã', 'commune', now())`);
  await owner.query(
    `INSERT INTO score_run (id, period, ends_at, rules, begun_at, computed_at, dossiers, unfilled)
     VALUES ($1, '2026-11', now() + interval '49 hours', $2, now(), now(), 40, 3)`,
    [RUN, JSON.stringify(RULES)],
  );
  await owner.query(
    `INSERT INTO score_figure (run_id, unit_id, figure, did, counted, lost)
     SELECT $1, u.unit_id, f.figure, f.did, f.counted, f.lost
     FROM (SELECT 0 AS unit_id UNION ALL SELECT a.unit_id FROM unit_alias a WHERE a.code = '14797' AND a.scheme = 'administrative'
         AND upper_inf(a.valid)) u,
       (VALUES ('1.4', '{4,4,0}'::float8[], '{3,4,0}'::float8[], 1), ('2.1', '{4,4,0}', '{1,4,0}', 3),
         ('3.3', '{2,4,0}', '{2,3,0}', 0), ('4.1', '{0,0,4}', '{0,0,4}', 0)) AS f (figure, did, counted, lost)`,
    [RUN],
  );
  // Five dossiers, the last without a due time.
  await owner.query(
    `WITH u AS (SELECT unit_id FROM unit_alias WHERE code = '14797' AND scheme = 'administrative' AND upper_inf(valid) LIMIT 1), o AS (
       INSERT INTO dossier (code, client_id, received_unit_id, procedure, last_seq, head_seq, client_seq, status, step_filled, created_at)
       SELECT 'H56.14797-261110-' || (1000 + n), (SELECT id FROM client WHERE code = 'score'), u.unit_id, '2.000815', 1, 1, 1, 9, '{}', now()
       FROM u, generate_series(0, 4) n RETURNING id, code, received_unit_id)
     INSERT INTO score_loss (run_id, due_on, dossier_id, figure, unit_id, procedure, cause, field, lane_state, lane_cause)
     SELECT $1, CASE WHEN o.code LIKE '%1004' THEN 9999999999 ELSE 1763000000 - right(o.code, 1)::int END, o.id, f.figure, o.received_unit_id,
       '2.000815', f.cause, f.field, 'held', 'unmapped|field|X'
     FROM o, (VALUES ('2.1', 'step-held', '9'), ('4.2', 'field-differs', 'DanhSachGiayToKetQua')) AS f (figure, cause, field)`,
    [RUN],
  );
});

afterAll(() => desk.close());

interface Cell {
  readonly number: string;
  readonly did: object;
  readonly counted: object;
}

async function listed(query: string): Promise<Record<string, unknown>[]> {
  const { body } = await desk.ask('GET', `/api/score/dossiers?period=2026-11&${query}`, { as });
  return body['items'] as Record<string, unknown>[];
}

async function file(path: string): Promise<{ readonly type: string | null; readonly text: string; readonly bytes: number[] }> {
  const answer = await fetch(`${desk.url}${path}`, { headers: { cookie: await desk.logIn(as) } });
  const content = Buffer.from(await answer.arrayBuffer());
  return { type: answer.headers.get('content-type'), text: content.toString(), bytes: [...content.subarray(0, 3)] };
}

describe('the score at the console', () => {
  it('shows both sides with their values, of the province and of each unit, and that nobody has confirmed the formulas', async () => {
    const { status, body } = await desk.ask('GET', '/api/score?period=2026-11', { as });
    expect(status).toBe(200);
    expect(body).toMatchObject({ period: '2026-11', daysLeft: 3, dossiers: 40, unfilled: 3, rules: { confirmed: false } });
    const cells = new Map((body['province'] as Cell[]).map((cell) => [cell.number, cell]));
    expect(cells.get('2.1')).toMatchObject({ did: { value: 100, share: 100 }, counted: { value: 25, points: null }, lost: 3 });
    expect(cells.get('3.3')).toMatchObject({ did: { value: 50, share: 100 }, counted: { value: 50, share: 100 } });
    expect(cells.get('4.1')).toMatchObject({ did: { value: null, reason: 'not-known', unknown: 4 } });
    expect(cells.get('4.4')).toMatchObject({ counted: { value: null, reason: 'nothing-counted' } });
    expect(cells.get('5.4')).toMatchObject({ did: { value: 100 }, counted: { value: 25, share: 27.78 }, lost: 3 });
    expect(body['units']).toMatchObject([{ unit: { code: '14797' }, figures: body['province'] }]);
    const one = await desk.ask('GET', '/api/score?period=2026-11&unit=14797', { as });
    expect(one.body).toMatchObject({ province: [], units: [{ unit: { code: '14797' } }] });
  });

  it('lists the dossiers by their due time, with the reason in both languages', async () => {
    const items = await listed('figure=2.1');
    expect(items.map(({ dossierCode }) => String(dossierCode).slice(-1))).toEqual(['3', '2', '1', '0', '4']);
    expect(items[0]).toMatchObject({
      ...{ unit: { code: '14797' }, cause: 'step-held', laneState: 'held' },
      why: {
        vi: 'Bước bị giữ lại vì bảng mã thiếu một mã. Bước 9 (Đã xử lý xong).',
        en: 'The step is held, since the tables lack a code. Step 9 (Finished).',
      },
      laneWhy: { vi: 'Bảng mã của nơi nhận thiếu một mã.' },
    });
    expect(items.at(-1)).toMatchObject({ dueAt: null });
    expect(await listed('cause=field-differs&unit=14797')).toHaveLength(5);
    expect(await listed('unit=14758')).toEqual([]);
    // The late part of satisfaction is the one of 2.1.
    expect(await listed('figure=5.4')).toEqual(items);
  });

  it('gives every dossier once, in pages', async () => {
    const seen: string[] = [];
    for (let after = '', more = true; more;) {
      const { body } = await desk.ask('GET', `/api/score/dossiers?period=2026-11&limit=3${after}`, { as });
      seen.push(
        ...(body['items'] as Record<string, unknown>[]).map(
          ({ dossierCode, figure }) => `${String(dossierCode)} ${String(figure)}`,
        ),
      );
      after = `&after=${String(body['next'])}`;
      more = body['hasMore'] === true;
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });

  it('is there as files, which say that nobody has confirmed the formulas', async () => {
    const figures = await file('/api/score/figures.csv?period=2026-11');
    expect(figures.type).toBe('text/csv; charset=utf-8');
    // Spreadsheets read it as UTF-8 for these.
    expect(figures.bytes).toEqual([0xef, 0xbb, 0xbf]);
    const lines = figures.text.trim().split('\r\n');
    expect(lines).toHaveLength(1 + 2 * (RULES?.figures.length ?? 0));
    expect(lines.find((line) => line.includes(',14797,') && line.includes(',2.1,'))).toMatch(
      /^2026-11,14797,Phường Hạc Thành,2.1,Hồ sơ đúng hạn,On time,100.00,4,4,25.00,1,4,3,100,25,N\/A,0,0,766-2022 \(chưa xác nhận \/ unconfirmed\),/,
    );
    expect(figures.text).toContain('N/A: danh mục chưa đủ / the catalogue does not tell');
    const dossiers = await file('/api/score/dossiers.csv?period=2026-11&figure=4.2');
    expect(dossiers.text.trim().split('\r\n')).toHaveLength(6);
    expect(dossiers.text).toContain('Trường: DanhSachGiayToKetQua.');
    expect(dossiers.text).toContain('chưa xác nhận / unconfirmed');
  });

  it('has no cell in its files that a spreadsheet would carry out', async () => {
    const code = `=HYPERLINK("http://evil")`;
    await desk.owner.query(`UPDATE dossier SET code = $1 WHERE code LIKE '%-1001'`, [code]);
    const { text } = await file('/api/score/dossiers.csv?period=2026-11&figure=4.2');
    await desk.owner.query(`UPDATE dossier SET code = 'H56.14797-261110-1001' WHERE code = $1`, [code]);
    expect(text).toContain(`,"'=HYPERLINK(""http://evil"")",`);
  });

  it.each(['/api/score?period=2026-10', '/api/score/dossiers?period=2025', '/api/score/figures.csv?period=2026-Q1'])(
    'knows nothing of a period that was not computed: %s',
    async (path) => {
      expect(await desk.ask('GET', path, { as })).toMatchObject({ status: 404, body: { code: 'score.not-computed' } });
    },
  );

  it.each([
    '/api/score',
    '/api/score?period=2026-13',
    '/api/score?period=0000-00',
    '/api/score?period=2026-11&period=2026-10',
    `/api/score?period=${'2'.repeat(4_000)}`,
    '/api/score/dossiers?period=2026-11&after=1.99999999999999999999.2.1',
    '/api/score/dossiers?period=2026-11&after=1.1.2.1%27--',
    '/api/score/dossiers?period=2026-11&limit=100000',
    '/api/score/dossiers?period=2026-11&after=x',
    '/api/score/dossiers?period=2026-11&figure=9.9',
  ])('refuses %s', async (path) => {
    expect(await desk.ask('GET', path, { as })).toMatchObject({ status: 422, body: { code: 'field.invalid' } });
  });

  it('refuses a unit that the database cannot take', async () => {
    expect(await desk.ask('GET', '/api/score?period=2026-11&unit=%00', { as })).toMatchObject({ status: 422 });
  });

  it('is computed anew when an operator says why, with a line in the audit', async () => {
    const body = { period: '2026-11', reason: 'vừa gửi lại các bước' };
    expect(await desk.ask('POST', '/api/score/compute', { as, body })).toMatchObject({ status: 403 });
    expect(await desk.ask('POST', '/api/score/compute', { as: 'operator', body })).toMatchObject({
      status: 202,
      body: { isOrdered: true },
    });
    expect(await desk.ask('GET', '/api/score?period=2026-11', { as })).toMatchObject({ body: { isOrdered: true } });
    expect(await desk.ask('GET', '/api/score/periods', { as })).toMatchObject({ body: { items: [{ period: '2026-11' }] } });
    const audit = await desk.ask('GET', '/api/audit?subject=2026-11', { as: 'admin' });
    expect(audit.body['items']).toMatchObject([{ act: 'score.order' }]);
  });
});
