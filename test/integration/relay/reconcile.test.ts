import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { instantOf, legalDay } from '#canonical';
import type { DestinationSettings } from '#protocols';
import { sleep, uuidv7 } from '#runtime';
import { Reconciler } from '../../../apps/relay/src/reconcile/reconciler.ts';
import type { Road } from '../../../apps/relay/src/road.ts';
import { eventually } from '../../support/eventually.ts';
import { callNational, loginAt } from '../../support/harness/national-client.ts';
import { NO_RECONCILIATION } from '../../support/no-reconciliation.ts';
import { aStep } from '../../support/open-test-ledger.ts';
import { mostAbove } from '../../support/rate.ts';
import { ACCOUNT } from '../../support/national-transports.ts';
import { ReplayStage, SETTLES_WITHIN_MS } from './replay-stage.ts';

const CAPS = { perRun: 100, perSide: 20, perHour: 1_000, tries: 2 };

let stage: ReplayStage;
let reconciler: Reconciler;

beforeAll(async () => {
  stage = await ReplayStage.open('261130');
});

afterEach(async () => {
  await reconciler.stop();
  await stage.stop();
  await stage.test.portal.faults();
});

afterAll(() => stage.close());

function start(caps: Partial<typeof CAPS> = {}, more: Partial<DestinationSettings> = {}): void {
  stage.start(more);
  const { road } = stage.test;
  reconciler = new Reconciler(road, { roads: [road], policy: { ...NO_RECONCILIATION, caps: { ...CAPS, ...caps } } });
  reconciler.start();
}

/** Compares everything with the portal, once it is no longer left out for having been acknowledged a moment ago. */
async function run(): Promise<{ agrees: number; differs: number; unseen: number; cells: object }> {
  await sleep(2 * SETTLES_WITHIN_MS);
  const id = await stage.desk.reconciliation.order({ scope: 'all', destinations: ['national'] }, stage.act());
  return eventually(async () => {
    const seen = await stage.desk.reconciliation.run(id);
    if (seen.state !== 'done') throw new Error(JSON.stringify(seen));
    return seen;
  });
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
  await eventually(async () => {
    const { rows } = await stage.test.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM lane WHERE state <> 'idle' OR asked IS NOT NULL`,
    );
    const waiting = (await open()).filter((row) => row.heal_state === 'waiting');
    return rows[0]?.n === 0 && waiting.length === 0;
  });
}

/** Compares until what differs is not mended any more. */
async function stopsBy(own: () => Promise<Row[]>): Promise<void> {
  await eventually(async () => {
    await run();
    return (await own())[0]?.heal_state === 'stopped';
  });
}

async function step(item: Readonly<Record<string, unknown>>): Promise<void> {
  const { url } = stage.test.portal;
  const session = await loginAt(url, ACCOUNT);
  const call = { session, madonvi: '000.00.00.H56', service: 'CapNhatTienDoHoSoMC', data: [item] };
  expect((await callNational(url, call)).error_code).toBe(0);
}

/** What the national portal calls a result that is fetched at the desk. */
function deskNow(): string {
  return stage.test.t.ledger.codes().translate('national', 'return-method', 'desk', legalDay(instantOf(new Date()))) ?? '';
}

/** Ends what it is called, says another code in its place, as operators do, and waits until it is known. */
async function callDesk(to: string): Promise<void> {
  await stage.test.db.query(
    `WITH ended AS (
      UPDATE code_row SET recorded = tstzrange(lower(recorded), clock_timestamp())
      WHERE partner = 'national' AND table_name = 'return-method' AND from_code = 'desk' AND direction = 'out' AND upper_inf(recorded)
      RETURNING table_name, partner, direction, from_code, valid, recorded
    )
    INSERT INTO code_row (table_name, partner, direction, from_code, to_code, valid, recorded)
    SELECT table_name, partner, direction, from_code, $1, valid, tstzrange(upper(recorded), NULL) FROM ended`,
    [to],
  );
  await eventually(() => deskNow() === to);
}

/** The road to a portal that takes what it is sent of these dossiers and does not show them. */
function hide(road: Road, hidden: ReadonlySet<string>): Road {
  const { lookup } = road.client;
  if (lookup === undefined) throw new Error('nothing can be looked up there');
  const blind: typeof lookup = async (code, session, deadline) => {
    const answer = await lookup(code, session, deadline);
    return answer.found === undefined || !hidden.has(code) ? answer : { ...answer, found: { kind: 'absent' } };
  };
  return { ...road, client: { ...road.client, lookup: blind } };
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
    // What was mended is compared again once it is known to have changed.
    await eventually(async () => {
      expect(await run()).toMatchObject({ agrees: 4, differs: 2 });
    });
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

  it('does not take other code tables of today for a difference of content, and says so', async () => {
    start();
    const [code = ''] = await stage.finished(1);
    const former = deskNow();
    await callDesk('7');
    await run();
    const own = (await open()).filter((row) => row.dossier_code === code);
    expect(own).toMatchObject([{ kind: 'codes', field: 'HinhThuc', heal_state: 'person' }]);
    await callDesk(former);
    await run();
    expect((await open()).filter((row) => row.dossier_code === code)).toEqual([]);
  });

  it('stops mending what differs again and again, and says so', async () => {
    start({ tries: 1 });
    const [code = ''] = await stage.finished(1);
    const own = async (): Promise<Row[]> => (await open()).filter((row) => row.dossier_code === code);
    await stage.test.portal.forget([code]);
    await run();
    await idle();
    expect(await own()).toMatchObject([{ kind: 'missing-there', heal_state: 'asked' }]);
    await stage.test.portal.forget([code]);
    await stopsBy(own);
    await eventually(async () => {
      const { rows } = await stage.test.db.query(`SELECT FROM incident WHERE cause = 'heal.stopped' AND cleared_at IS NULL`);
      return rows.length === 1;
    });
    expect(await stage.test.portal.read(code)).toBeUndefined();
  });

  it('lets a dossier go on that the portal does not show and has all the same, and stops mending it', async () => {
    const hidden = new Set<string>();
    const { roadAs } = stage.test;
    const hiding = jest.spyOn(stage.test, 'roadAs').mockImplementation((more) => hide(roadAs(more), hidden));
    start({ tries: 1 });
    hiding.mockRestore();
    const [code = ''] = await stage.finished(1);
    hidden.add(code);
    const own = async (): Promise<Row[]> => (await open()).filter((row) => row.dossier_code === code);
    await run();
    await idle();
    expect(await own()).toMatchObject([{ kind: 'missing-there', heal_state: 'asked' }]);
    await stage.send(aStep(code, 10, '2026-11-30T11:00:00+07:00'));
    await stage.settled([code]);
    await stopsBy(own);
    expect((await stage.test.portal.read(code))?.steps).toHaveLength(3);
  });

  it('waits for ever for no dossier that alone cannot be seen, and lets it go on', async () => {
    start();
    const [code = '', other = ''] = await stage.finished(2);
    await stage.test.portal.faults({ mode: 'http-500', services: ['TraCuuHoSo'], codes: [code] });
    expect(await run()).toMatchObject({ unseen: 1 });
    expect(await stage.desk.reconciliation.verified(code)).toMatchObject([{ verifiedAs: 'unseen' }]);
    expect(await stage.desk.reconciliation.verified(other)).toMatchObject([{ verifiedAs: 'agrees' }]);
    await stage.send(aStep(code, 10, '2026-11-30T11:00:00+07:00'));
    await stage.settled([code]);
  });

  it('never takes what cannot be seen for agreement', async () => {
    start();
    const [code = ''] = await stage.finished(1);
    await stage.test.portal.set({ lookup: 'none' });
    const id = await stage.desk.reconciliation.order({ scope: 'all', destinations: ['national'] }, stage.act());
    await eventually(async () => ((await stage.desk.reconciliation.run(id)).onTheirWay > 0 ? true : false));
    expect(await stage.desk.reconciliation.run(id)).toMatchObject({ state: 'running', waitsFor: ['national'] });
    await stage.desk.reconciliation.cancel(id, stage.act());
    expect(await stage.desk.reconciliation.verified(code)).toMatchObject([{ verifiedAs: 'unseen', verifiedAt: null }]);
    expect(await stage.desk.reconciliation.run(id)).toMatchObject({ agrees: 0, waitsFor: [] });
    await stage.test.portal.set({ lookup: 'steps' });
  });

  it('ends a run of a destination that left the configuration, whatever was on its way there', async () => {
    const id = uuidv7(new Date());
    await stage.test.db.query(
      `INSERT INTO reconcile_run (id, cause, scope, state, destinations, created_by, reason, created_at)
       VALUES ($1, 'demand', 'changed', 'running', '{national,gone}', 'lan', '', now())`,
      [id],
    );
    await stage.test.db.query(
      `WITH left_there AS (
         INSERT INTO lane SELECT r.* FROM (SELECT l FROM lane l LIMIT 1) one, jsonb_populate_record(one.l, jsonb_build_object(
           'destination', 'gone', 'state', 'due', 'due_at', now(), 'asked', 'forecast-verify', 'asked_by', $1::uuid)) r RETURNING dossier_id)
       INSERT INTO lane_check (dossier_id, destination, asked_run, asked_at) SELECT dossier_id, 'gone', $1, now() FROM left_there`,
      [id],
    );
    start();
    await eventually(async () => (await stage.desk.reconciliation.run(id)).state === 'done');
    await stage.test.db.query(`DELETE FROM lane WHERE destination = 'gone'`);
  });

  it('counts what a relay cannot look up as unseen', async () => {
    start({}, { lookup: 'none' });
    await stage.finished(1);
    const { agrees, differs, unseen } = await run();
    expect([agrees, differs, unseen > 0]).toEqual([0, 0, true]);
  });

  it('keeps to what the portal takes per second, look-ups among it', async () => {
    start();
    await stage.finished(20);
    await reconciler.stop();
    await stage.stop();
    const rate = { perSecond: 15, burst: 4 };
    start({}, { rate });
    const began = new Date();
    const { agrees } = await run();
    const { rows } = await stage.test.db.query<{ at: Date }>('SELECT sent_at AS at FROM call WHERE sent_at > $1 ORDER BY 1', [
      began,
    ]);
    expect(rows.length).toBeGreaterThanOrEqual(agrees);
    expect(agrees).toBeGreaterThanOrEqual(20);
    const sentAt = rows.map(({ at }) => at.getTime());
    // From the draw to the call it may take a quarter of a second.
    expect(mostAbove(sentAt, rate)).toBeLessThanOrEqual(rate.perSecond / 4);
  });
});
