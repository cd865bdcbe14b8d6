import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '#runtime';
import { computePeriod } from '../../../apps/scheduler/src/scoring/compute-period.ts';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, instant } from '../../support/open-test-ledger.ts';
import type { IncidentRow } from './open-test-scheduler.ts';
import { calendar, GOOD, isRecord, PERIOD, ScoreStage, theRules } from './score-stage.ts';

/** In how many figures a dossier counts that has everything. */
const ALL = 10;

let stage: ScoreStage;
beforeAll(async () => {
  stage = await ScoreStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.empty());

describe('the figures of a period', () => {
  it('stand for the unit that a commune has become, and for the province', async () => {
    const [here, there] = [stage.newCode(), stage.newCode()];
    await stage.finished(here);
    await stage.finished(there);
    await stage.deliver(here);
    const { rows } = await stage.watched.db.query<{ old: number; heir: number }>(
      `SELECT s.old_unit_id AS old, s.new_unit_id AS heir FROM unit_successor s WHERE upper_inf(s.recorded) AND s.new_unit_id =
         (SELECT received_unit_id FROM dossier WHERE code = $1) AND 1 = (SELECT count(*) FROM unit_successor o WHERE o.old_unit_id = s.old_unit_id) LIMIT 1`,
      [here],
    );
    // One of them was received before its commune was merged.
    await stage.watched.db.query('UPDATE dossier SET received_unit_id = $2 WHERE code = $1', [there, rows[0]?.old]);
    expect(await stage.losses()).toHaveLength(ALL - 1);
    const both = [
      [2, 2],
      [1, 2],
    ];
    expect(await stage.sumsOf('1.4', '14797')).toEqual(both);
    expect(await stage.sumsOf('1.4')).toEqual(both);
  });

  it('leave out what came in a sandbox', async () => {
    const code = stage.newCode();
    await stage.finished(code);
    await stage.watched.db.query('UPDATE client SET sandbox = true WHERE id = $1', [stage.watched.t.a]);
    expect(await stage.losses()).toEqual([]);
    await stage.watched.db.query('UPDATE client SET sandbox = false WHERE id = $1', [stage.watched.t.a]);
    // Whoever heard of the sandbox must have heard that it is none any more before something is accepted again.
    await stage.watched.t.ledger.clients.renew();
    expect(await stage.losses()).toHaveLength(ALL);
  });

  it('have in hand what was received before and is open, or of which the portal does not know the end', async () => {
    const october = { receivedAt: instant('2026-10-20T08:00:00+07:00'), dueAt: instant('2026-10-22T17:00:00+07:00') };
    const [open, closed, hidden] = [stage.newCode(), stage.newCode(), stage.newCode()];
    await stage.accept(aDossier(open, { ...GOOD, ...october }), aStep(open, 4, '2026-10-21T08:00:00+07:00'));
    for (const code of [closed, hidden])
      await stage.accept(aDossier(code, { ...GOOD, ...october }), aStep(code, 9, '2026-10-22T08:00:00+07:00'));
    await stage.deliver(open);
    await stage.deliver(closed);
    // The lane of the last one is as it was claimed beside the others.
    await stage.deliver(hidden, isRecord);
    expect(await stage.losses()).toEqual([{ code: hidden, figure: '2.1', cause: 'step-waits', field: '9' }]);
    expect(await stage.sumsOf('2.1')).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(await stage.sumsOf('1.4')).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('stay as they were until another run is whole, and are read to the end from the run with which it was begun', async () => {
    const code = stage.newCode();
    await stage.finished(code);
    await stage.losses();
    const before = await stage.desk.score.run(PERIOD.name);
    await stage.deliver(code);
    await stage.duty.score.begin({
      period: PERIOD.name,
      endsAt: new Date(PERIOD.ends * 1_000),
      rules: theRules(),
      now: new Date(),
    });
    expect((await stage.desk.score.run(PERIOD.name))?.id).toBe(before?.id);
    expect(await stage.losses()).toEqual([]);
    expect((await stage.desk.score.losses({ run: before?.id ?? '', limit: 100 })).items).toHaveLength(ALL);
    const { rows } = await stage.watched.db.query('SELECT FROM score_run WHERE computed_at IS NULL');
    expect(rows).toEqual([]);
  });

  it('stay as they were when a run is stopped in its middle', async () => {
    const code = stage.newCode();
    await stage.finished(code);
    await stage.losses();
    const before = await stage.desk.score.run(PERIOD.name);
    const parts = { ledger: stage.duty, clock: new Clock(), calendar, stopping: AbortSignal.abort() };
    expect(await computePeriod(parts, PERIOD, theRules())).toBeUndefined();
    expect(await stage.desk.score.run(PERIOD.name)).toEqual(before);
  });

  it('are computed once more for who orders while a run is under way', async () => {
    const order = (now: Date): Promise<void> => stage.desk.score.order(PERIOD.name, { by: 'test', reason: 'x', now });
    const endsAt = new Date(PERIOD.ends * 1_000);
    const run = await stage.duty.score.begin({ period: PERIOD.name, endsAt, rules: theRules(), now: new Date(1_000) });
    const covered = { figure: '3.5', places: [] };
    const result = { run, period: PERIOD.name, sums: [], covered, dossiers: 0, unfilled: 0, now: new Date(3_000) };
    await order(new Date(2_000));
    await stage.duty.score.finish(result);
    expect(await stage.desk.score.isOrdered(PERIOD.name)).toBe(true);
    await order(new Date(1_000));
    await stage.duty.score.finish(result);
    expect(await stage.desk.score.isOrdered(PERIOD.name)).toBe(false);
  });

  it('are read on from the run that another one has just taken the place of, and are forgotten a while after that', async () => {
    const ids: string[] = [];
    for (const ago of ['70 minutes', '40 minutes', '0 minutes']) {
      await stage.losses();
      const id = (await stage.desk.score.run(PERIOD.name))?.id ?? '';
      await stage.watched.db.query('UPDATE score_run SET computed_at = now() - $2::interval WHERE id = $1', [id, ago]);
      ids.push(id);
    }
    const { rows } = await stage.watched.db.query<{ id: string }>('SELECT id FROM score_run ORDER BY computed_at');
    expect(rows.map(({ id }) => id)).toEqual(ids.slice(1));
  });
});

describe('versions of before', () => {
  it('are read by the relay bit by bit, and are counted as unknown until then', async () => {
    const code = stage.newCode();
    await stage.finished(code);
    await stage.deliver(code);
    // What the portal has is read from the same column as the newest version, but is another row of it.
    await stage.accept(aDossier(code, { ...GOOD, status: 9, paidOnline: '2' }));
    const { rows: kept } = await stage.watched.db.query('SELECT seq, score_facts FROM item ORDER BY seq');
    await stage.watched.db.query(
      'UPDATE item i SET score_facts = NULL FROM dossier o WHERE o.id = i.dossier_id AND i.seq <> o.head_seq',
    );
    await stage.losses();
    expect((await stage.desk.score.run(PERIOD.name))?.unfilled).toBe(1);
    await stage.deliver(code);
    await stage.watched.db.query('UPDATE item SET score_facts = NULL');
    expect(await stage.losses()).toEqual([]);
    expect((await stage.desk.score.run(PERIOD.name))?.unfilled).toBe(1);
    const run = await stage.desk.score.run(PERIOD.name);
    const figures = await stage.desk.score.figures(run?.id ?? '');
    expect(figures.find(({ figure }) => figure === '4.3')?.did).toEqual([0, 0, 1]);
    await stage.watched.t.ledger.reconciliation.fillAgain();
    expect(await stage.watched.t.ledger.reconciliation.fill()).toMatchObject({ filled: 3 });
    const { rows: filled } = await stage.watched.db.query('SELECT seq, score_facts FROM item ORDER BY seq');
    expect(filled).toEqual(kept);
  });

  it('keep nobody else waiting when one of them does not open, and are counted as unknown', async () => {
    const [broken, sound] = [stage.newCode(), stage.newCode()];
    for (const code of [broken, sound]) await stage.finished(code);
    await stage.watched.db.query('UPDATE item SET score_facts = NULL');
    await stage.watched.db.query(
      `UPDATE item i SET body_enc = overlay(i.body_enc PLACING '\\x00000000'::bytea FROM 20) FROM dossier o
        WHERE o.id = i.dossier_id AND o.code = $1 AND i.kind = 'version'`,
      [broken],
    );
    await stage.watched.db.query('UPDATE dossier SET p1_seq = NULL');
    const { reconciliation } = stage.watched.t.ledger;
    await reconciliation.fillAgain();
    expect(await reconciliation.fill()).toEqual({ filled: 3, unreadable: 3, hasMore: false });
    const { rows } = await stage.watched.db.query('SELECT code FROM dossier WHERE p1_seq IS NULL');
    expect(rows).toEqual([{ code: broken }]);
    await stage.losses();
    expect((await stage.desk.score.run(PERIOD.name))?.unfilled).toBe(1);
  });
});

describe('the duty', () => {
  const WARNED = { calendar, everyMs: 200, warnDays: [40] };

  it('computes the periods under way and those before by itself, tells in good time what is lost, and clears it when nothing is', async () => {
    const code = stage.newCode();
    const now = new Date();
    const dueAt = instant(new Date(now.getTime() + 60_000).toISOString());
    // In time by what was done; where the portal lacks the finish, the end of each period is too late.
    await stage.accept(
      aDossier(code, { ...GOOD, receivedAt: instant(now.toISOString()), dueAt }),
      aStep(code, 9, now.toISOString()),
    );
    await stage.deliver(code, isRecord);
    const rules = [theRules()];
    // Of before the first formulas: nobody can compute it.
    await stage.desk.score.order('2021-05', { by: 'test', reason: 'x', now: new Date() });
    const scheduler = await stage.watched.start({ score: { ...WARNED, rules } });
    const incidents = async (): Promise<IncidentRow[]> =>
      (await stage.watched.incidents()).filter(({ kind }) => kind === 'score');
    try {
      await eventually(async () => {
        expect((await stage.desk.score.periods()).length).toBe(6);
        expect((await incidents()).filter(({ cleared_at: over }) => over === null).length).toBeGreaterThan(0);
      });
      expect(await stage.desk.score.isOrdered('2021-05')).toBe(false);
      const [told] = await incidents();
      expect(told?.sample).toMatch(/^period=\d{4}(-\d\d|-Q\d)? daysLeft=\d+ lost=1 figures=2\.1:1$/);
      await stage.deliver(code);
      for (const { period } of await stage.desk.score.periods())
        await stage.desk.score.order(period, { by: 'test', reason: 'x', now: new Date() });
      await eventually(async () => {
        expect((await incidents()).map(({ cleared_at: over }) => over === null)).not.toContain(true);
      });
    } finally {
      await scheduler.close();
    }
  });

  it('goes on with all others when a period cannot be computed, waits before it tries again, and tells of it until it was computed', async () => {
    const { db } = stage.watched;
    const [month = ''] = (
      await db.query<{ name: string }>(`SELECT to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') AS name`)
    ).rows.map(({ name }) => name);
    await db.query(FAILS);
    await db.query(
      `CREATE TRIGGER fails BEFORE INSERT ON score_run FOR EACH ROW WHEN (NEW.period = '${month}') EXECUTE FUNCTION score_fails()`,
    );
    const order = (): Promise<void> => stage.desk.score.order(month, { by: 'test', reason: 'x', now: new Date() });
    const triesOf = async (): Promise<number> =>
      Number((await db.query<{ tries: string }>('SELECT last_value AS tries FROM score_tries')).rows[0]?.tries);
    const told = async (): Promise<IncidentRow | undefined> =>
      (await stage.watched.incidents()).find(({ fingerprint }) => fingerprint === `check|score|${month}`);
    const scheduler = await stage.watched.start({ score: { ...WARNED, rules: [theRules()] } });
    try {
      // The month comes first, and all others are computed behind it.
      await eventually(async () => {
        expect((await stage.desk.score.periods()).length).toBe(5);
      });
      expect(await triesOf()).toBe(1);
      expect(await told()).toBeUndefined();
      await order();
      await eventually(async () => {
        expect(await told()).toMatchObject({
          kind: 'self-check',
          sample: `period=${month} failures=2 retrySeconds=60`,
          cleared_at: null,
        });
      });
      expect(await triesOf()).toBe(2);
      await db.query('DROP TRIGGER fails ON score_run');
      await order();
      await eventually(async () => {
        expect((await told())?.cleared_at).toBeInstanceOf(Date);
      });
      expect((await stage.desk.score.periods()).map(({ period }) => period)).toContain(month);
    } finally {
      await scheduler.close();
      await db.query('DROP TRIGGER IF EXISTS fails ON score_run; DROP FUNCTION score_fails; DROP SEQUENCE score_tries');
    }
  });
});

// How often it was tried outlives what is rolled back.
const FAILS = `
  CREATE SEQUENCE score_tries;
  CREATE FUNCTION score_fails() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
  BEGIN
    PERFORM nextval('score_tries');
    RAISE EXCEPTION 'it fails';
  END $$`;
