import type pg from 'pg';
import { factsOf, instantOf, NO_STEPS, withStep, type Dossier, type ManifestFacts } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { groupBy } from '../group-by.ts';
import { openDossier } from '../open-dossier.ts';
import type { StepFact } from './name-difference.ts';

/** What a source has said of a dossier, as it stands in its items. */
export interface SourceFacts {
  readonly dossierId: number;
  readonly lastSeq: number;
  readonly facts: ManifestFacts;
  readonly steps: readonly StepFact[];
  /** As it stands, with what a step filled. */
  readonly dossier: Dossier;
}

interface HeadRow {
  readonly id: number;
  readonly last_seq: number;
  readonly step_filled: string[];
  readonly item_id: string;
  readonly body_enc: Buffer;
  readonly key_id: number;
}

interface StepRow {
  readonly dossier_id: number;
  readonly status: number;
  readonly occurred_at: Date;
}

/** Reads the facts of these dossiers from their last versions and their steps. Corrections are no further steps. One that does not open is missing. */
export async function readSourceFacts(
  db: Pick<pg.Pool | pg.PoolClient, 'query'>,
  cipher: Cipher,
  dossierIds: readonly number[],
): Promise<SourceFacts[]> {
  const heads = await db.query<HeadRow>({ name: 'reconcile-heads', text: HEADS, values: [dossierIds] });
  const steps = await db.query<StepRow>({ name: 'reconcile-steps', text: STEPS, values: [dossierIds] });
  await cipher.load(heads.rows.map(({ key_id }) => key_id));
  const byDossier = groupBy(steps.rows, ({ dossier_id }) => dossier_id);
  return heads.rows.flatMap((row): SourceFacts[] => {
    const dossier = openDossier(cipher, { ...row, id: row.item_id });
    if (dossier === undefined) return [];
    const own = (byDossier.get(row.id) ?? []).map(({ status, occurred_at }) => ({ status, occurredAt: instantOf(occurred_at) }));
    const facts = factsOf(dossier, own.reduce(withStep, NO_STEPS), new Set(row.step_filled));
    return [{ dossierId: row.id, lastSeq: row.last_seq, facts, steps: own, dossier }];
  });
}

const HEADS = `
  SELECT o.id, o.last_seq, o.step_filled, i.id AS item_id, i.body_enc, i.key_id
  FROM unnest($1::bigint[]) AS n (id) JOIN dossier o ON o.id = n.id JOIN item i ON i.dossier_id = o.id AND i.seq = o.head_seq`;

const STEPS = `
  SELECT DISTINCT i.dossier_id, i.slot_hash, i.status, i.occurred_at
  FROM unnest($1::bigint[]) AS n (id) JOIN item i ON i.dossier_id = n.id
  WHERE i.kind = 'step' AND i.origin = 'client' ORDER BY i.dossier_id, i.occurred_at, i.status`;
