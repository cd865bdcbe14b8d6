import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aDossier, aStep } from '../../support/open-test-ledger.ts';
import { expected, ReplayStage } from './replay-stage.ts';

let stage: ReplayStage;

beforeAll(async () => {
  stage = await ReplayStage.open('261127');
});

beforeEach(async () => {
  await stage.test.portal.faults();
  stage.start();
});

afterEach(() => stage.stop());

afterAll(() => stage.close());

const at = (hour: number): string => `2026-11-27T${String(hour).padStart(2, '0')}:00:00+07:00`;

/** Dossiers that are received, worked on and finished, all of it at the portal. */
async function finished(count: number): Promise<string[]> {
  const codes = Array.from({ length: count }, () => stage.newCode());
  for (const code of codes) await stage.send(aDossier(code), aStep(code, 4, at(9)), aStep(code, 9, at(10)));
  await stage.settled(codes);
  // What was taken a moment ago need not be shown yet.
  await new Promise((resolve) => setTimeout(resolve, 300));
  return codes;
}

describe('a replay that converges', () => {
  it('tells what a portal lost, field by field, and sends exactly that', async () => {
    const codes = await finished(4);
    const [gone = '', stepless = '', kept = ''] = codes;
    await stage.test.portal.forget([gone]);
    await stage.test.portal.forget([stepless], 'steps');
    const since = await stage.mark(codes);

    const { id } = await stage.order({ selection: { codes: [...codes, 'H56.14797-261127-9999'] } });
    const ready = await stage.until(id, 'ready');
    expect(ready).toMatchObject({
      counts: { listed: 4, toSend: 2, nothingToSend: 2, sent: 0, unknown: 1 },
      unknownCodes: ['H56.14797-261127-9999'],
      startedAt: null,
    });
    const items = await stage.items(id);
    const forecast = new Map(items.map((item) => [item.code, item]));
    expect(forecast.get(gone)?.forecast.map(({ service, seq }) => [service, seq])).toEqual([
      ['create', 1],
      ['steps', 2],
      ['update', 3],
      ['steps', 4],
      ['update', 5],
    ]);
    expect(forecast.get(stepless)?.forecast.map(({ service, seq }) => [service, seq])).toEqual([
      ['steps', 2],
      ['steps', 4],
      ['update', 5],
    ]);
    expect(forecast.get(kept)).toMatchObject({ forecast: [], state: 'nothing' });
    const [create, , update] = forecast.get(gone)?.forecast ?? [];
    expect(create?.fields).toContainEqual({ field: 'ChuHoSo', acknowledged: null, now: 'N••••• V•• A' });
    expect(create?.fields).toContainEqual({ field: 'TrangThaiHoSo', acknowledged: null, now: '2' });
    expect(update?.fields).toEqual([{ field: 'TrangThaiHoSo', acknowledged: '2', now: '4' }]);
    expect(await stage.told(stepless, since)).toEqual([]);

    await stage.desk.replays.start(id, stage.act());
    const done = await stage.until(id, 'done');
    expect(done.counts).toMatchObject({ sent: 2, delivered: 2, waiting: 0, failed: 0 });
    for (const code of codes) expect([code, await stage.told(code, since)]).toEqual([code, expected(forecast.get(code) ?? { forecast: [] })]);

    const again = await stage.order({ selection: { codes } });
    expect((await stage.until(again.id, 'ready')).counts).toMatchObject({ toSend: 0, nothingToSend: 4 });
  });
});
