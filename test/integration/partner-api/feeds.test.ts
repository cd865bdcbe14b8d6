import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { DOSSIER, openDoor, STEP, type OpenDoor } from './open-door.ts';

const PORTAL_TEXT = 'Lỗi của cổng: Nguyễn Văn A, 038199001234';

let door: OpenDoor;
let owner: pg.Client;

beforeAll(async () => {
  door = await openDoor();
  owner = new pg.Client({ connectionString: door.databaseUrl });
  await owner.connect();
  await door.post('/v1/dossiers', DOSSIER);
  await door.post('/v1/status-changes', STEP);
  await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: THEIRS, note: 'của họ' }, theirs());
  await door.post('/v1/status-changes', { ...STEP, dossierCode: THEIRS, officer: 'Phạm Của Họ' }, theirs());
});

afterAll(async () => {
  await owner.end();
  await door.close();
});

const THEIRS = 'H56.14758-261123-0001';
const theirs = (): Record<string, string> => ({ authorization: `Bearer ${door.keys.theirs}` });

async function scopeOf(client: string, unit: string): Promise<void> {
  await owner.query(
    `INSERT INTO client_scope (client_id, unit_id, valid)
      SELECT c.id, a.unit_id, '(,)' FROM client c, unit_alias a WHERE c.code = $1 AND a.code = $2`,
    [client, unit],
  );
  await owner.query('NOTIFY clients_changed');
}

describe('GET /v1/status-changes', () => {
  it('shows the changes of the caller, with what steps say', async () => {
    const { status, body } = await door.get('/v1/status-changes');
    expect(status).toBe(200);
    const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/) as unknown;
    const common = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      dossierCode: DOSSIER.dossierCode,
      acceptedAt: time,
    };
    expect(body).toEqual({
      items: [
        { ...common, seq: 1, origin: 'client', status: 2, occurredAt: null, content: null, officer: null },
        {
          ...{ ...common, seq: 2, origin: 'client', status: 4 },
          ...{ occurredAt: '2026-11-23T02:00:00.000Z', content: STEP.content, officer: STEP.officer },
        },
      ],
      next: expect.any(String) as unknown,
      hasMore: false,
    });
  });

  it('is walked with next, which is always there', async () => {
    const first = await door.get('/v1/status-changes?limit=1');
    expect(first.body).toMatchObject({ items: [{ seq: 1 }], hasMore: true });
    const second = await door.get(`/v1/status-changes?limit=1&after=${String(first.body['next'])}`);
    expect(second.body).toMatchObject({ items: [{ seq: 2 }], hasMore: false });
    const third = await door.get(`/v1/status-changes?after=${String(second.body['next'])}`);
    expect(third.body).toEqual({ items: [], next: expect.any(String) as unknown, hasMore: false });
  });

  it('shows no byte of another commune', async () => {
    const [mine, other] = [await door.get('/v1/status-changes'), await door.get('/v1/status-changes', theirs())];
    expect(mine.text).not.toMatch(/14758|Của Họ/);
    expect(other.text).toContain('Phạm Của Họ');
    expect(other.text).not.toContain(DOSSIER.dossierCode);
  });

  it('answers a scope that has grown with cursors for what was added', async () => {
    const { body } = await door.get('/v1/status-changes');
    await scopeOf('hac-thanh', '14758');
    const grown = await eventually(async () => {
      const answer = await door.get(`/v1/status-changes?after=${String(body['next'])}`, { 'accept-language': 'en' });
      expect(answer.status).toBe(410);
      return answer.body;
    });
    expect(grown).toMatchObject({ code: 'cursor.scope-grown', title: 'The scope has grown', problems: [] });
    const [added] = grown['backfill'] as { unit: string; cursor: string }[];
    expect(added).toMatchObject({ unit: expect.any(String), name: expect.any(String), validTo: null });
    expect(added?.unit).toBe('14758');
    const backfill = await door.get(`/v1/status-changes?after=${added?.cursor ?? ''}`);
    expect(backfill.body).toMatchObject({ items: [{ dossierCode: THEIRS, seq: 1 }, { seq: 2 }], hasMore: false });
    const further = await door.get(`/v1/status-changes?after=${String(grown['next'])}`);
    expect(further.body).toMatchObject({ items: [], hasMore: false });
  });
});

describe('GET /v1/outcomes', () => {
  /** As a relay notes it; answers when it was committed. */
  async function note(code: string, state: string, cause: string): Promise<number> {
    await owner.query(
      `INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
        SELECT nextval('outcome_position'), gen_random_uuid(), id, 'national', 1, $2, $3, 'commune', now() FROM dossier WHERE code = $1`,
      [code, state, cause],
    );
    return performance.now();
  }

  it('says what became of the items of the caller, in words of its own, within a second of the commit', async () => {
    const { body: receipt } = await door.post('/v1/dossiers', DOSSIER);
    let { next } = (await door.get('/v1/outcomes')).body;
    await note(THEIRS, 'delivered', 'delivered');
    const committed = await note(DOSSIER.dossierCode, 'refused', 'national.content');
    const { body, text } = await door.get(`/v1/outcomes?after=${String(next)}`);
    expect(performance.now() - committed).toBeLessThan(1_000);
    next = body['next'];
    expect(body).toMatchObject({ hasMore: false });
    expect(body['items']).toEqual([
      {
        ...{ id: expect.any(String) as unknown, dossierCode: DOSSIER.dossierCode, itemId: receipt['itemId'], seq: 1 },
        ...{ kind: 'version', destination: 'national', state: 'refused', code: 'refused.content', mustAct: 'commune' },
        message: {
          vi: expect.stringMatching(/^Nơi nhận từ chối nội dung\. Hãy sửa/) as unknown,
          en: expect.stringMatching(/^The destination refused the content\. Correct/) as unknown,
        },
        at: expect.any(String) as unknown,
      },
    ]);
    expect(text).not.toContain('14758');
    expect((await door.get(`/v1/outcomes?after=${String(next)}`)).body).toMatchObject({ items: [], hasMore: false });
  });

  it('never shows a cause that it does not know', async () => {
    await note(DOSSIER.dossierCode, 'refused', PORTAL_TEXT);
    const { text, body } = await door.get('/v1/outcomes');
    expect((body['items'] as { code: string }[]).at(-1)?.code).toBe('refused');
    expect(text).not.toContain('Nguyễn Văn A');
  });

  it('tells, by the role of the door, that a refused version made room for a newer one', async () => {
    await owner.query(
      `UPDATE lane SET state = 'blocked', blocked_seq = 1, cause = 'refused|national|create|national.content|x'
        WHERE dossier_id = (SELECT id FROM dossier WHERE code = $1)`,
      [DOSSIER.dossierCode],
    );
    await owner.query(
      `UPDATE lane_item SET state = 'refused' WHERE seq = 1 AND dossier_id = (SELECT id FROM dossier WHERE code = $1)`,
      [DOSSIER.dossierCode],
    );
    const answer = await door.post('/v1/dossiers', { ...DOSSIER, status: 4, note: 'đã sửa' });
    expect(answer).toMatchObject({ status: 202, body: { result: 'accepted' } });
    const { body } = await door.get('/v1/outcomes');
    expect((body['items'] as object[]).at(-1)).toMatchObject({
      ...{ seq: 1, state: 'released', code: 'released.replaced', mustAct: 'nobody' },
    });
  });
});
