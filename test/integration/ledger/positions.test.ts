import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { openLedger, type Ledger } from '#ledger';
import { Clock, openLog } from '#runtime';
import { eventually } from '../../support/eventually.ts';
import { aDossier, openTestLedger, receipts, submit, TEST_SECRETS, type TestLedger } from '../../support/open-test-ledger.ts';

const GATE = 991_001;

let t: TestLedger;
let other: Ledger;
let observer: pg.Client;
beforeAll(async () => {
  t = await openTestLedger();
  const log = openLog('test');
  other = await openLedger({ url: t.url, application: 'other', clock: new Clock(), log, secrets: TEST_SECRETS });
  observer = new pg.Client({ connectionString: t.url });
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await other.close();
  await t.close();
});

/** Positions that can be seen now. */
async function positions(): Promise<number[]> {
  const { rows } = await observer.query<{ pos: string }>('SELECT pos FROM item ORDER BY pos');
  return rows.map(({ pos }) => Number(pos));
}

async function waiters(): Promise<number> {
  const { rows } = await observer.query<{ count: string }>(
    `SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return Number(rows[0]?.count);
}

it('never appears below one that a reader has passed', async () => {
  // What client `a` accepts has its position and cannot commit before the gate opens.
  await observer.query(`
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_advisory_xact_lock_shared(${GATE}); RETURN NULL; END $$;
    CREATE TRIGGER gate AFTER INSERT ON item FOR EACH ROW WHEN (NEW.client_id = ${t.a}) EXECUTE FUNCTION wait_at_gate();
    SELECT pg_advisory_lock(${GATE});`);
  const slow = receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261125-0001')]));
  await eventually(async () => (await waiters()) === 1);
  let isThrough = false;
  const quick = receipts(submit(other, t.b, [aDossier('H56.14758-261125-0001')])).finally(() => {
    isThrough = true;
  });
  // It overtakes, or it waits as well.
  await eventually(async () => isThrough || (await waiters()) === 2);
  const seen = await positions();
  await observer.query(`SELECT pg_advisory_unlock(${GATE})`);
  expect((await Promise.all([slow, quick])).flat().map(({ result }) => result)).toEqual(['accepted', 'accepted']);
  const passed = seen.at(-1) ?? 0;
  const all = await positions();
  expect(all).toHaveLength(2);
  expect(all.filter((pos) => pos <= passed)).toEqual(seen);
});
