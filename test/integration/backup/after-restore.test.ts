import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { finishRestoration, type FinishOrder } from '#ledger';
import { environmentOf, openBackupGround, runCommand } from '../../support/backup-commands.ts';
import { DOSSIER, openDoor, STEP, type OpenDoor } from '../partner-api/open-door.ts';

const ORDER: FinishOrder = {
  ...{
    since: undefined,
    settlesWithinMs: 60_000,
    resendWithinMs: 3_600_000,
    restoredOtherwise: false,
    inShadow: [],
    by: 'Nguyễn Thị Vận Hành',
  },
};
const SINCE = new Date('2026-11-20T02:00:00Z');

interface ResendItem {
  readonly id: string;
  readonly dossierCode: string | null;
  readonly want: string;
  readonly reason: { readonly vi: string; readonly en: string };
  readonly since: string;
}

let door: OpenDoor;
let owner: pg.Client;

beforeAll(async () => {
  door = await openDoor();
  owner = new pg.Client({ connectionString: door.databaseUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await door.close();
});

const theirs = (): Record<string, string> => ({ authorization: `Bearer ${door.keys.theirs}` });

async function requests(
  headers?: Record<string, string>,
  after = '',
): Promise<{ items: ResendItem[]; next: string; hasMore: boolean }> {
  const answer = await door.get(`/v1/resend-requests${after === '' ? '' : `?after=${after}`}`, headers);
  expect(answer.status).toBe(200);
  return answer.body as unknown as { items: ResendItem[]; next: string; hasMore: boolean };
}

async function positionOf(code: string): Promise<number> {
  const { rows } = await owner.query<{ pos: string }>(
    'SELECT pos FROM item i JOIN dossier o ON o.id = i.dossier_id WHERE o.code = $1',
    [code],
  );
  return Number(rows[0]?.pos);
}

async function count(text: string): Promise<number> {
  return Number((await owner.query<{ count: string }>(`SELECT count(*) FROM ${text}`)).rows[0]?.count);
}

describe('after a restore', () => {
  let cursors: { status: string; outcomes: string };

  it('there is nothing to finish where nothing was restored', async () => {
    await expect(finishRestoration(door.databaseUrl, ORDER)).rejects.toThrow('restoration.none');
    await expect(finishRestoration(door.databaseUrl, { ...ORDER, since: SINCE })).rejects.toThrow('restoration.none');
    const ground = openBackupGround({ pepper: door.pepper, wrappingKey: Buffer.alloc(32) });
    const environment = environmentOf(ground, door.databaseUrl);
    const run = await runCommand('after-restore', environment);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('--restored-otherwise')]);
    for (const words of [['--since', 'hôm qua'], ['--since'], ['--restored-otherwise'], ['--resend-within', '5'], ['gì đó']]) {
      const wrong = await runCommand('after-restore', environment, ...words);
      expect([words, wrong.code]).toEqual([words, 2]);
    }
    // The door of this test is at work on it: a ledger that runs was hardly restored a moment ago.
    const running = await runCommand('after-restore', environment, '--restored-otherwise', '--since', SINCE.toISOString());
    expect([running.code, running.stderr]).toEqual([1, expect.stringContaining('was it really restored?')]);
    ground.remove();
    expect(await count('restoration')).toBe(0);
  });

  it('every system is asked for everything, in both languages, and sees no other’s requests', async () => {
    await door.post('/v1/dossiers', DOSSIER);
    await door.post('/v1/status-changes', STEP);
    const [status, outcomes] = [await door.get('/v1/status-changes'), await door.get('/v1/outcomes')];
    cursors = { status: String(status.body['next']), outcomes: String(outcomes.body['next']) };
    const finished = await finishRestoration(door.databaseUrl, { ...ORDER, since: SINCE, restoredOtherwise: true });

    expect(finished).toMatchObject({ kind: 'finished', since: SINCE, clients: [{ code: 'hac-thanh' }, { code: 'ham-rong' }] });
    const { items, next, hasMore } = await requests();
    expect(hasMore).toBe(false);
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        dossierCode: null,
        want: 'both',
        reason: {
          vi: expect.stringMatching(/Hãy gửi lại, theo đúng thứ tự ban đầu/) as unknown,
          en: expect.stringMatching(/Send again, in the original order/) as unknown,
        },
        since: '2026-11-20T02:00:00.000Z',
      },
    ]);
    expect((await requests(theirs())).items.map(({ id }) => id)).not.toContain(items[0]?.id);
    expect((await requests(undefined, next)).items).toEqual([]);
    expect((await door.get(`/v1/resend-requests?after=${next}`, theirs())).status).toBe(422);
    const portal = await door.get('/v1/resend-requests', { authorization: `Bearer ${door.keys.portal}` });
    expect(portal.status).toBe(403);
  });

  it('nothing is claimed until what was under way has settled; who did it stands in the audit', async () => {
    const { lanes } = door.ledger;
    const order = { destination: 'national', among: 'all', most: 10, holder: 'h', leaseMs: 60_000 } as const;
    const claim = async (): Promise<number> => {
      await owner.query(`UPDATE lane SET state = 'due', due_at = now() - interval '1 minute', lease_until = NULL`);
      return (await lanes.claim(order)).length;
    };
    expect(await door.ledger.deliveryState()).toMatchObject({ kind: 'settling' });
    expect(await claim()).toBe(0);
    await owner.query(`UPDATE restoration SET deliver_from = NULL`);
    expect(await door.ledger.deliveryState()).toMatchObject({ kind: 'unfinished' });
    expect(await claim()).toBe(0);
    await owner.query(`UPDATE restoration SET deliver_from = now() - interval '1 second'`);
    expect(await door.ledger.deliveryState()).toEqual({ kind: 'goes' });
    expect(await claim()).toBe(1);
    const { rows } = await owner.query(`SELECT actor, act FROM audit WHERE act LIKE 'ledger.%' ORDER BY id`);
    expect(rows).toEqual([
      { actor: ORDER.by, act: 'ledger.restored' },
      { actor: ORDER.by, act: 'ledger.after-restore' },
    ]);
    expect(await count(`incident WHERE kind = 'restored' AND cleared_at IS NULL`)).toBe(0);
  });

  it('a second run changes nothing, an earlier time asks for more, a later one is refused', async () => {
    const before = await count('resend_request');
    const again = { ...ORDER, since: SINCE, restoredOtherwise: true };
    expect((await finishRestoration(door.databaseUrl, again)).kind).toBe('done-before');
    expect((await finishRestoration(door.databaseUrl, ORDER)).kind).toBe('done-before');
    expect([await count('resend_request'), await count('restoration')]).toEqual([before, 1]);
    const earlier = new Date('2026-11-19T02:00:00Z');
    expect((await finishRestoration(door.databaseUrl, { ...ORDER, since: earlier })).kind).toBe('widened');
    expect((await finishRestoration(door.databaseUrl, { ...ORDER, since: earlier })).kind).toBe('done-before');
    expect((await requests()).items.map(({ since }) => since)).toEqual(['2026-11-20T02:00:00.000Z', '2026-11-19T02:00:00.000Z']);
    expect(await door.ledger.deliveryState()).toEqual({ kind: 'goes' });
    const late = finishRestoration(door.databaseUrl, { ...ORDER, since: new Date(SINCE.getTime() + 1) });
    await expect(late).rejects.toThrow('since.late');
  });

  it('a cursor of before goes on, and misses nothing that comes after', async () => {
    const code = 'H56.14797-261123-0002';
    await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: code });
    const { status, body } = await door.get(`/v1/status-changes?after=${cursors.status}`);
    expect(status).toBe(200);
    expect((body['items'] as { dossierCode: string }[]).map(({ dossierCode }) => dossierCode)).toEqual([code]);
    expect((await door.get(`/v1/outcomes?after=${cursors.outcomes}`)).status).toBe(200);
  });

  it('a cursor of the lost time is told so, with one that goes on behind what is still known', async () => {
    await finishRestoration(door.databaseUrl, { ...ORDER, since: SINCE, restoredOtherwise: true });
    const codes = ['H56.14797-261124-0001', 'H56.14797-261124-0002'] as const;
    await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: codes[0] });
    const known = await positionOf(codes[0]);
    await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: codes[1] });
    const { body } = await door.get('/v1/status-changes?limit=1000');
    // As if the first of the two were the last in the backup.
    await owner.query(
      'UPDATE restoration SET item_after = $1::bigint, item_from = $1::bigint + 1000000000 WHERE id = (SELECT max(id) FROM restoration)',
      [known],
    );
    const lost = await door.get(`/v1/status-changes?after=${String(body['next'])}`, { 'accept-language': 'en' });
    expect([lost.status, lost.body]).toEqual([
      410,
      expect.objectContaining({
        code: 'cursor.restored',
        title: 'The gateway was restored',
        since: expect.any(String) as unknown,
      }),
    ]);
    const further = await door.get(`/v1/status-changes?after=${String(lost.body['next'])}`);
    expect((further.body['items'] as { dossierCode: string }[]).map(({ dossierCode }) => dossierCode)).toEqual([codes[1]]);
  });

  it('the same backup restored once more gives out no position of the life in between', async () => {
    const backedUp = 'SELECT last_value AS at FROM item_position';
    const [{ at } = { at: '0' }] = (await owner.query<{ at: string }>(backedUp)).rows;
    const inBetween = new Date(SINCE.getTime() + 60_000);
    await finishRestoration(door.databaseUrl, { ...ORDER, since: inBetween, restoredOtherwise: true });
    const code = 'H56.14797-261125-0001';
    await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: code });
    const { body } = await door.get('/v1/status-changes?limit=1000');
    await new Promise((resolve) => setTimeout(resolve, 5));
    // The second life begins where the backup ends too, and does not know of the first.
    await owner.query(`DELETE FROM item WHERE dossier_id = (SELECT id FROM dossier WHERE code = $1)`, [code]);
    for (const table of ['resend_request', 'restoration']) await owner.query(`DELETE FROM ${table}`);
    await owner.query(`SELECT setval('item_position', $1)`, [at]);
    await finishRestoration(door.databaseUrl, { ...ORDER, since: SINCE, restoredOtherwise: true });
    const lost = await door.get(`/v1/status-changes?after=${String(body['next'])}`);
    expect([lost.status, lost.body['code']]).toEqual([410, 'cursor.restored']);
  });
});
