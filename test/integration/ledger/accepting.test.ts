import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Dossier, SourceVersion } from '#canonical';
import type { Receipt, SubmittedItem } from '#ledger';
import { aDossier, aStep, instant, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let serial = 0;
beforeAll(async () => {
  t = await openTestLedger();
});
afterAll(() => t.close());

const newCode = (): string => `H56.14797-261123-${String((serial += 1)).padStart(4, '0')}`;
const send = (...items: Parameters<typeof submit>[2]): Promise<readonly Receipt[]> => receipts(submit(t.ledger, t.a, items));
const one = async (item: Parameters<typeof submit>[2][number]): Promise<Receipt> => (await send(item))[0] as Receipt;
const withVersion = (
  dossier: Dossier,
  value: number,
  kind: SourceVersion['kind'] = 'integer',
  cleared: string[] = [],
): SubmittedItem => ({
  ...{ kind: 'dossier', dossier, cleared, sourceVersion: { kind, value }, warnings: [] },
});

async function view(code: string): Promise<Exclude<Awaited<ReturnType<TestLedger['ledger']['readDossier']>>, string>> {
  const found = await t.ledger.readDossier(t.a, code);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

describe('the same content', () => {
  it('is answered with the first receipt, alone, in a batch and at the same moment', async () => {
    const dossier = aDossier(newCode());
    const [first, ...same] = (await Promise.all([send(dossier), send(dossier, dossier), send(dossier)])).flat();
    expect(first?.result).toBe('accepted');
    expect(same.map(({ result, receiptId }) => [result, receiptId])).toEqual(same.map(() => ['duplicate', first?.receiptId]));
  });

  it('A, B, A is three versions', async () => {
    const a = aDossier(newCode());
    const results = [await one(a), await one({ ...a, note: 'B' }), await one(a)];
    expect(results.map((receipt) => [receipt.result, receipt.seq, receipt.stale])).toEqual([
      ['accepted', 1, false],
      ['accepted', 2, false],
      ['accepted', 3, false],
    ]);
    expect(results[2]?.warnings).toEqual([{ field: '', code: 'revert' }]);
  });

  it('is the client’s own last version when only steps came after it', async () => {
    const dossier = aDossier(newCode());
    const first = await one(dossier);
    await send(
      aStep(dossier.dossierCode, 4, '2026-11-23T09:00:00+07:00'),
      aStep(dossier.dossierCode, 9, '2026-11-23T10:00:00+07:00'),
    );
    expect(await one(dossier)).toMatchObject({ result: 'duplicate', receiptId: first.receiptId });
  });

  it('is the client’s own last version also when a late step only filled a time', async () => {
    const dossier = aDossier(newCode());
    await one(dossier);
    await one(aStep(dossier.dossierCode, 4, '2026-11-23T09:00:00+07:00'));
    const inProcess = { ...dossier, status: 4 as const, note: 'B' };
    const last = await one(inProcess);
    await one(aStep(dossier.dossierCode, 10, '2026-11-23T08:30:00+07:00'));
    expect((await view(dossier.dossierCode)).dossier).toMatchObject({
      status: 4,
      returnedAt: instant('2026-11-23T08:30:00+07:00'),
    });
    expect(await one(inProcess)).toMatchObject({ result: 'duplicate', receiptId: last.receiptId });
  });

  it('counts a step only if all nine fields are equal', async () => {
    const { dossierCode } = aDossier(newCode());
    await one(aDossier(dossierCode));
    const step = aStep(dossierCode, 4, '2026-11-23T09:00:00+07:00');
    const first = await one(step);
    expect(await one(step)).toMatchObject({ result: 'duplicate', receiptId: first.receiptId });
    expect(await one({ ...step, officer: 'Trần Văn C' })).toMatchObject({ result: 'accepted' });
  });
});

describe('the order of the source', () => {
  it('takes a null that comes with the same version for another content', async () => {
    const dossier = aDossier(newCode(), { dueAt: instant('2026-11-25T17:00:00+07:00') });
    const { dueAt, ...less } = dossier;
    await one(withVersion(dossier, 1));
    await one(withVersion({ ...less, note: 'x' }, 2));
    expect((await view(dossier.dossierCode)).dossier.dueAt).toBe(dueAt);
    const cleared = { ...withVersion({ ...less, note: 'x' }, 2), cleared: ['dueAt'] };
    expect((await one(cleared)).problems).toEqual([{ field: '/sourceVersion', code: 'dossier.version-conflict' }]);
  });

  it('records an older version and does not send it', async () => {
    const dossier = aDossier(newCode());
    await one(withVersion({ ...dossier, note: 'new' }, 5));
    expect(await one(withVersion(dossier, 4))).toMatchObject({ result: 'accepted', stale: true, seq: 2 });
    expect((await view(dossier.dossierCode)).dossier.note).toBe('new');
  });

  it('refuses another content with the same version, and another kind of version', async () => {
    const dossier = aDossier(newCode());
    await one(withVersion(dossier, 5));
    expect((await one(withVersion({ ...dossier, note: 'x' }, 5))).problems).toEqual([
      { field: '/sourceVersion', code: 'dossier.version-conflict' },
    ]);
    expect((await one(withVersion({ ...dossier, note: 'x' }, 9e11, 'instant'))).problems).toEqual([
      { field: '/sourceVersion', code: 'source-version.kind' },
    ]);
    expect(await one(withVersion({ ...dossier, note: 'x' }, 6))).toMatchObject({ result: 'accepted', stale: false });
  });

  it('without a version takes an old content whose status cannot follow for a late arrival', async () => {
    const received = aDossier(newCode());
    await send(received, { ...received, status: 4 });
    expect(await one(received)).toMatchObject({ result: 'accepted', stale: true });
    expect((await view(received.dossierCode)).status).toBe(4);
  });
});

describe('a step', () => {
  it('sets the status and fills the time that is still empty, in a version right behind it', async () => {
    const { dossierCode } = aDossier(newCode());
    await one(aDossier(dossierCode));
    expect(await one(aStep(dossierCode, 9, '2026-11-23T10:00:00+07:00'))).toMatchObject({ seq: 2 });
    const { dossier, timeline } = await view(dossierCode);
    expect(dossier).toMatchObject({ status: 9, finishedAt: instant('2026-11-23T10:00:00+07:00') });
    expect(timeline.map(({ seq, kind, origin }) => [seq, kind, origin])).toEqual([
      [1, 'version', 'client'],
      [2, 'step', 'client'],
      [3, 'version', 'step'],
    ]);
  });

  it('that comes late is kept and does not change today’s status', async () => {
    const { dossierCode } = aDossier(newCode());
    await send(
      aDossier(dossierCode),
      aStep(dossierCode, 9, '2026-11-23T10:00:00+07:00'),
      aStep(dossierCode, 4, '2026-11-23T09:00:00+07:00'),
    );
    expect(await view(dossierCode)).toMatchObject({ status: 9, versions: 2 });
  });

  it('of an unknown dossier or another client’s is refused and nothing is kept', async () => {
    const mine = aDossier(newCode());
    await one(mine);
    expect((await one(aStep(newCode(), 4, '2026-11-23T09:00:00+07:00'))).problems).toMatchObject([{ code: 'dossier.unknown' }]);
    const [theirs] = await receipts(submit(t.ledger, t.b, [aStep(mine.dossierCode, 4, '2026-11-23T09:00:00+07:00')]));
    expect(theirs?.problems).toMatchObject([{ code: 'dossier.not-yours' }]);
    expect((await view(mine.dossierCode)).timeline).toHaveLength(1);
  });

  it('corrects a former one that was given to nobody yet', async () => {
    const { dossierCode } = aDossier(newCode());
    const step = aStep(dossierCode, 4, '2026-11-23T09:00:00+07:00');
    await send(aDossier(dossierCode), step);
    expect(await one({ ...step, content: 'Thẩm định hồ sơ' })).toMatchObject({ result: 'accepted', stale: false });
    const states = await sql<{ seq: number; state: string }>(
      `SELECT li.seq, li.state FROM lane_item li JOIN dossier d ON d.id = li.dossier_id WHERE d.code = $1 ORDER BY 1`,
      [dossierCode],
    );
    expect(states.map(({ state }) => state)).toEqual(['pending', 'superseded', 'pending', 'pending']);
  });

  it('that corrects a former one takes its place, before the steps that followed, however often it is corrected', async () => {
    const { dossierCode } = aDossier(newCode());
    const step = aStep(dossierCode, 4, '2026-11-23T09:00:00+07:00');
    const later = aStep(dossierCode, 5, '2026-11-23T10:00:00+07:00');
    await send(aDossier(dossierCode), step, later, { ...step, content: 'B' });
    await one({ ...step, content: 'C' });
    const lanes = await t.ledger.lanes.claim({
      destination: 'national',
      among: 'all',
      most: 100,
      holder: 'test',
      leaseMs: 60_000,
    });
    const { pending = [] } = lanes.find((lane) => lane.dossierCode === dossierCode) ?? {};
    expect(pending.map((item) => (item.kind === 'step' ? item.step.content : `version ${String(item.status)}`))).toEqual([
      'version 2',
      'C',
      'version 4',
      later.content,
      'version 5',
    ]);
  });
});

describe('nothing is blanked', () => {
  it('keeps what decides the score when it is left out, clears it on an explicit null, and lets the rest go', async () => {
    const dossier = aDossier(newCode(), { channel: 'online', dueAt: instant('2026-11-25T17:00:00+07:00'), note: 'x' });
    await one(dossier);
    const { channel, dueAt, note, ...less } = dossier;
    const kept = await one({ ...less, abstract: 'y' });
    expect(kept.warnings.map(({ field, code }) => [field, code])).toEqual(
      expect.arrayContaining([
        ['/channel', 'would-blank'],
        ['/dueAt', 'would-blank'],
      ]),
    );
    expect((await view(dossier.dossierCode)).dossier).toMatchObject({ channel, dueAt, abstract: 'y' });
    expect((await view(dossier.dossierCode)).dossier.note).toBeUndefined();
    await one({
      kind: 'dossier',
      dossier: { ...less, abstract: 'z' },
      cleared: ['dueAt'],
      sourceVersion: undefined,
      warnings: [],
    });
    expect((await view(dossier.dossierCode)).dossier.dueAt).toBeUndefined();
    expect(note).toBe('x');
  });
});

describe('ownership', () => {
  it('refuses a code of another client with one incident, and a code minted by another unit', async () => {
    const dossier = aDossier(newCode());
    await one(dossier);
    const [theirs] = await receipts(submit(t.ledger, t.b, [dossier]));
    expect(theirs?.problems).toEqual([{ field: '/dossierCode', code: 'dossier.code-taken' }]);
    expect(
      await sql(
        `SELECT i.count FROM incident i JOIN dossier o ON o.id = i.sample_dossier_id WHERE i.kind = 'code-taken' AND o.code = $1`,
        [dossier.dossierCode],
      ),
    ).toEqual([{ count: '1' }]);
    expect((await one(aDossier('H56.14758-261123-0001'))).problems).toEqual([
      { field: '/dossierCode', code: 'unit.out-of-scope' },
    ]);
    expect(await t.ledger.readDossier(t.b, dossier.dossierCode)).toBe('not-yours');
  });
});

describe('under load', () => {
  it('gives every item of many concurrent requests one place, in order per dossier', async () => {
    const codes = Array.from({ length: 40 }, newCode);
    await Promise.all(codes.map((code) => one(aDossier(code))));
    const minutes = Array.from({ length: 20 }, (_, index) => String(index + 10));
    await Promise.all(minutes.map((minute) => send(...codes.map((code) => aStep(code, 4, `2026-11-23T09:${minute}:00+07:00`)))));
    const rows = await sql<{ holes: number; disordered: number }>(
      `SELECT count(*) FILTER (WHERE seq <> rank)::int AS holes, count(*) FILTER (WHERE pos < previous)::int AS disordered FROM (
         SELECT i.seq, i.pos, row_number() OVER w AS rank, lag(i.pos) OVER w AS previous
         FROM item i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = ANY($1) WINDOW w AS (PARTITION BY d.id ORDER BY i.seq)) x`,
      [codes],
    );
    expect(rows).toEqual([{ holes: 0, disordered: 0 }]);
  });

  it('judges without writing when asked to', async () => {
    const dossier = aDossier(newCode());
    const items = [{ kind: 'dossier', dossier, cleared: [], sourceVersion: undefined, warnings: [] } as const];
    const judged = await t.ledger.accept({
      clientId: t.a,
      door: 'native',
      raw: Buffer.from(''),
      items,
      idempotency: undefined,
      validateOnly: true,
    });
    expect(judged).toMatchObject({ kind: 'judged', receipts: [{ result: 'accepted', itemId: null, receiptId: null }] });
    expect(await t.ledger.readDossier(t.a, dossier.dossierCode)).toBe('unknown');
  });
});

async function sql<R extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<R[]> {
  const client = new pg.Client(t.url);
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}
