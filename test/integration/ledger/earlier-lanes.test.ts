import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { ClientRegister, openLedger, prepareDatabase, type DestinationRow, type EarlierProgress, type Ledger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import {
  aDossier,
  aStep,
  openTestLedger,
  receipts,
  submit,
  TEST_SECRETS,
  type TestLedger,
} from '../../support/open-test-ledger.ts';
import { PREPARATION } from '../../support/preparation.ts';

const PLACE = { dialect: 'dvcqg', lookup: 'none', fingerprint: 'test' } as const;
const MINUTE_MS = 60_000;

let t: TestLedger;
let owner: pg.Client;
beforeEach(async () => {
  t = await openTestLedger();
  owner = new pg.Client({ connectionString: t.url });
  await owner.connect();
});
afterEach(async () => {
  await owner.end();
  await t.close();
});

async function prepare(others: readonly DestinationRow[], roles?: Parameters<typeof prepareDatabase>[0]['roles']): Promise<void> {
  const destinations = [{ id: 'national', ...PLACE }, ...others];
  await prepareDatabase({ ownerUrl: t.url, ...PREPARATION, roles, destinations });
}

const addProvince = (more: Partial<DestinationRow> = {}): Promise<void> => prepare([{ id: 'province', ...PLACE, ...more }]);

interface Walk {
  readonly which?: 'all' | 'open';
  /** How long the destination has been known by then. */
  readonly laterMs?: number;
  readonly ledger?: Ledger;
}

const look = ({ which = 'all', laterMs = 0, ledger = t.ledger }: Walk = {}): Promise<EarlierProgress> =>
  ledger.earlier.openNext({ destination: 'province', which, now: new Date(Date.now() + laterMs) });

/** Goes on until there is nothing more to do for now; answers how many lanes were opened. */
async function walk(order: Walk = {}): Promise<number> {
  for (let opened = 0; ;) {
    const progress = await look(order);
    if (progress.kind !== 'opened') return opened;
    opened += progress.lanes;
  }
}

async function codesAt(destination: string): Promise<string[]> {
  const { rows } = await owner.query<{ code: string }>(
    'SELECT o.code FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE l.destination = $1 ORDER BY l.due_at, o.id',
    [destination],
  );
  return rows.map(({ code }) => code);
}

/** What waits in every lane of a destination, dossier by dossier. */
async function itemsAt(destination: string): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query<Record<string, unknown>>(
    `SELECT dossier_id, seq, place, kind, status, state, doubt, possibly_twice, sent, call_id FROM lane_item
      WHERE destination = $1 ORDER BY 1, 2`,
    [destination],
  );
  return rows;
}

/** The dossiers of which a finishing step waits. */
async function closingAt(destination: string): Promise<string[]> {
  const { rows } = await owner.query<{ code: string }>(
    'SELECT o.code FROM lane l JOIN dossier o ON o.id = l.dossier_id WHERE l.destination = $1 AND l.closes ORDER BY o.code',
    [destination],
  );
  return rows.map((row) => row.code);
}

const code = (number: number): string => `H56.14797-261124-${String(number).padStart(4, '0')}`;

async function accept(first: number, count: number): Promise<void> {
  const dossiers = Array.from({ length: count }, (_, index) => aDossier(code(first + index)));
  await receipts(submit(t.ledger, t.a, dossiers));
}

describe('a destination that is added later', () => {
  it('gets every earlier dossier with all that a lane from the beginning would hold', async () => {
    await accept(1, 3);
    const step = aStep(code(1), 4, '2026-11-24T09:00:00+07:00');
    await receipts(submit(t.ledger, t.a, [step, aStep(code(1), 9, '2026-11-24T10:00:00+07:00')]));
    // Corrected twice while it waits; then an older version, and a version that closes the dossier without a step.
    await receipts(submit(t.ledger, t.a, [{ ...step, content: 'Thẩm định lại' }]));
    await receipts(submit(t.ledger, t.a, [{ ...step, content: 'Thẩm định lần ba' }]));
    const numbered = { kind: 'dossier', cleared: [], warnings: [] } as const;
    const version = (value: number): Parameters<typeof submit>[2][number] => ({
      ...numbered,
      dossier: aDossier(code(2), { note: `Bản ${String(value)}` }),
      sourceVersion: { kind: 'integer', value },
    });
    await receipts(submit(t.ledger, t.a, [version(5), version(3)]));
    await receipts(submit(t.ledger, t.closing, [aDossier(code(4)), aDossier(code(4), { status: 9 })]));

    await addProvince();
    expect(await walk()).toBe(4);
    expect(await closingAt('province')).toEqual(await closingAt('national'));
    expect(await closingAt('province')).toEqual([code(1), code(4)]);
    const items = await itemsAt('province');
    expect(items).toEqual(await itemsAt('national'));
    expect(new Set(items.map((item) => item['state']))).toEqual(new Set(['pending', 'stale', 'superseded']));
  });

  it('gets nothing twice, and new dossiers by themselves', async () => {
    await accept(1, 2);
    await addProvince();
    await eventually(async () => {
      await accept(Math.floor(Math.random() * 9_000) + 100, 1);
      return (await codesAt('province')).length > 0;
    });
    await walk();
    await walk({ laterMs: 2 * MINUTE_MS });
    expect((await codesAt('province')).toSorted()).toEqual((await codesAt('national')).toSorted());
    expect(await itemsAt('province')).toEqual(await itemsAt('national'));
  });

  it('is looked after once more, for what a door accepted that did not know of it yet', async () => {
    // A relay that is told of it before the ledger is.
    expect(await look()).toEqual({ kind: 'wait' });
    await addProvince();
    expect(await look()).toEqual({ kind: 'wait' });
    // A door that was told a moment too late: the first walk has passed.
    await eventually(async () => {
      await accept(1, 1).catch(() => undefined);
      return (await codesAt('national')).length > 0;
    });
    await owner.query(`DELETE FROM lane WHERE destination = 'province'`);
    await owner.query(`DELETE FROM lane_item WHERE destination = 'province'`);
    expect(await walk({ laterMs: MINUTE_MS / 2 })).toBe(0);
    expect(await walk({ laterMs: 2 * MINUTE_MS })).toBe(1);
    expect(await look({ laterMs: 2 * MINUTE_MS })).toEqual({ kind: 'over' });
    expect(await codesAt('province')).toEqual([code(1)]);
  });

  it('takes lanes that are opened after its time in shadow for what another system was told of, and those of before as they are', async () => {
    await accept(1, 2);
    await addProvince({ mode: 'shadow' });
    await walk();
    await addProvince({ mode: 'live' });
    await owner.query(`DELETE FROM lane WHERE destination = 'province' AND dossier_id = 1`);
    await owner.query(`DELETE FROM lane_item WHERE destination = 'province' AND dossier_id = 1`);
    expect(await walk({ laterMs: 2 * MINUTE_MS })).toBe(1);
    const { rows } = await owner.query(
      `SELECT dossier_id::int AS id, shadow FROM lane WHERE destination = 'province' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { id: 1, shadow: true },
      { id: 2, shadow: true },
    ]);
  });

  it('begins with the youngest, and waits while enough is waiting there', async () => {
    for (let first = 1; first <= 900; first += 300) await accept(first, 300);
    await addProvince();
    expect(await walk()).toBe(600);
    expect(await look()).toEqual({ kind: 'wait' });
    const opened = await codesAt('province');
    expect(new Set(opened.slice(0, 200))).toEqual(new Set(Array.from({ length: 200 }, (_, index) => code(701 + index))));
    await owner.query(`UPDATE lane SET state = 'idle', due_at = NULL WHERE destination = 'province'`);
    expect(await walk()).toBe(300);
    expect(await codesAt('province')).toHaveLength(900);
  });

  it('gets those alone of which more may come, where that is asked for, and the others when all are', async () => {
    await accept(1, 2);
    const step = aStep(code(1), 10, '2026-11-24T09:00:00+07:00');
    await receipts(submit(t.ledger, t.a, [step]));
    await addProvince();
    expect(await walk({ which: 'open' })).toBe(1);
    expect(await codesAt('province')).toEqual([code(2)]);
    expect(await walk({ which: 'all' })).toBe(1);
    expect(await itemsAt('province')).toEqual(await itemsAt('national'));
  });

  it('gets nothing of those whom it does not serve', async () => {
    const register = await ClientRegister.open(t.url, TEST_SECRETS.pepper);
    const units = { kind: 'test', identifier: 'H56.SANDBOX' } as const;
    await register.add({ code: 'thu', name: 'Thử nghiệm', role: 'commune', units, manners: {} }, 'test');
    await register.set({ code: 'b', manners: { destinations: ['national'] } }, 'test');
    await register.close();
    await accept(1, 1);
    await receipts(submit(t.ledger, t.b, [aDossier('H56.14758-261124-0001')]));
    const { rows } = await owner.query<{ id: number }>(`SELECT id FROM client WHERE code = 'thu'`);
    const trial = rows[0]?.id ?? 0;
    await eventually(() => t.ledger.clients.byId(trial) !== undefined);
    await prepare([{ id: 'rehearsal', serves: 'sandbox', ...PLACE }]);
    await receipts(submit(t.ledger, trial, [aDossier('H56.SANDBOX-261124-0001')]));
    await addProvince();
    await walk();
    expect(await codesAt('province')).toEqual([code(1)]);
  });

  it('misses nothing that is accepted while its lanes are opened, however many walk', async () => {
    await accept(1, 200);
    await addProvince();
    const steps = async (): Promise<void> => {
      for (let minute = 0; minute < 30; minute += 1) {
        const at = `2026-11-24T09:${String(minute).padStart(2, '0')}:00+07:00`;
        await receipts(
          submit(
            t.ledger,
            t.a,
            Array.from({ length: 200 }, (_, index) => aStep(code(1 + index), 4, at)),
          ),
        );
      }
    };
    const walking = async (): Promise<void> => {
      await eventually(async () => (await walk()) > 0 || (await codesAt('province')).length === 200, { everyMs: 1 });
    };
    await Promise.all([steps(), walking(), walking(), walking()]);
    await eventually(async () => {
      await walk();
      return (await codesAt('province')).length === 200;
    });
    expect(await itemsAt('province')).toEqual(await itemsAt('national'));
  });

  it('is looked after with the rights of a relay', async () => {
    const names = ['door', 'road', 'other'].map((name) => `${name}_${randomBytes(6).toString('hex')}`);
    const [door = '', road = '', other = ''] = names;
    for (const name of names) await owner.query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
    const url = new URL(t.url);
    [url.username, url.password] = [road, 'secret'];
    try {
      await accept(1, 2);
      await prepare([{ id: 'province', ...PLACE }], { door, road, duty: other, desk: other });
      const ledger = await openLedger({
        ...{
          url: url.href,
          application: 'relay',
          clock: new Clock(),
          log: openLog('test'),
          secrets: TEST_SECRETS,
          accepts: false,
        },
      });
      expect(await walk({ ledger }).finally(() => ledger.close())).toBe(2);
    } finally {
      for (const name of names) await owner.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    }
  });
});
