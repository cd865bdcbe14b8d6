import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { MergerDesk } from '#ledger';
import { act, dayIn } from '../ledger/unit-acts.ts';
import { openDoor, type Answered, type OpenDoor } from './open-door.ts';
import { readCatalogue } from './read-catalogue.ts';

const UNITS = '/v1/catalog/units';

let door: OpenDoor;
let db: pg.Client;

beforeAll(async () => {
  door = await openDoor();
  db = new pg.Client(door.databaseUrl);
  await db.connect();
});

afterAll(async () => {
  await db.end();
  await door.close();
});

const ask = (path: string, headers = {}): Promise<Answered> => door.get(path, headers);
const read = (path: string): ReturnType<typeof readCatalogue> => readCatalogue(door, path);

describe('the units', () => {
  it('are those of today, and those of the day before the mergers', async () => {
    const today = await read(UNITS);
    expect(today.items).toHaveLength(166);
    const before = await read(`${UNITS}?at=2025-06-30`);
    expect(before.items).toHaveLength(547);
    const town = before.items.find(({ code }) => code === '15772');
    const successors = town?.['successors'] as { code: string; kind: string; on: string }[];
    expect(successors.map(({ code, kind, on }) => `${code} ${kind} ${on}`)).toEqual(
      ['15772', '15796', '15835'].map((code) => `${code} split 2025-07-01`),
    );
    const commune = today.items.find(({ code }) => code === '15772');
    expect(commune).toMatchObject({ validFrom: '2025-07-01', validTo: null, agencyCodes: ['H56.15772'], successors: [] });
    expect(commune?.id).not.toBe(town?.id);
    const kin = town?.['predecessors'] as { code: string | null; name: string; resolution: string; on: string }[];
    expect(kin.map(({ code, name, resolution, on }) => [code, name, resolution, on])).toEqual([
      ['15772', 'Thị trấn Thiệu Hóa', '939/NQ-UBTVQH15', '2024-02-01'],
      [null, 'Xã Thiệu Phú', '939/NQ-UBTVQH15', '2024-02-01'],
    ]);
    const { items: first } = await read(`${UNITS}?at=2024-01-31`);
    expect(first.filter(({ name }) => /Thiệu (Hóa|Phú)$/.test(name)).map(({ code, validTo }) => [code, validTo])).toEqual([
      ['15772', '2024-02-01'],
      [null, '2024-02-01'],
    ]);
    expect((commune?.['predecessors'] as { id: number }[]).map(({ id }) => id)).toContain(town?.id);
  });

  it('change with what is recorded and with the day, and hold no unit for trials', async () => {
    const { version } = await read(UNITS);
    expect((await read(`${UNITS}?changedSince=${version}`)).items).toEqual([]);
    await db.query(`WITH made AS (INSERT INTO unit (name, type, valid) VALUES ('Thử', 'sandbox', '(,)') RETURNING id)
      INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded) SELECT id, 'sandbox', 'H56.THU', '(,)', tstzrange(now(), NULL) FROM made`);
    expect((await read(`${UNITS}?changedSince=${version}`)).items).toEqual([]);
    await db.query(`INSERT INTO unit_alias (unit_id, scheme, code, valid, recorded)
      SELECT unit_id, 'decision-20', 'H56.999', '[2026-01-01,)', tstzrange(now(), NULL) FROM unit_alias WHERE code = 'H56.14797' AND upper_inf(valid)`);
    expect((await read(`${UNITS}?changedSince=${version}`)).items).toMatchObject([
      { code: '14797', agencyCodes: ['H56.999', 'H56.14797'] },
    ]);
    const [recorded] = (await read(UNITS)).version.split('.');
    expect((await read(`${UNITS}?changedSince=${recorded ?? ''}.20250630`)).items).toHaveLength(713);
  });
});

describe('a merger in the list of units', () => {
  it('is told by tag and since a version when it is recorded, when its day comes and when it is withdrawn', async () => {
    const pool = new pg.Pool({ connectionString: door.databaseUrl, max: 2 });
    const mergers = new MergerDesk(pool);
    try {
      const [today, tomorrow] = [await read(UNITS), dayIn(1)];
      const csv = `kind,old_code,old_name,new_code,new_name,new_type\nmerge,15796,,15796,Xã Mới,xã\nmerge,15835,,15796,Xã Mới,xã\n`;
      const { id } = await mergers.load({ resolution: '7/NQ', on: tomorrow, csv }, act());
      const { version } = await mergers.preview(id, new Date());
      // Looked at is not recorded.
      expect((await ask(UNITS, { 'if-none-match': today.etag })).status).toBe(304);
      await mergers.record(id, version, act());
      const recorded = await read(UNITS);
      expect([recorded.etag === today.etag, recorded.items.length]).toEqual([false, today.items.length]);
      const changed = await read(`${UNITS}?changedSince=${today.version}`);
      const successors = [expect.objectContaining({ name: 'Xã Mới', on: tomorrow })];
      expect(changed.items).toMatchObject(['15796', '15835'].map((code) => ({ code, validTo: tomorrow, successors })));
      // Midnight: nothing is recorded, and whoever has the version of today is told what begins and what ends.
      const ended = await read(`${UNITS}?changedSince=${recorded.version}&at=${tomorrow}`);
      expect(ended.items.map(({ code, name }) => [code, name === 'Xã Mới']).toSorted()).toEqual([
        ['15796', false],
        ['15796', true],
        ['15835', false],
      ]);
      const after = await read(`${UNITS}?at=${tomorrow}`);
      expect([after.etag === recorded.etag, after.items.length]).toEqual([false, today.items.length - 1]);
      await mergers.withdraw(id, act());
      const again = await read(UNITS);
      expect([again.etag, again.items]).toEqual([today.etag, today.items]);
      const back = await read(`${UNITS}?changedSince=${recorded.version}`);
      expect(back.items).toMatchObject(['15796', '15835'].map((code) => ({ code, validTo: null, successors: [] })));
      expect((await read(`${UNITS}?at=${tomorrow}`)).items).toHaveLength(today.items.length);
    } finally {
      await pool.end();
    }
  });
});
