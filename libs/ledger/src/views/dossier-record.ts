import type pg from 'pg';
import type { Dossier, Step } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { isNoTrial } from '../trials.ts';

/** A dossier as it stands, with its steps in their order; without corrections that no destination gets, and with those that it gets in place of what they correct. */
export interface DossierRecord {
  readonly dossier: Dossier;
  readonly steps: readonly Step[];
}

interface BodyRow {
  id: string;
  kind: 'version' | 'step';
  slot_hash: string | null;
  body_enc: Buffer;
  key_id: number;
}

/**
 * Reads a dossier and its steps in one look; undefined where there is none, or where it is not of the one client that asks. Who asks for
 * all of the province sees no trials.
 */
export async function readRecord(
  pool: pg.Pool,
  cipher: Cipher,
  wanted: { readonly code: string; readonly clientId: number | undefined },
): Promise<DossierRecord | undefined> {
  const rows = await query<BodyRow>(pool, {
    name: 'dossier-record',
    text: BODIES,
    values: [wanted.code, wanted.clientId ?? null],
  });
  await cipher.load(rows.map(({ key_id }) => key_id));
  const head = rows.find(({ kind }) => kind === 'version');
  if (head === undefined) return undefined;
  const lastOfSlot = new Map(rows.map((row) => [row.slot_hash, row.id]));
  const steps = rows.filter((row) => row.kind === 'step' && lastOfSlot.get(row.slot_hash) === row.id);
  return { dossier: open(cipher, head) as Dossier, steps: steps.map((row) => open(cipher, row) as Step) };
}

const BODIES = `
  SELECT i.id, i.kind, i.slot_hash, i.body_enc, i.key_id
  FROM dossier d JOIN item i ON i.dossier_id = d.id
  WHERE d.code = $1 AND (CASE WHEN $2::int IS NULL THEN ${isNoTrial('d')} ELSE d.client_id = $2 END)
    AND (i.seq = d.head_seq OR (i.kind = 'step' AND NOT i.stale))
  ORDER BY i.seq`;

function open(cipher: Cipher, { body_enc, key_id, id }: BodyRow): unknown {
  return JSON.parse(cipher.unseal(body_enc, key_id, id).toString());
}
