import pg from 'pg';
import type { LegalDay } from '#canonical';
import { EvidenceArchive, openDutyLedger } from '#ledger';
import { Clock, openLog, SigningKey } from '#runtime';
import { verify } from '../../../apps/standalone/src/evidence/verify.ts';

/** What is wrong with the evidence of a database whose schedulers may have been struck at any moment. */
export interface EvidenceVerdict {
  /** Kinds of faults that a verification finds. */
  readonly broken: readonly string[];
  /** Accepted items without a leaf. */
  readonly uncovered: number;
  readonly leaves: number;
}

const ALWAYS = { from: '2000-01-01' as LegalDay, to: '2199-12-31' as LegalDay };

/** Seals what is left, and verifies all of it against the items. */
export async function judgeEvidence(databaseUrl: string, seed: Buffer): Promise<EvidenceVerdict> {
  const clock = new Clock();
  const duty = await openDutyLedger({ url: databaseUrl, clock, log: openLog('judge'), poolSize: 1 });
  await duty.evidence.seal(0, clock.now());
  await duty.close();
  const archive = await EvidenceArchive.open(databaseUrl);
  const keys = [new SigningKey(seed).publicKey];
  const found = await verify(archive.read(ALWAYS), { ...ALWAYS, keys, receipts: undefined, readOn: await archive.today() });
  await archive.close();
  return { broken: found.broken.map(({ code }) => code), uncovered: await uncovered(databaseUrl), leaves: found.leaves };
}

async function uncovered(databaseUrl: string): Promise<number> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM item WHERE NOT EXISTS (SELECT FROM evidence_leaf l WHERE l.pos = item.pos)',
  );
  await db.end();
  return rows[0]?.count ?? NaN;
}
