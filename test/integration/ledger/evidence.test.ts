import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { leafOf, type Attested, type LegalDay } from '#canonical';
import { EvidenceArchive, openDutyLedger, type DutyLedger, type Receipt } from '#ledger';
import { Clock, openLog } from '#runtime';
import { verify, type Verified } from '../../../apps/standalone/src/evidence/verify.ts';
import {
  aDossier,
  aStep,
  openTestLedger,
  receipts,
  submit,
  TEST_SIGNER,
  type TestLedger,
} from '../../support/open-test-ledger.ts';

const [FIRST, SECOND, TODAY] = ['2026-11-25', '2026-11-26', '2026-11-27'] as [LegalDay, LegalDay, LegalDay];
const ALWAYS = '2199-12-31' as LegalDay;
const noon = (day: LegalDay): Date => new Date(`${day}T12:00:00+07:00`);

/** A position in the middle of the first block. */
const MIDDLE = '(SELECT first_pos + 4 FROM evidence_block WHERE number = 1)';
const SWAPPED = [
  `UPDATE item SET pos = -1 WHERE pos = ${MIDDLE}`,
  `UPDATE item SET pos = pos - 1 WHERE pos = 1 + ${MIDDLE}`,
  `UPDATE item SET pos = 1 + ${MIDDLE} WHERE pos = -1`,
];

let t: TestLedger;
let db: pg.Client;
let duty: DutyLedger;
let kept: readonly Receipt[] = [];
let begun = 0;

// Two days that are over, the second one without anything, and a day that goes on.
beforeAll(async () => {
  t = await openTestLedger();
  const types = new pg.TypeOverrides();
  types.setTypeParser(20, Number);
  types.setTypeParser(1082, (text) => text);
  db = new pg.Client({ connectionString: t.url, types });
  await db.connect();
  duty = await openDutyLedger({ url: t.url, clock: new Clock(), log: openLog('test'), poolSize: 2 });
  await receipts(submit(t.ledger, t.a, [aDossier('H56.14797-261125-0001')]));
  // As if a door of before had accepted it.
  await db.query('UPDATE item SET salt = NULL');
  begun = (await duty.evidence.seal(0, noon(FIRST))).position;
  kept = await accept(2, 8);
  await duty.evidence.seal(begun, noon(FIRST));
  await accept(10, 3);
  await duty.evidence.seal(0, new Date(`${FIRST}T23:59:59+07:00`));
  await duty.evidence.anchor(TEST_SIGNER, noon(TODAY));
  await accept(20, 2);
  await duty.evidence.seal(0, noon(TODAY));
  await db.query('BEGIN');
});

afterEach(async () => {
  await db.query('ROLLBACK');
  await db.query('BEGIN');
});

afterAll(async () => {
  await db.query('ROLLBACK');
  await duty.close();
  await db.end();
  await t.close();
});

/** Dossiers with a step each, many requests at once. */
async function accept(from: number, count: number): Promise<readonly Receipt[]> {
  const answers = Array.from({ length: count }, (_, at) => {
    const code = `H56.14797-261125-${String(from + at).padStart(4, '0')}`;
    return receipts(submit(t.ledger, t.a, [aDossier(code), aStep(code, 4, '2026-11-25T09:00:00+07:00')]));
  });
  return (await Promise.all(answers)).flat();
}

/** What a verification of the database finds after these statements, which are rolled back after the test. */
async function found(spoil: readonly string[] = [], days = { from: FIRST, to: ALWAYS }): Promise<Verified> {
  for (const statement of spoil) await db.query(statement);
  const by = { readOn: TODAY, keys: [TEST_SIGNER.publicKey], receipts: undefined };
  return verify(new EvidenceArchive(db).read(days), { ...days, ...by });
}

const codes = ({ broken }: Verified): string[] => broken.map(({ code }) => code);

describe('evidence', () => {
  it('holds a leaf for every item that was accepted since it began, in the order of the feed', async () => {
    expect(await found()).toMatchObject({ blocks: 3, leaves: 39, anchors: 2, items: { same: 39, erased: 0 }, broken: [] });
    const { rows } = await db.query<{ unsealed: number }>(
      'SELECT count(*)::int AS unsealed FROM item i LEFT JOIN evidence_leaf l USING (pos) WHERE l.pos IS NULL AND i.salt IS NOT NULL',
    );
    expect(rows).toEqual([{ unsealed: 0 }]);
  });

  it('has the leaf of every receipt', async () => {
    const { rows } = await db.query<{ leaf: Buffer }>('SELECT leaf FROM evidence_leaf');
    const leaves = new Set(rows.map(({ leaf }) => leaf.toString('hex')));
    expect(kept.length).toBe(16);
    const missing = kept.filter((receipt) => !leaves.has(leafOf(receipt as Attested).toString('hex')));
    expect(missing).toEqual([]);
  });

  it('is verified from the middle too', async () => {
    expect(await found([], { from: SECOND, to: ALWAYS })).toMatchObject({ blocks: 1, anchors: 2, broken: [] });
    expect(await found([], { from: FIRST, to: FIRST })).toMatchObject({ blocks: 2, anchors: 1, broken: [] });
  });

  it('stays whole when what is personal is erased', async () => {
    const erased = await found([`UPDATE item SET salt = NULL, body_enc = '', hash = '' WHERE seq = 1`]);
    expect(erased).toMatchObject({ items: { same: 26, erased: 13 }, broken: [] });
  });

  it.each([
    [
      'a byte of a leaf',
      [`UPDATE evidence_leaf SET leaf = set_byte(leaf, 3, get_byte(leaf, 3) # 1) WHERE pos = ${MIDDLE}`],
      ['item-changed', 'root-wrong'],
    ],
    ['a row of the leaves', [`DELETE FROM evidence_leaf WHERE pos = ${MIDDLE}`], ['item-stray', 'leaf-missing']],
    ['two rows of the items', SWAPPED, ['item-changed', 'item-changed']],
    ['an item', [`DELETE FROM item WHERE pos = ${MIDDLE}`], ['item-gone']],
    ['the hash of an item', [`UPDATE item SET hash = 'h1:other' WHERE pos = ${MIDDLE}`], ['item-changed']],
    [
      'the code of a dossier',
      [`UPDATE dossier SET code = 'H56.14797-261125-9999' WHERE code = 'H56.14797-261125-0003'`],
      ['item-changed', 'item-changed', 'item-changed'],
    ],
    [
      'a block',
      [
        'DELETE FROM evidence_leaf WHERE pos >= (SELECT first_pos FROM evidence_block WHERE number = 2)',
        'DELETE FROM evidence_block WHERE number >= 2',
      ],
      ['tail-cut', 'tail-cut'],
    ],
    [
      'the end of the chain',
      [
        `UPDATE item SET accepted_at = accepted_at - interval '1 hour' WHERE pos > (SELECT last_pos FROM evidence_block WHERE number = 2)`,
        'DELETE FROM evidence_leaf WHERE pos > (SELECT last_pos FROM evidence_block WHERE number = 2)',
        'DELETE FROM evidence_block WHERE number = 3',
      ],
      Array.from({ length: 6 }, () => 'item-unsealed'),
    ],
    ['an anchor', [`DELETE FROM evidence_anchor WHERE day = '${SECOND}'`], ['anchor-missing']],
  ])('shows that somebody changed %s', async (_, spoil, expected) => {
    expect(codes(await found(spoil))).toEqual(expected);
  });

  it('is nobody’s to change but the owner’s', async () => {
    for (const table of ['evidence_leaf', 'evidence_block', 'evidence_anchor']) {
      const { rows } = await db.query<{ grants: string }>(
        `SELECT DISTINCT privilege_type AS grants FROM information_schema.role_table_grants
         WHERE table_name = $1 AND grantee <> current_user AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')`,
        [table],
      );
      expect(rows).toEqual([]);
    }
  });
});
