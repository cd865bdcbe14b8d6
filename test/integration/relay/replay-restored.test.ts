import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { finishRestoration } from '#ledger';
import { aDossier } from '../../support/open-test-ledger.ts';
import { ReplayStage } from './replay-stage.ts';

let stage: ReplayStage;

beforeEach(async () => {
  stage = await ReplayStage.open('261128');
});

afterEach(() => stage.close());

/** Dossiers that are at the portal. */
async function delivered(count: number): Promise<string[]> {
  const codes = Array.from({ length: count }, () => stage.newCode());
  for (const code of codes) await stage.send(aDossier(code));
  await stage.settled(codes);
  return codes;
}

/** The memory came back: what was delivered since then is not in it. */
async function restored(): Promise<void> {
  const order = { settlesWithinMs: 0, resendWithinMs: 60_000, restoredOtherwise: true, inShadow: [], by: 'test' };
  await finishRestoration(stage.test.t.url, { ...order, since: new Date(Date.now() - 3_600_000) });
}

describe('a replay after a restore', () => {
  it('that was ordered before it does not go on by itself, and does when somebody still wants it', async () => {
    stage.start();
    const codes = await delivered(3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stage.test.portal.forget(codes);
    const { id } = await stage.order({ selection: { codes } });
    await stage.until(id, 'ready');
    await stage.stop();
    await stage.desk.replays.start(id, stage.act());
    await restored();
    stage.start();
    expect((await stage.desk.replays.read(id)).state).toBe('cancelled');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await Promise.all(codes.map((code) => stage.told(code)))).toEqual([[], [], []]);
    await stage.desk.replays.resume(id, stage.act());
    expect((await stage.until(id, 'done')).counts).toMatchObject({ sent: 3, delivered: 3 });
    for (const code of codes) expect(await stage.told(code)).toHaveLength(1);
  });

  it.each(['converge', 'reassert'] as const)(
    'to %s sends nothing older over what the portal was told in the lost time',
    async (mode) => {
      stage.start();
      const [code = ''] = await delivered(1);
      const [record] = (await stage.test.portal.read(code))?.records ?? [];
      await stage.tell({ ...record?.item, GhiChu: 'mới hơn' });
      await restored();
      const since = await stage.mark([code]);
      const { id } = await stage.order({ selection: { dossierCode: code }, mode });
      const { counts } = await stage.until(id, 'ready');
      expect(counts).toMatchObject({ toSend: 0, failed: 1, sent: 0 });
      expect(await stage.items(id)).toMatchObject([{ state: 'failed', outcome: 'restored.ahead', forecast: [] }]);
      await stage.desk.replays.start(id, stage.act());
      await stage.until(id, 'done');
      await stage.settled([code]);
      expect(await stage.told(code, since)).toEqual([]);
    },
  );

  it('asserts nothing older at a portal that shows nothing', async () => {
    stage.start({ lookup: 'none' });
    const [code = ''] = await delivered(1);
    await restored();
    const since = await stage.mark([code]);
    const { id } = await stage.order({ selection: { dossierCode: code }, mode: 'reassert' });
    await stage.until(id, 'ready');
    expect(await stage.items(id)).toMatchObject([{ state: 'failed', outcome: 'restored.unsure', forecast: [] }]);
    await stage.send(aDossier(code, { note: 'mới hơn' }));
    await stage.settled([code]);
    const again = await stage.order({ selection: { codes: [code] }, mode: 'reassert' });
    expect((await stage.until(again.id, 'ready')).counts).toMatchObject({ toSend: 1, failed: 0 });
    expect(await stage.told(code, since)).toHaveLength(1);
  });
});
