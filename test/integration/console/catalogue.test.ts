import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Who } from '../../support/console-calls.ts';
import { openConsole, openSecondConsole, type OpenConsole } from './open-console.ts';

type Body = Readonly<Record<string, unknown>>;
interface Said {
  readonly status: number;
  readonly body: Body;
}

const reason = 'theo công văn của tỉnh';
const NOBODY = '01900000-0000-7000-8000-000000000000';
const [RENAMED, BIRTH] = ['2.000815', '1.001193'];

let desk: OpenConsole;
let sync: string;

beforeAll(async () => {
  desk = await openConsole();
  const ordered = await ask('POST', '/api/catalogue/syncs', { reason });
  expect(ordered).toMatchObject({ status: 202, body: { state: 'listing', by: 'lam', reason, destination: 'national' } });
  sync = String(ordered.body['id']);
});

afterAll(async () => {
  await desk.close();
});

function ask(method: string, path: string, body?: unknown, as: Who = 'operator'): Promise<Said> {
  return desk.ask(method, path, { as, ...(body !== undefined && { body }) });
}

/** A change of a name that waits, as a sync would have staged it. */
async function stage(code: string, name: string): Promise<number> {
  const { rows } = await desk.owner.query<{ id: string }>(
    `INSERT INTO catalogue_change (job_id, code, kind, state, before, after, staged_at)
     SELECT $1, code, 'renamed', 'waiting', jsonb_build_object('name', name), jsonb_build_object('name', $3::text), now()
     FROM procedure WHERE code = $2 AND upper_inf(recorded) AND valid @> current_date
     ON CONFLICT (job_id, code, kind) DO UPDATE SET state = 'waiting', before = excluded.before, after = excluded.after RETURNING id`,
    [sync, code, name],
  );
  return Number(rows[0]?.id);
}

const nameOf = async (code: string): Promise<unknown> => {
  const { body } = await ask('GET', `/api/catalogue/procedures?search=${code}`, undefined, 'viewer');
  return (body['items'] as Body[])[0]?.['name'];
};
const audited = async (): Promise<unknown[]> =>
  (
    await desk.owner.query<Body>(
      `SELECT actor, act, subject, details->>'reason' AS reason FROM audit WHERE act LIKE 'catalogue.%' ORDER BY id`,
    )
  ).rows;

describe('the catalogue at the operators’ door', () => {
  it.each([
    ['/api/catalogue/syncs', { reason }],
    ['/api/catalogue/changes/activate', { ids: [1], reason }],
    ['/api/catalogue/changes/reject', { ids: [1], reason }],
    [`/api/catalogue/syncs/${NOBODY}/roll-back`, { reason }],
    [`/api/catalogue/syncs/${NOBODY}/levels`, { reason }],
  ])('is changed by operators alone, from the page alone, with a reason: %s', async (path, body) => {
    expect(await ask('POST', path, body, 'viewer')).toMatchObject({ status: 403, body: { code: 'role.too-low' } });
    expect(await desk.ask('POST', path, { body })).toMatchObject({ status: 401 });
    const headers = { 'x-requested-by': undefined };
    expect(await desk.ask('POST', path, { as: 'operator', body, headers })).toMatchObject({
      status: 403,
      body: { code: 'csrf.missing' },
    });
    expect(await ask('POST', path, { ...body, reason: ' ' })).toMatchObject({ status: 422, body: { code: 'reason.required' } });
  });

  it('is looked at by everybody, and a sync that is under way is not ordered twice', async () => {
    for (const path of ['procedures', 'syncs', `syncs/${sync}`, `syncs/${sync}/differences`, 'changes', `changes?sync=${sync}`])
      expect([path, (await ask('GET', `/api/catalogue/${path}`, undefined, 'viewer')).status]).toEqual([path, 200]);
    expect((await ask('POST', '/api/catalogue/syncs', { reason }, 'admin')).body).toMatchObject({ id: sync, by: 'lam' });
    expect(await audited()).toEqual([{ actor: 'lam', act: 'catalogue.sync', subject: sync, reason }]);
  });

  it.each([
    ['GET', `syncs/${NOBODY}`, undefined, [404, 'sync.unknown']],
    ['GET', 'syncs/x', undefined, [404, 'sync.unknown']],
    ['GET', `syncs/${NOBODY}/differences`, undefined, [404, 'sync.unknown']],
    ['POST', `syncs/${NOBODY}/roll-back`, { reason }, [404, 'sync.unknown']],
    ['POST', `syncs/${NOBODY}/levels`, { reason }, [404, 'sync.unknown']],
    ['POST', 'changes/activate', { ids: [999_999], reason }, [409, 'change.decided']],
    ['POST', 'changes/reject', { ids: [999_999], reason }, [409, 'change.decided']],
  ])('names what is wrong: %s %s', async (method, path, body, [status, code]) => {
    expect(await ask(method, `/api/catalogue/${path}`, body)).toMatchObject({ status, body: { code } });
  });

  it.each([[{ ids: [] }], [{ ids: [1, 1] }], [{ ids: ['x'] }], [{ ids: [0] }], [{ ids: [1.5] }], [{}]])(
    'takes no ids that are none: %j',
    async (body) => {
      for (const act of ['activate', 'reject'])
        expect((await ask('POST', `/api/catalogue/changes/${act}`, { ...body, reason })).status).toBe(422);
    },
  );

  it('lets one of two operators decide a change; all of an act comes into force, or nothing', async () => {
    const [before, first, other] = [await nameOf(RENAMED), await stage(RENAMED, 'Tên mới'), await stage(BIRTH, 'Khai sinh')];
    const second = await openSecondConsole(desk);
    const decide = (as: Who, act: string, asker: Pick<OpenConsole, 'ask'>) =>
      asker.ask('POST', `/api/catalogue/changes/${act}`, { as, body: { ids: [first], reason } });
    const said = await Promise.all([decide('operator', 'activate', desk), decide('admin', 'activate', second)]);
    expect(said.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await ask('POST', '/api/catalogue/changes/activate', { ids: [first, other], reason })).toMatchObject({ status: 409 });
    expect(await nameOf(RENAMED)).toBe('Tên mới');
    expect(await nameOf(BIRTH)).not.toBe('Khai sinh');
    const lines = (await audited()).slice(1);
    expect(lines).toEqual([{ actor: expect.any(String) as unknown, act: 'catalogue.activate', subject: sync, reason }]);

    const rejected = await Promise.all([
      ask('POST', '/api/catalogue/changes/reject', { ids: [other], reason }),
      second.ask('POST', '/api/catalogue/changes/activate', { as: 'admin', body: { ids: [other], reason } }),
    ]);
    // Who rejects what the other has just activated is told; what was just turned down may still be brought into force.
    expect([['200', '200'].join(), ['409', '200'].join()]).toContain(rejected.map(({ status }) => String(status)).join());
    expect(await nameOf(BIRTH)).toBe('Khai sinh');

    const taken = await Promise.all([
      ask('POST', `/api/catalogue/syncs/${sync}/roll-back`, { reason }),
      second.ask('POST', `/api/catalogue/syncs/${sync}/roll-back`, { as: 'admin', body: { reason } }),
    ]);
    expect(taken.map(({ body }) => body['changes']).sort()).toEqual([0, 2]);
    expect(await nameOf(RENAMED)).toBe(before);
    await second.close();
  });

  it('says which procedures were changed otherwise', async () => {
    const id = await stage(RENAMED, 'Tên mới hơn');
    await desk.owner.query(`UPDATE catalogue_change SET before = '{"name": "Tên khác"}' WHERE id = $1`, [id]);
    expect(await ask('POST', '/api/catalogue/changes/activate', { ids: [id], reason })).toMatchObject({
      status: 409,
      body: { code: 'change.outdated', procedures: [RENAMED] },
    });
  });

  it('adopts levels of the second source as an act that can be taken back', async () => {
    const detail = { level: null, cases: [], papers: [], fees: [], durations: [], results: [], legalBases: [] };
    await desk.owner.query(
      `INSERT INTO procedure_detail (code, detail, raw, valid, recorded) VALUES ($1, $2, '{}', '(,)', tstzrange(now(), NULL))`,
      [BIRTH, JSON.stringify(detail)],
    );
    await desk.owner.query(
      `INSERT INTO catalogue_difference (job_id, code, kind, ours, theirs) VALUES ($1, $2, 'other-level', NULL, '4')`,
      [sync, BIRTH],
    );
    const level = async (): Promise<unknown> =>
      ((await ask('GET', `/api/catalogue/procedures?search=${BIRTH}`)).body['items'] as Body[])[0]?.['level'];
    expect(await level()).toBeNull();
    expect(await ask('POST', `/api/catalogue/syncs/${sync}/levels`, { reason })).toMatchObject({ body: { changes: 1 } });
    expect(await level()).toBe('4');
    expect(await ask('POST', `/api/catalogue/syncs/${sync}/levels`, { reason })).toMatchObject({ body: { changes: 0 } });
    const { items } = (await ask('GET', '/api/catalogue/syncs')).body as { items: Body[] };
    const act = items.find(({ changes }) => (changes as Body)['active'] === 1);
    expect(act).toMatchObject({ state: 'done', destination: '', by: 'lam', reason });
    expect(await ask('POST', `/api/catalogue/syncs/${String(act?.['id'])}/roll-back`, { reason })).toMatchObject({ status: 200 });
    expect(await level()).toBeNull();
    const acts = ((await audited()) as { act: string }[]).slice(-2).map((line) => line.act);
    expect(acts).toEqual(['catalogue.levels', 'catalogue.roll-back']);
  });
});
