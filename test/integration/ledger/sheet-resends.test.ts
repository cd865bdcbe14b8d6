import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { LegalDay } from '#canonical';
import type { DailySheet } from '#ledger';
import { openTestLedger, type TestLedger } from '../../support/open-test-ledger.ts';

const DAY = '2026-01-09' as LegalDay;
const OURS = '14797';
const OTHERS = '14758';

let t: TestLedger;
let owner: pg.Client;

beforeAll(async () => {
  t = await openTestLedger();
  owner = new pg.Client({ connectionString: t.url });
  await owner.connect();
  await owner.query(
    `INSERT INTO discrepancy (id, side, tier, kind, field, dossier_code, client_id, unit_id, day, fingerprint, must_act, first_at, last_at,
       found_by, seen_by, heal, heal_state, cause, tries)
     VALUES (gen_random_uuid(), 'client:a', 'commune', 'missing-here', 'dossier', 'H56.14797-260109-0091', $1, $2, $3, 'x', 'commune', now(), now(),
       gen_random_uuid(), gen_random_uuid(), 'resend', 'asked', 'gateway.lacks', 0)`,
    [t.a, t.ledger.clients.unitCoded(OURS, DAY), DAY],
  );
});

afterAll(async () => {
  await owner.end();
  await t.close();
});

const sheetOf = (code: string): Promise<DailySheet> => t.ledger.sheets.read(DAY, { kind: 'unit', code });

/** One that is waited for. */
const RESTORATION = `
  INSERT INTO restoration (complete_until, restored_at, item_after, item_from, outcome_after, outcome_from, resend_after, resend_from)
  VALUES (now(), now(), 0, 1, 0, 1, 0, 1) RETURNING id`;

describe('what systems are asked to send again', () => {
  const ask = (text: string): Promise<unknown> =>
    owner.query(
      `INSERT INTO resend_request (pos, id, client_id, dossier_id, want, cause, since, at, discrepancy_id, dossier_code, restoration_id, closed_at)
       ${text}`,
    );
  const resendsOf = async (code: string): Promise<[number, (string | null)[]]> => {
    const { resendsOpen, resends } = (await sheetOf(code)).facts;
    return [resendsOpen, resends.map(({ dossierCode }) => dossierCode)];
  };

  it('is listed up to forty of them, is counted whole, and ends when it is closed or not waited for any more', async () => {
    await ask(`SELECT 1000 + n, gen_random_uuid(), x.client_id, NULL, 'both', 'reconcile.gateway.lacks', now(), now() + n * interval '1 second',
        x.id, 'more-' || lpad(n::text, 2, '0'), NULL, CASE WHEN n > 50 THEN now() END
      FROM generate_series(1, 60) n, discrepancy x`);
    const [open, codes] = await resendsOf(OURS);
    expect([open, codes.length, codes[0], codes.at(-1)]).toEqual([50, 40, 'more-01', 'more-40']);
    await owner.query(`UPDATE resend_request SET closed_at = now() WHERE discrepancy_id IS NOT NULL`);
    expect(await resendsOf(OURS)).toEqual([0, []]);
  });

  it('of a restoration is for all units of the system while it is waited for, and a trial is not the province’s', async () => {
    const { rows } = await owner.query<{ id: number }>(RESTORATION);
    await ask(
      `SELECT 2000, gen_random_uuid(), ${String(t.a)}, NULL, 'both', 'restored', now(), now(), NULL, NULL, ${String(rows[0]?.id)}, NULL`,
    );
    expect(await resendsOf(OURS)).toEqual([1, [null]]);
    expect(await resendsOf(OTHERS)).toEqual([0, []]);
    const province = async (): Promise<number> => (await t.ledger.sheets.read(DAY, { kind: 'province' })).facts.resendsOpen;
    expect(await province()).toBe(1);
    await owner.query('UPDATE client SET sandbox = true WHERE id = $1', [t.a]);
    expect(await province()).toBe(0);
    await owner.query('UPDATE client SET sandbox = false WHERE id = $1', [t.a]);
    await owner.query(`UPDATE restoration SET resend_until = now() - interval '1 second'`);
    expect(await resendsOf(OURS)).toEqual([0, []]);
  });
});
