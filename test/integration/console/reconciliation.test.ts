import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openConsole, type OpenConsole } from './open-console.ts';

let desk: OpenConsole;

beforeAll(async () => {
  desk = await openConsole();
  await desk.owner.query(`INSERT INTO client (code, name, role, created_at) VALUES ('recon', 'Xã', 'commune', now())`);
  await desk.owner.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, day, fingerprint, must_act, first_at, last_at,
       found_by, seen_by, heal, heal_state, cause, tries)
     SELECT gen_random_uuid(), 'national', 'national', CASE n % 2 WHEN 0 THEN 'field' ELSE 'steps' END, 'f', 'H56.14797-261123-' || (1000 + n), 1,
       a.unit_id, date '2026-11-23' + n % 2, 'x', 'province', now() - n * interval '1 minute', now() - n * interval '1 minute',
       gen_random_uuid(), gen_random_uuid(), 'task', 'person', 'steps.more', 0
     FROM generate_series(0, 4) n, (SELECT unit_id FROM unit_alias WHERE code = '14797' AND scheme = 'administrative' ORDER BY valid DESC LIMIT 1) a`,
  );
});

afterAll(() => desk.close());

const reason = 'nghi cổng mất dữ liệu';
const as = 'operator' as const;

describe('reconciliation at the console', () => {
  it('is ordered by operators, shown with its progress, and cancelled, each with its line in the audit', async () => {
    const ordered = await desk.ask('POST', '/api/reconciliation/runs', { as, body: { scope: 'changed', reason } });
    expect(ordered).toMatchObject({
      status: 202,
      body: { state: 'running', cause: 'demand', destinations: ['national'], asked: 0, cells: {} },
    });
    const id = String(ordered.body['id']);
    const busy = await desk.ask('POST', '/api/reconciliation/runs', { as, body: { scope: 'all', reason } });
    expect(busy).toMatchObject({ status: 409, body: { code: 'reconcile.busy' } });
    expect(await desk.ask('GET', '/api/reconciliation/runs', { as: 'viewer' })).toMatchObject({ body: { items: [{ id }] } });
    const cancel = `/api/reconciliation/runs/${id}/cancel`;
    expect(await desk.ask('POST', cancel, { as, body: {} })).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await desk.ask('POST', cancel, { as, body: {} })).toMatchObject({ status: 409, body: { code: 'reconcile.over' } });
    const audit = await desk.ask('GET', `/api/audit?subject=${id}`, { as: 'admin' });
    expect((audit.body['items'] as { act: string }[]).map(({ act }) => act)).toEqual(['reconcile.cancel', 'reconcile.order']);
  });

  it('is ordered for a destination with which another one, that waits for somebody else, is through', async () => {
    const id = randomUUID();
    await desk.owner.query(
      `INSERT INTO reconcile_run (id, cause, scope, state, destinations, through, created_by, reason, created_at)
       VALUES ($1, 'demand', 'all', 'running', '{elsewhere,national}', '{national}', 'lam', '', now())`,
      [id],
    );
    const ordered = await desk.ask('POST', '/api/reconciliation/runs', { as, body: { scope: 'all', reason } });
    expect(ordered).toMatchObject({ status: 202, body: { destinations: ['national'] } });
    await desk.owner.query(`UPDATE reconcile_run SET state = 'cancelled' WHERE state = 'running'`);
  });

  it.each([
    '/api/reconciliation/discrepancies?dossierCode=%00',
    '/api/reconciliation/discrepancies?unit=%00',
    '/api/reconciliation/dossiers/a%00b',
    '/api/reconciliation/discrepancies?after=9999999999999999.00000000-0000-0000-0000-000000000000',
    '/api/reconciliation/heat?to=1900-01-01',
    '/api/reconciliation/runs/%00',
  ])('answers to %s without a fault of its own', async (path) => {
    expect((await desk.ask('GET', path, { as: 'viewer' })).status).toBeLessThan(500);
  });

  it.each([
    [{ scope: 'all', destinations: ['province'], reason }, 'reconcile.unseeing'],
    [{ scope: 'all', destinations: ['nowhere'], reason }, 'reconcile.destination-unknown'],
    [{ scope: 'some', reason }, 'field.invalid'],
    [{ scope: 'all' }, 'reason.required'],
  ])('refuses %j', async (body, code) => {
    expect(await desk.ask('POST', '/api/reconciliation/runs', { as, body })).toMatchObject({ status: 422, body: { code } });
  });

  it('knows no run of another id, and lets viewers only look', async () => {
    const unknown = { status: 404, body: { code: 'reconcile.unknown' } };
    expect(await desk.ask('GET', `/api/reconciliation/runs/${randomUUID()}`, { as: 'viewer' })).toMatchObject(unknown);
    expect(await desk.ask('GET', '/api/reconciliation/runs/1', { as: 'viewer' })).toMatchObject(unknown);
    const order = await desk.ask('POST', '/api/reconciliation/runs', { as: 'viewer', body: { scope: 'all', reason } });
    expect(order).toMatchObject({ status: 403 });
  });

  it('lists what differs, by filters and in pages', async () => {
    const first = await desk.ask('GET', '/api/reconciliation/discrepancies?kind=field&limit=2', { as: 'viewer' });
    expect(first.body).toMatchObject({
      items: [
        {
          kind: 'field',
          tier: 'national',
          unit: { code: '14797' },
          owner: 'province',
          heal: 'task',
        },
        { kind: 'field' },
      ],
      hasMore: true,
    });
    const after = String(first.body['next']);
    const second = await desk.ask('GET', `/api/reconciliation/discrepancies?kind=field&limit=2&after=${after}`, { as: 'viewer' });
    expect(second.body).toMatchObject({ items: [{ kind: 'field' }], hasMore: false });
    const [{ dossierCode }] = first.body['items'] as [{ dossierCode: string }];
    for (const written of ['unit=h56.14797', `dossierCode=${dossierCode.toLowerCase()}`]) {
      const { body } = await desk.ask('GET', `/api/reconciliation/discrepancies?kind=field&${written}`, { as: 'viewer' });
      expect([written, body]).toEqual([
        written,
        { ...body, items: expect.arrayContaining([expect.objectContaining({ dossierCode })]) },
      ]);
    }
    const none = await desk.ask('GET', '/api/reconciliation/discrepancies?unit=14758', { as: 'viewer' });
    expect(none.body).toMatchObject({ items: [] });
    const wrong = await desk.ask('GET', '/api/reconciliation/discrepancies?tier=ward', { as: 'viewer' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'field.invalid' } });
  });

  it.each([
    'discrepancies?day=2026-02-30',
    'discrepancies.csv?day=2026-02-30',
    'heat?from=2026-02-30',
    'heat?to=2026-13-01',
    'heat?from=2026-10-30&to=2026-11-30',
  ])('refuses a day that there is not, instead of leaving the condition out: %s', async (path) => {
    const answer = await desk.ask('GET', `/api/reconciliation/${path}`, { as: 'viewer' });
    expect(answer).toMatchObject({ status: 422, body: { code: 'field.invalid' } });
  });

  it('gives the list as a table by the same filters, and says when the next runs come', async () => {
    const { text, headers } = await desk.ask('GET', '/api/reconciliation/discrepancies.csv?kind=field', { as: 'viewer' });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 3);
    expect(lines[1]).toMatch(
      /^H56\.14797-261123-1000,14797,Phường Hạc Thành,23\/11\/2026,national,Cổng Dịch vụ công quốc gia,field,f,Tỉnh,/,
    );
    const none = await desk.ask('GET', '/api/reconciliation/schedule', { as: 'viewer' });
    expect(none.body).toEqual({ hourly: null, nightly: null });
    await desk.owner.query(
      `INSERT INTO duty (name, cursor) VALUES ('reconcile-next-hourly', 1764212400), ('reconcile-next-nightly', 0)`,
    );
    const known = await desk.ask('GET', '/api/reconciliation/schedule', { as: 'viewer' });
    expect(known.body).toEqual({ hourly: '2025-11-27T03:00:00.000Z', nightly: null });
  });

  it('counts by unit and day for a map, and calls what nobody can see unseen', async () => {
    const heat = await desk.ask('GET', '/api/reconciliation/heat?from=2026-11-23&to=2026-11-24', { as: 'viewer' });
    expect(heat.body['cells']).toMatchObject([
      { unit: { code: '14797' }, day: '2026-11-24', dossiers: 2 },
      { unit: { code: '14797' }, day: '2026-11-23', dossiers: 3 },
    ]);
    const known = await desk.ask('GET', '/api/reconciliation/known', { as: 'viewer' });
    expect(known.body['items']).toMatchObject([
      { destination: 'national', lookup: 'steps', lanes: 0 },
      { destination: 'province', lookup: 'none', agrees: 0 },
    ]);
    expect(await desk.ask('GET', '/api/reconciliation/manifests', { as: 'viewer' })).toMatchObject({ body: { items: [] } });
    expect(await desk.ask('GET', '/api/reconciliation/dossiers/H56.14797-261123-0001', { as: 'viewer' })).toMatchObject({
      body: { items: [] },
    });
  });
});
