import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { LegalDay } from '#canonical';
import { createClients, type DeskLedger, type StatusEntry, type Walked } from '#ledger';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  aStep,
  instant,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';
import { act, connect, dayIn, openDesk, rowsOf } from './unit-acts.ts';

let t: TestLedger;
let owner: pg.Client;
let desk: DeskLedger;

beforeAll(async () => {
  t = await openTestLedger();
  owner = await connect(t.url);
  desk = await openDesk(t.url);
});

afterAll(async () => {
  await owner.end();
  await desk.close();
  await t.close();
});

type Page = Extract<Walked<StatusEntry>, { kind: 'page' }>;

/** A reader of the status feed that keeps what it was shown and its cursor. */
class Reader {
  readonly seen: string[] = [];
  private cursor: string | undefined;

  constructor(private readonly apiKey: string) {}

  /** Reads all that there is, through what a grown scope answers. */
  async read(limit = 1): Promise<this> {
    this.cursor = await this.walk(this.cursor, limit);
    return this;
  }

  private async walk(from: string | undefined, limit: number): Promise<string | undefined> {
    for (let after = from; ;) {
      const client = await t.ledger.clients.byApiKey(this.apiKey);
      const walked = await t.ledger.feeds.walkStatusChanges({
        client: { id: client?.id ?? 0, units: client?.units ?? [] },
        after,
        limit,
      });
      if (walked.kind === 'scope-grown') {
        for (const { cursor } of walked.backfill) await this.walk(cursor, limit);
        after = walked.next;
        continue;
      }
      if (walked.kind !== 'page') throw new Error(walked.kind);
      const { entries, next, hasMore }: Page = walked;
      this.seen.push(...entries.map(({ id }) => id));
      after = next;
      if (!hasMore && entries.length === 0) return after;
    }
  }
}

describe('a divided unit', () => {
  const DOSSIERS = ['H56.14758-250515-8001', 'H56.14758-250515-8002', 'H56.14758-250515-8003'];
  const LIST = 'dossier_code,new_code';
  let unitId = 0;
  let vendor = 0;

  beforeAll(async () => {
    await createClients(t.url, TEST_SECRETS.pepper, [
      { code: 'both', name: 'Cả hai', apiKey: 'key-both', unitCodes: ['14797', '14758'] },
    ]);
    await eventually(async () => {
      vendor = (await t.ledger.clients.byApiKey('key-both'))?.id ?? 0;
      expect(vendor).toBeGreaterThan(0);
    });
    unitId = (await desk.units.lives('14758', dayIn(0)))[0]?.id ?? 0;
    const sent = DOSSIERS.map((code) => aDossier(code, { receivedAt: instant('2025-05-15T08:00:00+07:00') }));
    expect(await receipts(submit(t.ledger, vendor, sent))).toHaveLength(3);
  });

  const step = async (hour: number): Promise<void> => {
    const at = `2026-11-${String(10 + hour)}T08:00:00+07:00`;
    await receipts(
      submit(
        t.ledger,
        vendor,
        DOSSIERS.map((code) => aStep(code, hour % 2 === 0 ? 4 : 5, at)),
      ),
    );
  };
  const handOver = async (code: string, next: string): Promise<void> => {
    const { id, counts } = await desk.handOvers.order({ unitId, csv: `${LIST}\n${code},${next}\n` }, act());
    expect(counts.toHand[next]).toBe(1);
    expect(await desk.handOvers.step(id, act())).toMatchObject({ state: 'done', counts: { handed: 1 } });
  };
  /** What each successor has to have been shown of a dossier: `[from, to)` in the row of its entries. */
  const entriesOf = async (code: string): Promise<string[]> => {
    const { rows } = await owner.query<{ id: string }>(
      'SELECT i.id FROM item i JOIN dossier d ON d.id = i.dossier_id WHERE d.code = $1 AND i.changes_status ORDER BY i.pos',
      [code],
    );
    return rows.map(({ id }) => id);
  };
  const isSettled = async (code: string, key: string): Promise<void> => {
    await eventually(async () => {
      const client = await t.ledger.clients.byApiKey(key);
      const { rows } = await owner.query<{ part: number }>(
        'SELECT part_id AS part FROM handed_dossier h JOIN dossier d ON d.id = h.dossier_id WHERE d.code = $1 AND upper_inf(recorded)',
        [code],
      );
      expect(client !== undefined && t.ledger.clients.reachOf(client).has(rows[0]?.part ?? 0)).toBe(true);
    });
  };

  it('shows all to each part until somebody decides; then to whose it is, with nothing missing and nothing twice', async () => {
    const [first = ''] = DOSSIERS;
    const keys = ['key-a', 'key-b'] as const;
    const readers = keys.map((key) => new Reader(key));
    const [a, b] = readers as [Reader, Reader];
    const late = new Reader('key-a');
    await step(0);
    for (const reader of readers) await reader.read();
    await handOver(first, '14758');
    await step(1);
    await isSettled(first, 'key-b');
    await b.read();
    await a.read();
    // It was a mistake, and is put right.
    await handOver(first, '14797');
    await step(2);
    await isSettled(first, 'key-a');
    for (const reader of [a, b, late, new Reader('key-a')]) await reader.read();
    for (const reader of [a, late]) {
      await reader.read();
      expect(reader.seen).toHaveLength(new Set(reader.seen).size);
      expect(reader.seen).toEqual(expect.arrayContaining(await entriesOf(first)));
    }
    const entries = await entriesOf(first);
    expect(entries).toHaveLength(4);
    expect(b.seen.filter((id) => entries.includes(id))).toEqual(entries.slice(0, 3));
    const others = (await Promise.all(DOSSIERS.slice(1).map(entriesOf))).flat();
    for (const reader of [a, b, late]) expect(reader.seen.filter((id) => others.includes(id)).sort()).toEqual(others.toSorted());
  });

  it('is handed over by rules of which the first that fits counts; what nobody decided is counted', async () => {
    const [life] = await desk.units.lives('14758', dayIn(0));
    expect(life).toMatchObject({ isDivided: true, undecided: 2 });
    const rules = [
      { procedure: '1.001193', newCode: '14797' },
      { receivedFrom: '2025-05-15' as LegalDay, receivedTo: '2025-05-16' as LegalDay, newCode: '14758' },
    ];
    const { id, counts } = await desk.handOvers.order({ unitId, rules }, act());
    expect(counts).toMatchObject({ toHand: { '14758': 3, '14797': 0 }, undecided: 0, handed: 0 });
    await desk.handOvers.step(id, act());
    expect(await desk.handOvers.step(id, act())).toMatchObject({ state: 'done', counts: { handed: 3 } });
    expect((await desk.units.lives('14758', dayIn(0)))[0]).toMatchObject({ undecided: 0 });
    const found = await desk.dossiers.find(DOSSIERS[1] ?? '');
    expect(JSON.stringify(found)).toContain('Phường Hàm Rồng');
  });

  it('counts what it had taken over before, and a part of it that is divided in its turn what it was handed', async () => {
    const lives = await desk.units.lives('15772', dayIn(0));
    const [first, divided] = lives;
    const ids = [first?.id, divided?.id];
    await owner.query(
      `UPDATE dossier SET received_unit_id = CASE code WHEN $1 THEN $3::int ELSE $4::int END WHERE code IN ($1, $2)`,
      [DOSSIERS[1], DOSSIERS[2], ...ids],
    );
    await owner.query(
      'DELETE FROM handed_dossier WHERE dossier_id IN (SELECT id FROM dossier WHERE received_unit_id = ANY($1))',
      [ids],
    );
    expect((await desk.units.lives('15772', dayIn(0))).map(({ undecided }) => undecided)).toEqual([0, 2, 0]);
    const order = { unitId: divided?.id ?? 0, rules: [{ newCode: '15796' }] };
    const { id, counts } = await desk.handOvers.order(order, act());
    expect(counts).toMatchObject({ toHand: { '15796': 2 }, undecided: 0 });
    expect(await desk.handOvers.step(id, act())).toMatchObject({ state: 'done', counts: { handed: 2, looked: 2 } });
    expect((await desk.units.lives('15772', dayIn(0)))[1]).toMatchObject({ undecided: 0 });
    // The receiver is divided itself: what it was handed is to be decided on again, by a list too.
    const [receiver] = (await desk.units.lives('15796', dayIn(0))).slice(-1);
    await owner.query(
      `INSERT INTO unit_successor (old_unit_id, new_unit_id, kind, on_date, resolution)
       SELECT $1, unit_id, 'split', $2, 'shared' FROM unit_alias WHERE scheme = 'administrative' AND code IN ('14797', '14758') AND upper_inf(valid)`,
      [receiver?.id, dayIn(0)],
    );
    expect((await desk.units.lives('15796', dayIn(0))).at(-1)).toMatchObject({ isDivided: true, undecided: 2 });
    const csv = `${LIST}\n${String(DOSSIERS[1])},14797\n`;
    const again = await desk.handOvers.order({ unitId: receiver?.id ?? 0, csv }, act());
    expect(again.counts).toMatchObject({ toHand: { '14797': 1 }, undecided: 1 });
  });

  it.each([
    ['a dossier of somebody else', 'H56.14797-250515-1234,14758', 'dossier_code'],
    ['no successor', 'H56.14758-250515-8001,14812', 'new_code'],
  ])('is not handed over by a list with %s', async (_what, row, column) => {
    const before = await rowsOf(owner);
    const refused = desk.handOvers.order({ unitId, csv: `${LIST}\n${row}\n` }, act());
    await expect(refused).rejects.toMatchObject({ code: 'hand-over.csv-invalid', faults: [{ line: 2, column }] });
    expect(await rowsOf(owner)).toEqual(before);
  });
});
