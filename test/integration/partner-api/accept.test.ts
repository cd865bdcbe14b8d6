import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DOSSIER, openDoor, STEP, type Answered, type OpenDoor } from './open-door.ts';

let door: OpenDoor;
let running = 0;

beforeAll(async () => {
  door = await openDoor();
});

afterAll(async () => {
  await door.close();
});

/** A dossier code that nobody has used yet. */
function freshCode(): string {
  running += 1;
  return `H56.14797-261123-${String(1_000 + running)}`;
}

function receiptsOf({ body }: Answered): Record<string, unknown>[] {
  return body['receipts'] as Record<string, unknown>[];
}

describe('accepting', () => {
  it('answers one dossier with its receipt, and the same content again with the first receipt', async () => {
    const dossier = { ...DOSSIER, dossierCode: freshCode() };
    const first = await door.post('/v1/dossiers', dossier);
    expect(first).toMatchObject({
      status: 202,
      body: { dossierCode: dossier.dossierCode, result: 'accepted', seq: 1, stale: false, warnings: [], problems: [] },
    });
    expect(first.body['contentHash']).toMatch(/^h1:[0-9a-f]{64}$/);
    const again = await door.post('/v1/dossiers', { ...dossier, agencyName: ` ${DOSSIER.agencyName} ` });
    expect(again).toMatchObject({
      status: 202,
      body: { result: 'duplicate', receiptId: first.body['receiptId'], itemId: first.body['itemId'] },
    });
  });

  it('shows a receipt again to its owner alone', async () => {
    const { body } = await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: freshCode() });
    const path = `/v1/receipts/${String(body['receiptId'])}`;
    expect(await door.get(path)).toMatchObject({
      status: 200,
      body: { receiptId: body['receiptId'], contentHash: body['contentHash'], result: 'accepted' },
    });
    const other = await door.get(path, { authorization: `Bearer ${door.keys.theirs}` });
    expect(other).toMatchObject({ status: 404, body: { code: 'receipt.unknown' } });
  });

  it('takes a step by dossier code or by source code, and shows the timeline', async () => {
    const dossierCode = freshCode();
    await door.post('/v1/dossiers', { ...DOSSIER, dossierCode, sourceCode: `S-${dossierCode}` });
    expect(await door.post('/v1/status-changes', { ...STEP, dossierCode })).toMatchObject({
      status: 202,
      body: { result: 'accepted', seq: 2 },
    });
    const bySource = { ...STEP, dossierCode: undefined, sourceCode: `S-${dossierCode}`, status: 9, content: 'Xong' };
    expect(await door.post('/v1/status-changes', bySource)).toMatchObject({
      status: 202,
      body: { result: 'accepted', dossierCode },
    });
    const view = await door.get(`/v1/dossiers/${dossierCode.toLowerCase()}`);
    expect(view).toMatchObject({
      status: 200,
      body: {
        status: 9,
        dossier: { dossierCode, status: 9 },
        destinations: [{ id: 'national', state: 'due', acknowledgedSeq: 0 }],
      },
    });
    const timeline = view.body['timeline'] as { kind: string; content: string | null }[];
    expect(timeline.map(({ kind, content }) => [kind, content])).toEqual([
      ['version', null],
      ['step', 'Thẩm định'],
      ['version', null],
      ['step', 'Xong'],
      ['version', null],
    ]);
  });

  it('answers a batch in its order, whatever became of each item', async () => {
    const [good, other] = [freshCode(), freshCode()];
    const items = [
      { ...DOSSIER, dossierCode: good },
      { ...DOSSIER, dossierCode: other, status: 11 },
      { ...DOSSIER, dossierCode: good },
      5,
    ];
    const answer = await door.post('/v1/dossiers', { items });
    expect(answer.status).toBe(202);
    expect(receiptsOf(answer)).toMatchObject([
      { dossierCode: good, result: 'accepted' },
      {
        dossierCode: other,
        result: 'refused',
        receiptId: null,
        itemId: null,
        seq: null,
        contentHash: null,
        acceptedAt: null,
        problems: [{ field: '/status', code: 'field.allowed' }],
      },
      { dossierCode: good, result: 'duplicate' },
      { dossierCode: null, result: 'refused', problems: [{ field: '', code: 'field.type' }] },
    ]);
  });

  it('answers 202 to a batch of which everything is refused, and keeps nothing', async () => {
    const before = await door.rows();
    const answer = await door.post('/v1/status-changes', { items: [{}, { ...STEP, dossierCode: freshCode() }] });
    expect(answer.status).toBe(202);
    expect(receiptsOf(answer)).toMatchObject([
      { problems: [{ code: 'field.required' }, {}, {}, {}, {}] },
      { problems: [{ field: '/dossierCode', code: 'dossier.unknown' }] },
    ]);
    expect(await door.rows()).toBe(before);
  });

  it('takes two items of one dossier in one batch and in concurrent requests', async () => {
    const dossierCode = freshCode();
    const notes = ['a', 'b', 'c', 'd'].map((note) => ({ ...DOSSIER, dossierCode, note }));
    const answers = await Promise.all([
      door.post('/v1/dossiers', { items: notes.slice(0, 2) }),
      ...notes.slice(2).map((item) => door.post('/v1/dossiers', item)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect((await door.get(`/v1/dossiers/${dossierCode}`)).body['versions']).toBe(4);
  });

  it('answers 31 good requests that arrive with one poisoned one', async () => {
    const good = Array.from({ length: 31 }, () => ({ ...DOSSIER, dossierCode: freshCode() }));
    const poisoned = { ...DOSSIER, dossierCode: freshCode(), note: '\0' };
    const answers = await Promise.all(
      [...good.slice(0, 15), poisoned, ...good.slice(15)].map((item) => door.post('/v1/dossiers', item)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(31);
    expect(answers[15]?.status).toBe(422);
  });

  it('only judges with validateOnly: the same shape, no ids, nothing written', async () => {
    const before = await door.rows();
    const dossier = { ...DOSSIER, dossierCode: freshCode() };
    const trial = await door.post('/v1/dossiers?validateOnly=true', dossier, { 'idempotency-key': 'trial' });
    expect(trial).toMatchObject({ status: 200, body: { result: 'accepted', receiptId: null, itemId: null } });
    expect(await door.post('/v1/dossiers?validateOnly=true', { ...dossier, status: 0 })).toMatchObject({ status: 422 });
    expect(await door.rows()).toBe(before);
  });

  it('says every text in the language asked for, and both beside each field', async () => {
    const answer = await door.post('/v1/dossiers', { ...DOSSIER, agencyName: '' }, { 'accept-language': 'en' });
    expect(answer.body).toMatchObject({
      title: 'A required field is missing',
      problems: [{ field: '/agencyName', message: { vi: expect.any(String), en: expect.any(String) } }],
    });
    expect(answer.headers.get('content-language')).toBe('en');
    expect(answer.body['instance']).toBe(`urn:uuid:${answer.headers.get('x-request-id') ?? ''}`);
  });

  it('logs who and how many, never what', async () => {
    const officer = 'Người Không Được Ghi';
    await door.post('/v1/dossiers', { ...DOSSIER, dossierCode: freshCode(), applicant: { kind: 'citizen', name: officer } });
    expect(door.events.at(-1)).toMatchObject({
      event: 'message.accepted',
      client: 'hac-thanh',
      door: 'native',
      accepted: 1,
      duplicate: 0,
      refused: 0,
    });
    expect(JSON.stringify(door.events)).not.toContain(officer);
    expect(door.events.filter(({ event }) => event === 'fault')).toEqual([]);
  });
});

describe('an Idempotency-Key', () => {
  const withKey = (body: unknown, key: string): Promise<Answered> => door.post('/v1/dossiers', body, { 'idempotency-key': key });

  it('gets the first answer again, byte for byte', async () => {
    const dossier = { ...DOSSIER, dossierCode: freshCode() };
    const first = await withKey(dossier, 'again');
    const second = await withKey(dossier, 'again');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect([second.status, second.text]).toEqual([first.status, first.text]);
  });

  it('is refused with other content, naming what differs', async () => {
    const dossier = { ...DOSSIER, dossierCode: freshCode() };
    await withKey(dossier, 'reused');
    const other = await withKey({ ...dossier, note: 'x', applicant: { kind: 'agency' } }, 'reused');
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency.key-reused' } });
    expect((other.body['problems'] as { field: string }[]).map(({ field }) => field).toSorted()).toEqual([
      '/applicant/kind',
      '/note',
    ]);
  });

  it('is not used up by a refusal', async () => {
    const dossier = { ...DOSSIER, dossierCode: freshCode() };
    expect((await withKey({ ...dossier, status: 0 }, 'mended')).status).toBe(422);
    expect((await withKey(dossier, 'mended')).status).toBe(202);
  });

  it('answers concurrent requests with the one answer or asks to wait', async () => {
    const dossier = { ...DOSSIER, dossierCode: freshCode() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => withKey(dossier, 'rush')));
    const texts = new Set(answers.filter(({ status }) => status === 202).map(({ text }) => text));
    expect(texts.size).toBe(1);
    for (const { headers } of answers.filter(({ status }) => status !== 202)) expect(headers.get('retry-after')).toBe('1');
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
  });
});
