import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DOSSIER, openDoor, type Answered, type OpenDoor } from './open-door.ts';

let door: OpenDoor;
const TODAY = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const TOMORROW = new Date(Date.now() + 31 * 3_600_000).toISOString().slice(0, 10);

beforeAll(async () => {
  door = await openDoor();
  const sent = { ...DOSSIER, receivedAt: `${TODAY}T00:00:00+07:00`, dueAt: `${TODAY}T23:59:00+07:00` };
  await door.post('/v1/dossiers', sent);
  // The status changes without a step.
  await door.post('/v1/dossiers', { ...sent, status: 4 });
  await door.ledger.clients.writeNotes();
});

afterAll(() => door.close());

const sheet = (query = '', key = door.keys.mine): Promise<Answered> =>
  door.get(`/v1/daily-sheet${query}`, { authorization: `Bearer ${key}` });

describe('the daily sheet at the native door', () => {
  it('is that of the units of the caller, as a value unless it is asked for otherwise', async () => {
    const { status, body, headers } = await sheet();
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body).toMatchObject({
      ...{ day: TODAY, of: 'unit', unit: { code: '14797', name: 'Phường Hạc Thành' }, rows: [] },
      facts: {
        dossiers: { received: 1, inProgress: 1 },
        due: { today: 1, dossiers: [{ code: DOSSIER.dossierCode, status: 4, dueOn: TODAY, worked: 0 }] },
        warnings: expect.arrayContaining([
          { code: 'status-without-step', given: 1, message: expect.anything(), next: expect.anything() },
        ]),
        systems: [{ client: expect.any(String), lastAt: expect.any(String) }],
      },
    });
    expect((await sheet('', door.keys.theirs)).body).toMatchObject({
      unit: { code: '14758' },
      facts: { dossiers: { received: 0 } },
    });
  });

  it('is a page or a table too', async () => {
    const page = await sheet(`?format=html&day=${TODAY}`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("style-src 'unsafe-inline'");
    expect(page.text).toContain('Phường Hạc Thành');
    expect(page.text).toContain(DOSSIER.dossierCode);
    const table = await sheet(`?format=csv&day=${TODAY}`);
    expect(table.headers.get('content-disposition')).toBe(`inline; filename="phieu-${TODAY}-14797.csv"`);
    expect(table.text).toContain('Tiếp nhận trong ngày,,1,,\r\n');
  });

  it('of one named unit is given where that is in scope, also as it was before a merger', async () => {
    for (const written of ['14797', 'H56.14797', 'h56.14797'])
      expect((await sheet(`?unit=${written}`)).body).toMatchObject({ unit: { code: '14797' } });
    expect(await sheet('?unit=14758')).toMatchObject({ status: 403, body: { code: 'unit.out-of-scope' } });
    expect(await sheet('?unit=nobody')).toMatchObject({ status: 403 });
    const before = await sheet('?day=2025-06-27');
    expect(before.body).toMatchObject({ of: 'units', unit: null });
    expect((before.body['rows'] as unknown[]).length).toBeGreaterThan(1);
  });

  it.each([
    '?day=2026-02-30',
    '?day=26/11/2026',
    '?day=',
    '?format=pdf',
    '?unit=',
    '?days=2026-11-26',
    '?day=2026-01-05&day=2026-01-06',
  ])('is refused for %s, and the parameter is named', async (query) => {
    const name = /\?([a-z]+)=/.exec(query)?.[1] ?? '';
    expect(await sheet(query)).toMatchObject({
      status: 422,
      body: { code: 'query.invalid', problems: [{ field: `/${name}`, code: 'query.invalid' }] },
    });
  });

  it('is not there of a day to come, nor for a stranger or a portal', async () => {
    expect(await sheet(`?day=${TOMORROW}`)).toMatchObject({ status: 422, body: { code: 'sheet.future' } });
    expect(await sheet('', 'nobody')).toMatchObject({ status: 401 });
    expect(await sheet('', door.keys.portal)).toMatchObject({ status: 403 });
  });
});
