import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DossierDraft } from '#canonical';
import type { Receipt, SubmittedItem } from '#ledger';
import { aDossier, aStep, instant, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let serial = 0;
beforeAll(async () => {
  t = await openTestLedger();
});
afterAll(() => t.close());

const newCode = (): string => `H56.14797-261124-${String((serial += 1)).padStart(4, '0')}`;
const one = async (item: Parameters<typeof submit>[2][number]): Promise<Receipt> =>
  (await receipts(submit(t.ledger, t.a, [item])))[0] as Receipt;
const changes = (draft: DossierDraft, emptied: string[] = []): SubmittedItem => ({
  ...{ kind: 'changes', changes: draft, emptied, warnings: [] },
});
const first = (code: string, note?: string): SubmittedItem => ({
  ...{ kind: 'dossier', isFirst: true, dossier: aDossier(code, note === undefined ? {} : { note }) },
  ...{ cleared: [], sourceVersion: undefined, warnings: [] },
});

async function dossierOf(code: string): Promise<object> {
  const found = await t.ledger.readDossier(t.a, code);
  if (typeof found === 'string') throw new Error(found);
  return found.dossier;
}

describe('changes of a dossier', () => {
  it('leave what they do not name as it is, within the owner too', async () => {
    const applicant = { kind: 'citizen', name: 'Nguyễn Văn A', phone: '0900000001' } as const;
    const dossier = aDossier(newCode(), { applicant, note: 'cũ', abstract: 'Trích yếu' });
    await one(dossier);
    const receipt = await one(changes({ dossierCode: dossier.dossierCode, note: 'mới', applicant: { phone: '0900000002' } }));
    expect(receipt).toMatchObject({ result: 'accepted', seq: 2 });
    expect(await dossierOf(dossier.dossierCode)).toMatchObject({
      ...{ note: 'mới', abstract: 'Trích yếu', applicant: { ...applicant, phone: '0900000002' } },
    });
  });

  it('clear what was sent empty, but nothing that is required or decides the score', async () => {
    const dueAt = instant('2026-11-25T17:00:00+07:00');
    const dossier = aDossier(newCode(), { note: 'cũ', dueAt });
    await one(dossier);
    const emptied = ['/note', '/agencyName', '/dueAt', '/receivedAt', '/applicant/kind', '/abstract'];
    const receipt = await one(changes({ dossierCode: dossier.dossierCode }, emptied));
    const kept = ['/agencyName', '/dueAt', '/receivedAt', '/applicant/kind'];
    expect(receipt.warnings).toEqual(kept.map((field) => ({ field, code: 'would-blank' })));
    const after = await dossierOf(dossier.dossierCode);
    expect(after).toMatchObject({ ...{ agencyName: dossier.agencyName, dueAt, applicant: { kind: 'citizen' } } });
    expect(after).not.toHaveProperty('note');
  });

  it('are a duplicate when they change nothing, also after a step', async () => {
    const dossier = aDossier(newCode());
    await one(dossier);
    const update = changes({ dossierCode: dossier.dossierCode, status: 2, note: 'mới' });
    const accepted = await one(update);
    await one(aStep(dossier.dossierCode, 4, '2026-11-23T09:00:00+07:00'));
    expect(await one(update)).toMatchObject({ result: 'duplicate', receiptId: accepted.receiptId });
    expect(await dossierOf(dossier.dossierCode)).toMatchObject({ status: 4, note: 'mới' });
  });

  it('are a first message of an unknown dossier if they are the whole of it, else every missing field is named', async () => {
    const whole = aDossier(newCode());
    expect(await one(changes(whole))).toMatchObject({ result: 'accepted', seq: 1 });
    const receipt = await one(changes({ dossierCode: newCode(), note: 'mới' }));
    expect(receipt.problems.map(({ field, code }) => [field, code])).toEqual(
      ['/procedureCode', '/status', '/returnMethod', '/agencyName', '/applicant/kind', '/receivedAt'].map((field) => [
        ...[field, 'field.required'],
      ]),
    );
  });
});

describe('changes that need what nobody gave', () => {
  it('are refused: a reception without its time would go out blank', async () => {
    const receivedAt = instant('2026-11-23T08:15:00+07:00');
    const { receivedAt: _none, ...filed } = aDossier(newCode(), { status: 1 });
    await one(filed);
    const received = { dossierCode: filed.dossierCode, status: 2 } as const;
    expect((await one(changes(received))).problems).toEqual([{ field: '/receivedAt', code: 'field.required' }]);
    expect(await one(changes({ ...received, receivedAt }))).toMatchObject({ result: 'accepted', seq: 2 });
  });
});

describe('a first message', () => {
  it('is refused where the dossier is known with other content, and a duplicate where it is the same', async () => {
    const code = newCode();
    const accepted = await one(first(code));
    expect(await one(first(code))).toMatchObject({ result: 'duplicate', receiptId: accepted.receiptId });
    expect((await one(first(code, 'khác'))).problems).toEqual([{ field: '/dossierCode', code: 'dossier.exists' }]);
  });
});

describe('an atomic batch', () => {
  it('is kept as one or not at all, and each item is told', async () => {
    const [good, known, missing] = [newCode(), newCode(), newCode()];
    await one(aDossier(known));
    const raw = randomBytes(8);
    const send = (...items: SubmittedItem[]): Promise<readonly Receipt[]> =>
      receipts(
        t.ledger.accept({
          ...{ clientId: t.a, door: 'national', raw, items, isAtomic: true, idempotency: undefined, validateOnly: false },
        }),
      );
    const refused = await send(
      changes(aDossier(good)),
      changes({ dossierCode: known, note: 'mới' }),
      changes({ dossierCode: missing }),
    );
    expect(refused.map(({ result, problems }) => [result, problems[0]?.code])).toEqual([
      ['refused', 'batch.refused'],
      ['refused', 'batch.refused'],
      ['refused', 'field.required'],
    ]);
    expect(await t.ledger.readDossier(t.a, good)).toBe('unknown');
    expect(await dossierOf(known)).not.toHaveProperty('note');

    const accepted = await send(changes(aDossier(good)), changes({ dossierCode: known, note: 'mới' }));
    expect(accepted.map(({ result, seq }) => [result, seq])).toEqual([
      ['accepted', 1],
      ['accepted', 2],
    ]);
  });
});
