import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { aDossier, aStep, openTestLedger, receipts, submit, type TestLedger } from '../../support/open-test-ledger.ts';

const CODES = ['H56.14797-261123-0001', 'H56.14797-261123-0002'];

let t: TestLedger;
beforeAll(async () => {
  t = await openTestLedger();
});
afterAll(() => t.close());

it('a dossier that another process changes at this moment is known all the same, by its code and by its source code', async () => {
  const [first = '', second = ''] = CODES;
  await submit(t.ledger, t.a, [aDossier(first, { sourceCode: 'S-1' }), aDossier(second, { sourceCode: 'S-2' })]);
  const other = new pg.Client(t.url);
  await other.connect();
  await other.query('BEGIN');
  await other.query('UPDATE dossier SET last_step_at = last_step_at WHERE code = ANY($1)', [CODES]);
  const step = aStep('', 4, '2026-11-23T09:00:00+07:00');
  const submitted = receipts(
    submit(t.ledger, t.a, [
      { kind: 'step', step, sourceCode: 'S-1', warnings: [] },
      aStep(second, 4, '2026-11-23T09:00:00+07:00'),
    ]),
  );
  await eventually(async () => {
    const { rows } = await other.query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'test' AND wait_event_type = 'Lock'",
    );
    return rows.length > 0;
  });
  await other.query('COMMIT');
  expect((await submitted).map(({ dossierCode, result }) => [dossierCode, result])).toEqual(
    CODES.map((code) => [code, 'accepted']),
  );
  await other.end();
});
