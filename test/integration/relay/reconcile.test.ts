import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Reconciler } from '../../../apps/relay/src/reconcile/reconciler.ts';
import { eventually } from '../../support/eventually.ts';
import { callNational, loginAt } from '../../support/harness/national-client.ts';
import { NO_RECONCILIATION } from '../../support/no-reconciliation.ts';
import { ACCOUNT } from '../../support/national-transports.ts';
import { ReplayStage } from './replay-stage.ts';

const CAPS = { perRun: 100, perSide: 20, perHour: 1_000, tries: 2 };

let stage: ReplayStage;
let reconciler: Reconciler;

beforeAll(async () => {
  stage = await ReplayStage.open('261130');
}, 60_000);

afterEach(async () => {
  await reconciler.stop();
  await stage.stop();
  await stage.test.portal.faults();
});

afterAll(() => stage.close());

function start(caps: Partial<typeof CAPS> = {}): void {
  stage.start();
  const { road } = stage.test;
  reconciler = new Reconciler(road, { roads: [road], policy: { ...NO_RECONCILIATION, caps: { ...CAPS, ...caps } } });
  reconciler.start();
}

/** Compares everything with the portal. */
async function run(): Promise<{ agrees: number; differs: number; unseen: number; cells: object }> {
  const id = await stage.desk.reconciliation.order({ scope: 'all', destinations: ['national'] }, stage.act());
  return eventually(
    async () => {
      const seen = await stage.desk.reconciliation.run(id);
      if (seen.state !== 'done') throw new Error(JSON.stringify(seen));
      return seen;
    },
    { withinMs: 20_000 },
  );
}

interface Row {
  readonly kind: string;
  readonly field: string;
  readonly dossier_code: string;
  readonly heal_state: string;
}

async function open(): Promise<Row[]> {
  const { rows } = await stage.test.db.query<Row>(
    'SELECT kind, field, dossier_code, heal_state FROM discrepancy WHERE cleared_at IS NULL ORDER BY dossier_code, kind, field',
  );
  return rows;
}

async function idle(): Promise<void> {
  await eventually(
    async () => {
      const { rows } = await stage.test.db.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM lane WHERE state <> 'idle' OR asked IS NOT NULL`,
      );
      const waiting = (await open()).filter((row) => row.heal_state === 'waiting');
      return rows[0]?.n === 0 && waiting.length === 0;
    },
    { withinMs: 20_000 },
  );
}

async function step(item: Readonly<Record<string, unknown>>): Promise<void> {
  const { url } = stage.test.portal;
  const session = await loginAt(url, ACCOUNT);
  const call = { session, madonvi: '000.00.00.H56', service: 'CapNhatTienDoHoSoMC', data: [item] };
  expect((await callNational(url, call)).error_code).toBe(0);
}

describe('the national sweep', () => {
  it('finds each kind of difference by its field, has mended what is safe, and says the rest to a person', async () => {
    start();
    const [whole, lost, steps, other, twice, swapped] = await stage.finished(6);
    const codes = [lost, steps, other, twice, swapped].map((code) => code ?? '');
    const { portal } = stage.test;
    await portal.forget([lost ?? '']);
    await portal.forget([steps ?? ''], 'steps');
    const record = (await portal.read(other ?? ''))?.records.at(-1)?.item ?? {};
    await stage.tell({ ...record, ChuHoSo: 'Người khác', NgayHenTra: '20301231170000' });
    const first = (await portal.read(twice ?? ''))?.steps[0]?.item ?? {};
    await step(first);
    const shown = (await portal.read(swapped ?? ''))?.steps.map(({ item }) => item) ?? [];
    await portal.forget([swapped ?? ''], 'steps');
    for (const item of shown.toReversed()) await step(item);
    await stage.tell((await portal.read(swapped ?? ''))?.records.at(-1)?.item ?? {});

    const seen = await run();
    expect(seen).toMatchObject({ agrees: 1, differs: 5, unseen: 0 });
    expect(seen.cells).toEqual({ national: { 'missing-there': 1, field: 2, steps: 3 } });
    expect((await open()).map(({ dossier_code: code, kind, field }) => [code, kind, field])).toEqual([
      [lost, 'missing-there', 'dossier'],
      [steps, 'steps', 'steps.missing'],
      [other, 'field', 'ChuHoSo'],
      [other, 'field', 'NgayHenTra'],
      [twice, 'steps', 'steps.more'],
      [swapped, 'steps', 'steps.order'],
    ]);
    await idle();
    expect(await run()).toMatchObject({ agrees: 4, differs: 2 });
    expect((await open()).map(({ dossier_code: code, heal_state: state }) => [code, state])).toEqual([
      [twice, 'person'],
      [swapped, 'person'],
    ]);
    expect((await portal.read(lost ?? ''))?.steps).toHaveLength(2);
    expect((await portal.read(other ?? ''))?.records.at(-1)?.item['ChuHoSo']).toBe(record['ChuHoSo']);
    await eventually(async () => {
      const { rows } = await stage.test.db.query<{ cause: string }>(
        `SELECT cause FROM incident WHERE kind = 'discrepancy' AND cleared_at IS NULL ORDER BY cause`,
      );
      return rows.map(({ cause }) => cause).join() === 'steps.disordered,steps.more';
    });
    await stage.test.db.query('DELETE FROM lane_check WHERE dossier_id IN (SELECT id FROM dossier WHERE code = ANY($1))', [
      codes,
    ]);
    expect(whole).toBeDefined();
  });
});
