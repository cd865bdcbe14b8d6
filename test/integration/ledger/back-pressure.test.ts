import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DatabaseAway, type Acceptance } from '#ledger';
import { Overloaded } from '#runtime';
import { lockTable } from '../../support/lock-table.ts';
import { aDossier, openTestLedger, type TestLedger } from '../../support/open-test-ledger.ts';

const LARGE = Buffer.alloc(10 * 1024 * 1024, ' ');

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger({ statementTimeoutMs: 2_000 });
});
afterAll(() => t.close());

function send(number: number, raw: Buffer): Promise<Acceptance> {
  const dossier = aDossier(`H56.14797-261123-000${String(number)}`);
  const item = { kind: 'dossier', dossier, cleared: [], sourceVersion: undefined, warnings: [] } as const;
  return t.ledger.accept({
    ...{ clientId: t.a, door: 'native', raw, items: [item] },
    ...{ idempotency: undefined, validateOnly: false },
  });
}

it('holds no more than 64 MiB of raw requests, however slow the database is', async () => {
  const unlock = await lockTable(t.url, 'dossier');
  const settled = await Promise.allSettled(Array.from({ length: 8 }, (_, number) => send(number, LARGE)));
  const reasons = settled.map((one): unknown => (one.status === 'rejected' ? one.reason : one.value));
  expect(reasons.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => expect.any(DatabaseAway)));
  expect(reasons.slice(6)).toEqual([expect.any(Overloaded), expect.any(Overloaded)]);
  await unlock();
  expect(await send(9, Buffer.from('{}'))).toMatchObject({ kind: 'judged', receipts: [{ result: 'accepted' }] });
});
