import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { dayAfter, instantOf, legalDay, type LegalDay } from '#canonical';
import { SheetRefused } from '#ledger';
import { aDossier, instant, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

const DAY = '2026-01-09' as LegalDay;
const OURS = '14797';

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

it('lists of a sheet end after forty lines, and say how many there are', async () => {
  const codes = Array.from({ length: 45 }, (_, n) => `H56.14797-260109-${String(8_000 + n)}`);
  await receipts(
    submit(
      t.ledger,
      t.a,
      codes.map((code) => aDossier(code, { status: 2, receivedAt: instant('2026-01-05T10:00:00+07:00') })),
    ),
  );
  await owner.query(
    `UPDATE lane l SET state = 'held', cause = 'unmapped|national|procedure|' || d.code FROM dossier d WHERE d.id = l.dossier_id AND d.code = ANY($1)`,
    [codes],
  );
  await owner.query(
    `WITH made AS (INSERT INTO client (code, name, created_at) SELECT 'many-' || n, 'Hệ thống ' || n, now() FROM generate_series(1, 45) AS n RETURNING id),
         scoped AS (INSERT INTO client_scope (client_id, unit_id, valid) SELECT id, $1, '[2025-07-01,)' FROM made)
       INSERT INTO client_contact (client_id, last_at) SELECT id, '2026-01-09T00:00:00Z' FROM made ORDER BY id DESC LIMIT 1`,
    [t.ledger.clients.unitCoded(OURS, DAY)],
  );
  const { facts } = await t.ledger.sheets.read(DAY, { kind: 'unit', code: OURS });
  expect([facts.waits.length, facts.systems.length]).toEqual([40, 40]);
  expect(facts.waitReasons).toBe(45);
  expect(facts.systemsKnown).toBeGreaterThanOrEqual(45);
  // Whoever has called is among those that are named, wherever its code stands.
  expect(facts.systems.map(({ lastAt }) => lastAt)).toContainEqual(new Date('2026-01-09T00:00:00Z'));
});

it('there is no sheet of a day that has not begun, or of a unit that nobody knows', async () => {
  const read = (code: string, day = DAY): Promise<unknown> => t.ledger.sheets.read(day, { kind: 'unit', code });
  const tomorrow = dayAfter(legalDay(instantOf(new Date())));
  await expect(read(OURS, tomorrow)).rejects.toEqual(new SheetRefused('sheet.future'));
  await expect(read('nobody')).rejects.toEqual(new SheetRefused('unit.unknown'));
});
