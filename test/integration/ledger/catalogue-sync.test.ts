import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { openDutyLedger, prepareDatabase, type DutyLedger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import type { CatalogueDeskStage } from '../../support/catalogue-stage.ts';
import { aDossier, NATIONAL_ROW, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';
import { PREPARATION } from '../../support/preparation.ts';
import { crossOf, HOLD, PARTS, SyncedCatalogue, TASK } from '../../support/synced-catalogue.ts';

let synced: SyncedCatalogue;
let t: TestLedger;
let db: pg.Client;
let duty: DutyLedger;
let stage: CatalogueDeskStage;

beforeAll(async () => {
  synced = await SyncedCatalogue.open();
  ({ t, db, duty, stage } = synced);
});

afterAll(() => synced.close());

const act = (reason = 'thử / test') => ({ by: 'an.tran', reason, now: new Date() });

describe('a sync', () => {
  it('asks for everything at first, and what is new is added with its details by itself', async () => {
    const first = await synced.sync([...synced.source, { code: '9.000001', name: 'Thủ tục mới' }]);
    expect(first.asked).toHaveLength(synced.source.length + 1 + PARTS.length);
    expect(first).toMatchObject({ suspicious: false, waiting: 0, failed: 0, active: synced.source.length + 2 });
    expect(await synced.believed('9.000001')).toEqual([
      { name: 'Thủ tục mới', field_code: 'G99-TT01', valid: '(,)', recorded_by: 'catalogue' },
    ]);
    expect(await t.ledger.catalogue.procedure('9.000001', '2026-11-27' as never)).toMatchObject({
      level: null,
      detail: { fees: [{ amountText: '8.000' }] },
      raw: { MATTHC: '9.000001' },
    });
    expect((await t.ledger.catalogue.list('laydanhmucdantoc'))?.rows).toEqual([{ a: 'x\ufffd\ufffd' }]);
    synced.source = [...synced.source, { code: '9.000001', name: 'Thủ tục mới' }];
  });

  it('asks afterwards for a thirtieth, the oldest first, and finds nothing where nothing changed', async () => {
    const second = await synced.sync();
    expect(second.asked.filter((one) => /^\d/.test(one))).toHaveLength(Math.ceil(synced.source.length / 30));
    expect(second).toMatchObject({ staged: 0, active: 0 });
    const third = await synced.sync();
    expect(third.asked.filter((one) => /^\d/.test(one) && second.asked.includes(one))).toEqual([]);
  });

  it('lets what is unsafe wait, with the dossiers that it touches, and stages it once', async () => {
    await receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261127-0001'), aDossier('H56.14797-261127-0002', { status: 10 })]));
    const renamed = synced.source.map((one) => (one.code === '2.000815' ? { ...one, name: 'Chứng thực bản sao, tên mới' } : one));
    const gone = renamed.filter(({ code }) => code !== '1.000656');
    const finished = await synced.sync(gone);
    expect(await synced.changesOf(finished.id)).toEqual(['1.000656 ended waiting', '2.000815 renamed waiting']);
    const [, touched] = await stage.desk.catalogue.changes({ sync: finished.id, after: 0, limit: 10 });
    expect(touched).toMatchObject({ code: '2.000815', openDossiers: 1, recentDossiers: 2 });
    expect(await synced.believed('1.000656')).toMatchObject([{ valid: '(,)' }]);
    const again = await synced.sync(gone);
    expect(await synced.changesOf(again.id)).toEqual([]);
    expect(await synced.changesOf()).toHaveLength(2);
  });

  it('is activated by a person, split at the day; rolled back, exactly what was believed is believed again', async () => {
    const waiting = await stage.desk.catalogue.changes({ sync: undefined, after: 0, limit: 10 });
    const before = await Promise.all(['1.000656', '2.000815'].map((code) => synced.believed(code)));
    const [ended, renamed] = waiting;
    if (ended === undefined || renamed === undefined) throw new Error('two changes wait');
    expect(await stage.desk.catalogue.activate([ended.id, renamed.id], act())).toBe(2);
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    expect(await synced.believed('1.000656')).toMatchObject([{ valid: `(,${today})`, recorded_by: 'an.tran' }]);
    expect(await synced.believed('2.000815')).toMatchObject([
      { valid: `(,${today})` },
      { name: 'Chứng thực bản sao, tên mới', valid: `[${today},)` },
    ]);
    await expect(stage.desk.catalogue.activate([ended.id], act())).rejects.toMatchObject({ code: 'change.decided' });

    // The files know nothing of it: what they say does not come back with the next start.
    await prepareDatabase({ ownerUrl: t.url, destinations: [NATIONAL_ROW], ...PREPARATION });
    expect(await synced.believed('1.000656')).toMatchObject([{ valid: `(,${today})` }]);

    expect(await stage.desk.catalogue.rollBack({ sync: ended.syncId, codes: undefined }, act())).toBe(2);
    expect(await Promise.all(['1.000656', '2.000815'].map((code) => synced.believed(code)))).toEqual(before);
    const audit = await db.query<{ act: string }>(`SELECT act FROM audit WHERE actor = 'an.tran' ORDER BY at`);
    expect(audit.rows.map(({ act: done }) => done)).toEqual(['catalogue.activate', 'catalogue.roll-back']);
  });

  it('does not stage again what was turned down or taken back, and does when the source says something else', async () => {
    const gone = synced.source.filter(({ code }) => code !== '1.000656');
    expect(await synced.changesOf((await synced.sync(gone)).id)).toEqual([]);
    const other = gone.map((one) => (one.code === '2.000815' ? { ...one, name: 'Tên khác nữa' } : one));
    const finished = await synced.sync(other);
    expect((await synced.changesOf(finished.id)).filter((line) => line.includes('renamed'))).toEqual([
      '2.000815 renamed waiting',
    ]);
    const [change] = (await stage.desk.catalogue.changes({ sync: undefined, after: 0, limit: 10 })).filter(
      ({ kind }) => kind === 'renamed',
    );
    expect(await stage.desk.catalogue.reject([change?.id ?? 0], act())).toBe(1);
    expect(await synced.changesOf((await synced.sync(other)).id)).toEqual([]);
    // Who thinks better of it may still let it come into force.
    expect(await stage.desk.catalogue.activate([change?.id ?? 0], act())).toBe(1);
  });

  it('whose list shrank ends nothing, and what waited waits on', async () => {
    await synced.sync(synced.source.map((one) => (one.code === '2.002621' ? { ...one, name: 'Liên thông, tên mới' } : one)));
    const waited = await synced.changesOf();
    expect(waited).toContain('2.002621 renamed waiting');
    const finished = await synced.sync(synced.source.slice(0, 5));
    expect(await synced.changesOf()).toEqual(waited);
    expect(finished).toMatchObject({ suspicious: true, listed: 5 });
    expect((await synced.changesOf(finished.id)).filter((line) => line.includes('ended'))).toEqual([]);
    expect((await synced.sync([])).suspicious).toBe(true);
    expect(await synced.changesOf()).toEqual(waited);
    await synced.sync();
    expect(await synced.changesOf()).not.toContain('2.002621 renamed waiting');
  });

  it('whose further list comes empty where it was full keeps it for those who ask, and says so', async () => {
    const finished = await synced.sync(synced.source, { rows: [] });
    expect(finished.failed).toBeGreaterThan(0);
    expect((await t.ledger.catalogue.list('LayDanhMucDanToc'))?.rows).toEqual([{ a: 'x\ufffd\ufffd' }]);
    expect(await synced.sync()).toMatchObject({ failed: 0, suspicious: false });
  });

  it('lets two changes of one procedure that are decided at the same time both come into force', async () => {
    const code = '1.000894';
    await db.query(`UPDATE catalogue_source SET detail_at = NULL WHERE code = $1`, [code]);
    const finished = await synced.sync(
      synced.source.map((one) => (one.code === code ? { ...one, name: 'Kết hôn', fieldName: 'Lĩnh vực khác' } : one)),
    );
    const ids = (await stage.desk.catalogue.changes({ sync: finished.id, after: 0, limit: 10 }))
      .filter(({ kind }) => kind === 'renamed' || kind === 'field')
      .map(({ id }) => id);
    expect(ids).toHaveLength(2);
    // Both have looked at what is believed, or would have, before either of them may change it.
    await db.query('BEGIN');
    await db.query('SELECT FROM procedure WHERE code = $1 FOR UPDATE', [code]);
    const decided = Promise.all(ids.map((id) => stage.desk.catalogue.activate([id], act())));
    await eventually(async () => {
      const { rowCount } = await db.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBe(2);
    });
    await db.query('COMMIT');
    expect(await decided).toEqual([1, 1]);
    expect(await t.ledger.catalogue.procedure(code, '2027-01-01' as never)).toMatchObject({
      name: 'Kết hôn',
      fieldName: 'Lĩnh vực khác',
    });
    await stage.desk.catalogue.rollBack({ sync: finished.id, codes: undefined }, act());
  });

  it('takes a change back only while nothing was changed since', async () => {
    const fees = synced.source.map((one) =>
      one.code === '1.001193' ? { ...one, name: 'Đăng ký khai sinh (1)', fee: 'không' } : one,
    );
    const one = await synced.sync(fees);
    const [renaming] = (await stage.desk.catalogue.changes({ sync: one.id, after: 0, limit: 99 })).filter(
      ({ kind, code }) => kind === 'renamed' && code === '1.001193',
    );
    await stage.desk.catalogue.activate([renaming?.id ?? 0], act());
    const two = await synced.sync(
      fees.map((entry) => (entry.code === '1.001193' ? { ...entry, name: 'Đăng ký khai sinh (2)' } : entry)),
    );
    const [again] = (await stage.desk.catalogue.changes({ sync: two.id, after: 0, limit: 99 })).filter(
      ({ kind }) => kind === 'renamed',
    );
    await stage.desk.catalogue.activate([again?.id ?? 0], act());
    await expect(stage.desk.catalogue.rollBack({ sync: one.id, codes: ['1.001193'] }, act())).rejects.toMatchObject({
      code: 'change.since',
      codes: ['1.001193'],
    });
    await stage.desk.catalogue.rollBack({ sync: two.id, codes: ['1.001193'] }, act());
    await stage.desk.catalogue.rollBack({ sync: one.id, codes: ['1.001193'] }, act());
    expect(await synced.believed('1.001193')).toMatchObject([{ name: 'Đăng ký khai sinh', valid: '(,)', recorded_by: null }]);
  });

  it('compares with the second source and reports only', async () => {
    const seen = { code: '2.000815', name: 'Tên ở nguồn kia', link: '', level: '4' as const };
    const before = await synced.believed('2.000815');
    const others = synced.source.filter(({ code }) => !['2.000815', '1.000656'].includes(code));
    const finished = await synced.sync(synced.source, { cross: [seen, ...crossOf(others)] });
    const found = await stage.desk.catalogue.differences({ sync: finished.id, after: '', limit: 1_000 });
    const reported = found.filter(({ kind }) => kind !== 'other-level');
    expect(reported.map(({ code, kind }) => `${code} ${kind}`)).toEqual([
      ...['1.000656 no-link', '1.000656 not-public', '2.000815 no-link', '2.000815 other-name'],
    ]);
    expect(found.filter(({ kind }) => kind === 'other-level')).toHaveLength(synced.source.length - 1);
    expect(await synced.believed('2.000815')).toEqual(before);
  });

  it('takes levels of the second source over by an operator’s word alone; new details leave them, and a roll-back takes them back', async () => {
    const level = async () => (await t.ledger.catalogue.procedure('2.000815', '2027-01-01' as never))?.level;
    const told = await synced.sync(synced.source);
    expect([told.staged, await level()]).toEqual([0, null]);
    expect(await stage.desk.catalogue.adoptLevels(told.id, act())).toBe(synced.source.length);
    expect(await level()).toBe('4');
    const again = await synced.sync(synced.source.map((one) => ({ ...one, fee: '99.000' })));
    expect(again.active).toBeGreaterThan(0);
    expect(await stage.desk.catalogue.differences({ sync: again.id, after: '', limit: 1 })).toEqual([]);
    expect(await level()).toBe('4');
    const [adopted] = (await stage.desk.catalogue.syncs()).filter(({ destination }) => destination === '');
    await stage.desk.catalogue.rollBack({ sync: again.id, codes: undefined }, act());
    expect(await stage.desk.catalogue.rollBack({ sync: adopted?.id ?? '', codes: undefined }, act())).toBe(synced.source.length);
    expect(await level()).toBeNull();
    // What was taken back is not staged anew because of the levels, neither while they are gone nor when they come back.
    const codes = async (id: string) => (await synced.changesOf(id)).map((line) => line.split(' ')[0]);
    const taken = await codes(again.id);
    expect(taken.length).toBeGreaterThan(0);
    expect(await codes((await synced.sync()).id)).not.toEqual(expect.arrayContaining(taken.slice(0, 1)));
    await stage.desk.catalogue.adoptLevels(told.id, act());
    expect(await codes((await synced.sync()).id)).not.toEqual(expect.arrayContaining(taken.slice(0, 1)));
    expect(await level()).toBe('4');
  });

  it('keeps the record that it has where the source names another procedure, or none', async () => {
    const { syncs } = t.ledger;
    const shown = await t.ledger.catalogue.shown('2.000815', '2027-01-01' as never);
    await db.query(`UPDATE catalogue_source SET detail_at = NULL WHERE code = '2.000815'`);
    await duty.syncs.orderNightly({ destination: 'national', due: new Date(Date.now() + 1), now: new Date() });
    await duty.syncs.layOut('national', TASK, { parts: [PARTS[0]], now: new Date() });
    const job = await syncs.hold('national', HOLD);
    if (job === undefined) throw new Error('nothing to hold');
    await syncs.storeList(job, { part: PARTS[0].part, rows: [{}], procedures: synced.source, problems: [] });
    await syncs.wantRecords(job);
    const running = { ...job, state: 'running' } as const;
    await syncs.storeRecord(running, { code: '2.000815', procedure: undefined, raw: { MATTHC: '1.1' }, problems: ['MATTHC'] });
    await syncs.finish(running);
    const finished = await duty.syncs.finishNext(new Date());
    expect(finished).toMatchObject({ failed: 1 });
    expect((await synced.changesOf(finished?.id)).filter((line) => line.startsWith('2.000815'))).toEqual([]);
    expect(await t.ledger.catalogue.shown('2.000815', '2027-01-01' as never)).toEqual(shown);
    const [row] = await stage.desk.catalogue.procedures({ search: '2.000815', after: '', limit: 1, now: new Date() });
    expect(row).toMatchObject({ failure: 'catalogue.no-record', problems: ['MATTHC'] });
  });
});

describe('an empty list', () => {
  it('is suspicious even where nothing was ever listed', async () => {
    const fresh = await openTestLedger();
    const other = await openDutyLedger({ url: fresh.url, clock: new Clock(), log: openLog('test'), poolSize: 1 });
    await other.syncs.orderNightly({ destination: 'national', due: new Date(), now: new Date() });
    await other.syncs.layOut('national', TASK, { parts: [PARTS[0]], now: new Date() });
    const job = await fresh.ledger.syncs.hold('national', HOLD);
    if (job === undefined) throw new Error('nothing to hold');
    await fresh.ledger.syncs.storeList(job, { part: PARTS[0].part, rows: [], procedures: [], problems: [] });
    await fresh.ledger.syncs.wantRecords(job);
    await fresh.ledger.syncs.finish({ ...job, state: 'running' });
    expect(await other.syncs.finishNext(new Date())).toMatchObject({ suspicious: true, listed: 0, staged: 0 });
    await other.close();
    await fresh.close();
  });
});
