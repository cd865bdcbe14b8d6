import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { instantOf, legalDay, type Dossier, type LegalDay, type Status } from '#canonical';
import type { DailySheet, DailySheets } from '#ledger';
import { aDossier, aStep, instant, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

/** A Friday; the Saturday after it is made up for a holiday. */
const DAY = '2026-01-09' as LegalDay;
const OURS = '14797';
const OTHERS = '14758';

let t: TestLedger;
let owner: pg.Client;

beforeAll(async () => {
  t = await openTestLedger();
  owner = new pg.Client({ connectionString: t.url });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await t.close();
});

const at = (day: string, time = '10:00'): ReturnType<typeof instant> => instant(`2026-01-${day}T${time}:00+07:00`);

async function send(number: number, status: Status, more: Partial<Dossier> = {}, unit = OURS): Promise<string> {
  const code = `H56.${unit}-260109-${String(number).padStart(4, '0')}`;
  const { receivedAt = at('05'), ...rest } = more;
  const dossier = aDossier(code, { status, receivedAt, ...rest });
  const judged = await receipts(submit(t.ledger, unit === OURS ? t.a : t.b, [dossier]));
  expect(judged).toMatchObject([{ result: 'accepted' }]);
  return code;
}

const sheetOf = (code: string, day = DAY): Promise<DailySheet> => t.ledger.sheets.read(day, { kind: 'unit', code });

describe('the dossiers of a day', () => {
  beforeAll(async () => {
    await send(1, 2, { receivedAt: at('09', '08:00'), dueAt: at('12') });
    await send(2, 4, { dueAt: at('07', '17:00') });
    await send(3, 4, { dueAt: at('09', '17:00') });
    await send(4, 9, { finishedAt: at('09') });
    await send(5, 10, { finishedAt: at('08'), returnedAt: at('09') });
    await send(6, 3, { submittedAt: at('09'), refusedAt: at('09') });
    await send(7, 1, { submittedAt: at('09') });
    await send(8, 5, { receivedAt: at('06') });
    await send(9, 2, { receivedAt: at('10', '08:00'), dueAt: at('13') });
    await send(10, 9, { dueAt: at('08'), finishedAt: at('12') });
    const stepped = await send(11, 4, { dueAt: at('14') });
    await receipts(submit(t.ledger, t.a, [aStep(stepped, 9, '2026-01-09T15:00:00+07:00')]));
    // Taken up again after it was finished.
    await send(12, 9, { finishedAt: at('06'), dueAt: at('10') });
    await send(12, 4, { finishedAt: at('06'), dueAt: at('10'), abstract: 'xử lý lại' });
    await send(13, 4, { dueAt: at('11') });
    await send(1, 2, { receivedAt: at('09', '23:59') }, OTHERS);
    await send(2, 2, { receivedAt: at('10', '00:00') }, OTHERS);
  });

  it('are counted by the days of their times, and those in progress at its end', async () => {
    const { facts, unit, of, day } = await sheetOf(OURS);
    expect({ of, day, unit }).toEqual({ of: 'unit', day: DAY, unit: { code: OURS, name: 'Phường Hạc Thành' } });
    expect(facts.dossiers).toEqual({
      ...{ received: 1, registered: 1, finished: 2, returned: 1, refused: 1 },
      ...{ inProgress: 7, waitsForCitizen: 1, withoutDueDate: 1, unread: 0 },
    });
    expect((await sheetOf(OTHERS)).facts.dossiers).toMatchObject({ received: 1, inProgress: 1 });
  });

  it('are due by the calendar: what is late is late by working days, and the next days are those that are worked', async () => {
    const { due } = (await sheetOf(OURS)).facts;
    expect(due).toMatchObject({ overdue: 2, today: 1 });
    expect(due.soon).toEqual([
      { day: '2026-01-10', dossiers: 1 },
      { day: '2026-01-12', dossiers: 2 },
      { day: '2026-01-13', dossiers: 0 },
    ]);
    expect(due.dossiers.map(({ code, dueOn, worked }) => [code.slice(-4), dueOn, worked])).toEqual([
      ['0002', '2026-01-07', 2],
      ['0010', '2026-01-08', 1],
      ['0003', '2026-01-09', 0],
      ['0012', '2026-01-10', 1],
      ['0013', '2026-01-11', 1],
      ['0001', '2026-01-12', 2],
    ]);
  });

  it('say where the calendar ends in place of guessing', async () => {
    await owner.query(`DELETE FROM calendar_day WHERE day >= '2026-01-01'`);
    try {
      const { due } = (await sheetOf(OURS)).facts;
      expect(due).toMatchObject({ overdue: 2, today: 1, soon: undefined });
      expect(due.dossiers.map(({ worked }) => worked)).toEqual([undefined, undefined, undefined]);
    } finally {
      await owner.query(
        `INSERT INTO calendar_day VALUES ('2026-01-01', 'off'), ('2026-01-02', 'off'), ('2026-01-10', 'work'), ('2026-02-16', 'off')`,
      );
    }
  });

  it('of before the upgrade are counted as not read, until the walk has read them', async () => {
    await owner.query(`UPDATE dossier SET due_at = NULL, times_seq = NULL WHERE code LIKE '%-260109-0002'`);
    await owner.query(`UPDATE duty SET cursor = 0 WHERE name = 'reconcile-fill'`);
    expect((await sheetOf(OURS)).facts).toMatchObject({ dossiers: { unread: 1, withoutDueDate: 1 }, due: { overdue: 1 } });
    while ((await t.ledger.reconciliation.fill()).hasMore);
    expect((await sheetOf(OURS)).facts).toMatchObject({ dossiers: { unread: 0 }, due: { overdue: 2 } });
  });

  it('of a unit of before a merger are those of its successor from that day on', async () => {
    const { rows } = await owner.query<{ id: number; code: string }>(
      `SELECT s.old_unit_id AS id, a.code FROM unit_successor s JOIN unit_alias n ON n.unit_id = s.new_unit_id AND n.code = $1 AND n.scheme = 'administrative'
       JOIN unit_alias a ON a.unit_id = s.old_unit_id AND a.scheme = 'administrative' WHERE s.kind <> 'split' AND a.code <> $1 LIMIT 1`,
      [OURS],
    );
    const [old] = rows;
    if (old === undefined) throw new Error('the commune took over nobody');
    const changed = await owner.query(
      `UPDATE dossier SET received_unit_id = $1, received_on = '2025-06-27' WHERE code LIKE 'H56.14797-260109-0013'`,
      [old.id],
    );
    expect(changed.rowCount).toBe(1);
    expect((await sheetOf(OURS)).facts.dossiers).toMatchObject({ inProgress: 7 });
    expect((await sheetOf(old.code, '2025-06-27' as LegalDay)).facts.dossiers).toMatchObject({ received: 1, inProgress: 1 });
    await expect(sheetOf(old.code)).rejects.toMatchObject({ code: 'unit.unknown' });
    expect((await sheetOf(OURS, '2026-01-08' as LegalDay)).facts.dossiers).toMatchObject({ finished: 1, received: 0 });
  });
});

describe('the sheet of several units', () => {
  it('has a row for each and adds up', async () => {
    const province = await t.ledger.sheets.read(DAY, { kind: 'province' });
    expect(province).toMatchObject({ of: 'province', unit: undefined, facts: { dossiers: { received: 2, inProgress: 8 } } });
    expect(province.rows).toHaveLength(166);
    const received = province.rows.filter(({ facts }) => facts.dossiers.received > 0).map(({ unit }) => unit.code);
    expect(received.sort()).toEqual([OTHERS, OURS]);
    // Otherwise they might be written between the two.
    await t.ledger.clients.writeNotes();
    const { units } = await t.ledger.sheets.all(DAY);
    const one = units.find(({ unit }) => unit?.code === OURS);
    expect(one?.facts).toEqual((await sheetOf(OURS)).facts);
    const both = [t.ledger.clients.unitCoded(OURS, DAY) ?? 0, t.ledger.clients.unitCoded(OTHERS, DAY) ?? 0];
    const some = await t.ledger.sheets.read(DAY, { kind: 'units', units: both, trialsOf: undefined });
    expect(some).toMatchObject({ of: 'units', facts: { dossiers: { received: 2 } } });
    expect(some.rows.map(({ unit }) => unit.code)).toEqual([OTHERS, OURS]);
    const before = await t.ledger.sheets.read('2025-06-27' as LegalDay, { kind: 'units', units: both, trialsOf: undefined });
    expect(before.facts.dossiers).toMatchObject({ received: 1 });
  });

  it('takes no more statements than that of one', async () => {
    const pool = (t.ledger.sheets as unknown as { pool: pg.Pool }).pool;
    const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
      const client = await pool.connect();
      const prototype = Object.getPrototypeOf(client) as { query: (...given: unknown[]) => unknown };
      client.release();
      const real = prototype.query;
      let asked = 0;
      prototype.query = function (this: unknown, ...given: unknown[]) {
        asked += 1;
        return real.apply(this, given);
      };
      try {
        await work();
      } finally {
        prototype.query = real;
      }
      return asked;
    };
    const one = await statementsOf(() => sheetOf(OURS));
    // The ledger itself asks something now and then.
    expect(await statementsOf(() => t.ledger.sheets.all(DAY))).toBeLessThan(2 * one);
  });
});

describe('what happened at destinations', () => {
  const today = (): LegalDay => legalDay(instantOf(new Date()));

  it('is counted by the day on which it was told, and why dossiers wait stands there with whose turn it is', async () => {
    const [first, second, others] = ['H56.14797-260109-0001', 'H56.14797-260109-0002', 11];
    const fingerprint = 'unmapped|national|procedure|9.999999';
    const stand = (code: string, state: string, cause: string): Promise<unknown> =>
      owner.query(
        `UPDATE lane SET state = $2, cause = $3 WHERE dossier_id = (SELECT id FROM dossier WHERE code = $1) AND destination = 'national'`,
        [code, state, cause],
      );
    await stand(first, 'held', fingerprint);
    await stand(second, 'blocked', 'refused|national|dossier|national.content');
    await owner.query(
      `INSERT INTO outcome (pos, id, dossier_id, destination, seq, state, cause, must_act, at)
       SELECT 900000 + n, gen_random_uuid(), d.id, 'national', 1, s, c, m, '2026-01-09T16:59:59Z'::timestamptz + n / 100 * interval '1 hour'
       FROM (VALUES (1, $2, 'delivered', 'delivered', 'nobody'), (2, $2, 'delivered', 'delivered', 'nobody'),
         (3, $2, 'refused', 'national.content', 'commune'), (100, $1, 'held', $3, 'province')) AS v (n, code, s, c, m)
       JOIN dossier d ON d.code = v.code`,
      [first, second, fingerprint],
    );
    const { destinations, waits } = (await sheetOf(OURS)).facts;
    expect(destinations).toMatchObject([
      {
        destination: 'national',
        mode: 'live',
        standing: 'open',
        delivered: 2,
        refused: 1,
        heldNow: 1,
        blockedNow: 1,
        waiting: others,
      },
    ]);
    expect(waits).toMatchObject([
      {
        destination: 'national',
        state: 'refused',
        cause: 'national.content',
        mustAct: 'commune',
        dossiers: 1,
        codes: [second],
      },
      {
        destination: 'national',
        state: 'held',
        cause: fingerprint,
        mustAct: 'province',
        dossiers: 1,
        codes: [first],
      },
    ]);
    expect((await sheetOf(OURS, '2026-01-10' as LegalDay)).facts.destinations).toMatchObject([
      { delivered: 0, refused: 0, heldNow: 1 },
    ]);
    expect((await sheetOf(OTHERS)).facts.waits).toEqual([]);
  });

  it('is told with differences that are the commune’s, what it is asked to send again, warnings and calls', async () => {
    const { rows } = await owner.query<{ id: number }>(`SELECT id FROM unit WHERE id = $1`, [
      t.ledger.clients.unitCoded(OURS, DAY),
    ]);
    const values = [rows[0]?.id, t.a];
    await owner.query(
      `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, day, fingerprint, must_act, first_at, last_at,
         found_by, seen_by, heal, heal_state, cause, tries, cleared_at)
       SELECT gen_random_uuid(), 'client:a', 'commune', 'missing-here', 'dossier', 'H56.14797-260109-9' || n, $2, $1, '2026-01-09', 'x', m, now(), now(),
         gen_random_uuid(), gen_random_uuid(), 'resend', 'asked', 'gateway.lacks', 0, CASE WHEN n = 3 THEN now() END
       FROM (VALUES (1, 'commune'), (2, 'province'), (3, 'commune')) AS v (n, m)`,
      values,
    );
    await owner.query(
      `INSERT INTO resend_request (pos, id, client_id, dossier_id, want, cause, since, at, discrepancy_id, dossier_code)
       SELECT 1, gen_random_uuid(), $1, NULL, 'both', 'reconcile.gateway.lacks', now(), now(), id, dossier_code FROM discrepancy
       WHERE dossier_code = 'H56.14797-260109-91'`,
      [t.a],
    );
    const client = await t.ledger.clients.byApiKey('key-a');
    if (client === undefined) throw new Error('no client');
    t.ledger.clients.noteWarnings(client, 'H56.14797-260109-0001', ['would-blank', 'would-blank', 'status-without-step']);
    await t.ledger.clients.writeNotes();
    t.ledger.clients.noteWarnings(client, 'H56.14797-260109-0001', ['would-blank']);
    await t.ledger.clients.writeNotes();
    const { facts } = await sheetOf(OURS, today());
    expect(facts.differences).toMatchObject({
      byOwner: { commune: 1, province: 1 },
      own: [{ dossierCode: 'H56.14797-260109-91', cause: 'gateway.lacks', heal: 'resend' }],
    });
    expect(facts).toMatchObject({ resendsOpen: 1, resends: [{ client: 'a', dossierCode: 'H56.14797-260109-91' }] });
    expect(facts.warnings).toEqual([
      { code: 'status-without-step', given: 1 },
      { code: 'would-blank', given: 3 },
    ]);
    expect(facts.systems.map(({ client: code, lastAt }) => [code, lastAt instanceof Date])).toEqual([
      ['a', true],
      ['closing', true],
    ]);
    expect((await sheetOf(OTHERS, today())).facts).toMatchObject({
      differences: { byOwner: {}, own: [] },
      ...{ resendsOpen: 0, resends: [] },
      warnings: [],
    });
  });
});

describe('whose a dossier is', () => {
  it('follows a hand-over from its time on, also one that is made while the sheet is read', async () => {
    const heir = t.ledger.clients.unitCoded(OTHERS, DAY);
    const { sheets } = t.ledger;
    const { pool } = sheets as unknown as { pool: pg.Pool };
    const connect = pool.connect.bind(pool);
    // Between whatever is asked before the snapshot and the snapshot itself.
    const handsOver = Object.assign(Object.create(pool) as pg.Pool, {
      query: pool.query.bind(pool),
      connect: async () => {
        await handOver(heir);
        return connect();
      },
    });
    const slow = Object.assign(Object.create(sheets) as Pick<DailySheets, 'read'>, { pool: handsOver });
    const { facts, rows } = await slow.read(DAY, { kind: 'province' });
    expect(rows.reduce((sum, row) => sum + row.facts.dossiers.inProgress, 0)).toBe(facts.dossiers.inProgress);
    expect((await sheetOf(OURS)).facts).toMatchObject({ dossiers: { inProgress: 6 }, due: { today: 0 } });
    expect((await sheetOf(OTHERS)).facts).toMatchObject({ dossiers: { inProgress: 2 }, due: { today: 1 } });
    const before = '2026-01-08' as LegalDay;
    expect((await sheetOf(OTHERS, before)).facts.dossiers).toMatchObject({ inProgress: 0 });
    expect((await t.ledger.sheets.read(DAY, { kind: 'province' })).facts.dossiers).toMatchObject({ inProgress: 8 });
  });

  const handOver = async (heir: number | undefined): Promise<void> => {
    await owner.query(
      `WITH dossiers AS (SELECT id, received_unit_id FROM dossier WHERE code = 'H56.14797-260109-0003'),
         over AS (INSERT INTO hand_over (id, state, unit_id, task, reason, created_by, created_at)
           SELECT gen_random_uuid(), 'done', received_unit_id, '{}', 'x', 'x', now() FROM dossiers RETURNING id, unit_id),
         part AS (INSERT INTO unit_part (id, hand_over_id, heir_id, pos, sources)
           SELECT nextval(pg_get_serial_sequence('unit', 'id')), id, $1, 1, ARRAY[unit_id] FROM over RETURNING id)
       INSERT INTO handed_dossier (dossier_id, pos, part_id, unit_id, recorded)
       SELECT d.id, 1, p.id, $1, tstzrange('2026-01-09T00:00:00Z', NULL) FROM dossiers d, part p`,
      [heir],
    );
  };

  it('is nobody’s but the system’s own while that is tried out', async () => {
    await owner.query('UPDATE client SET sandbox = true WHERE id = $1', [t.b]);
    const units = [t.ledger.clients.unitCoded(OTHERS, DAY) ?? 0];
    expect((await sheetOf(OTHERS)).facts.dossiers).toMatchObject({ received: 0 });
    const own = await t.ledger.sheets.read(DAY, { kind: 'units', units, trialsOf: t.b });
    expect(own.facts.dossiers).toMatchObject({ received: 1, inProgress: 1 });
    await owner.query('UPDATE client SET sandbox = false WHERE id = $1', [t.b]);
  });
});
