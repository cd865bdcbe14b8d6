import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Receipt } from '#ledger';
import { aDossier, aStep, instant, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

let t: TestLedger;
let serial = 0;
beforeAll(async () => {
  t = await openTestLedger();
});
afterAll(() => t.close());

const newCode = (): string => `H56.14797-261127-${String((serial += 1)).padStart(4, '0')}`;
const finishedAt = instant('2026-11-24T09:00:00+07:00');

async function sendAs(client: number, ...items: Parameters<typeof submit>[2]): Promise<readonly Receipt[]> {
  return receipts(submit(t.ledger, client, items));
}

async function timeline(client: number, code: string): Promise<string[]> {
  const view = await t.ledger.readDossier(client, code);
  if (typeof view === 'string') throw new Error(view);
  return view.timeline.map(({ seq, kind, origin, status }) => `${String(seq)} ${kind} ${origin} ${String(status)}`);
}

describe('a dossier that is closed without a step', () => {
  it('of a client that asks for it gets the step, in front of the version', async () => {
    const code = newCode();
    const [, closed] = await sendAs(t.closing, aDossier(code), aDossier(code, { status: 9, finishedAt }));

    expect(closed).toMatchObject({ seq: 3, warnings: [{ field: '/status', code: 'closing-step-made' }] });
    expect(await timeline(t.closing, code)).toEqual(['1 version client 2', '2 step closing 9', '3 version client 9']);
    const lane = (
      await t.ledger.lanes.claim({ destination: 'national', among: 'all', most: 100, holder: 'test', leaseMs: 60_000 })
    ).find(({ dossierCode }) => dossierCode === code);
    expect(lane?.pending[1]).toMatchObject({
      kind: 'step',
      step: { occurredAt: finishedAt, officer: 'UBND phường Hạc Thành', content: 'Hồ sơ đã xử lý xong' },
    });
  });

  it('of any other client only gets the remark', async () => {
    const code = newCode();
    const [, closed] = await sendAs(t.a, aDossier(code), aDossier(code, { status: 9, finishedAt }));

    expect(closed?.warnings).toEqual([{ field: '/status', code: 'status-without-step' }]);
    expect(await timeline(t.a, code)).toEqual(['1 version client 2', '2 version client 9']);
  });

  it('gets it once, however often it is sent, also in a later request', async () => {
    const code = newCode();
    const closed = aDossier(code, { status: 9, finishedAt });
    await sendAs(t.closing, aDossier(code));
    await sendAs(t.closing, closed);
    await sendAs(t.closing, closed);
    await sendAs(t.closing, aDossier(code, { finishedAt, note: 'mở lại' }));
    await sendAs(t.closing, { ...closed, note: 'đóng lại' });

    const steps = (await timeline(t.closing, code)).filter((entry) => entry.includes('step'));
    expect(steps).toEqual(['2 step closing 9']);
  });

  it('gets none when the client has sent its step', async () => {
    const code = newCode();
    await sendAs(
      t.closing,
      aDossier(code),
      aStep(code, 9, '2026-11-24T09:00:00+07:00'),
      aDossier(code, { status: 9, finishedAt }),
    );

    expect((await timeline(t.closing, code)).filter((entry) => entry.includes('closing'))).toEqual([]);
  });
});
