import type pg from 'pg';
import type { Dossier, Step } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { inTransaction } from '../database.ts';
import { writeDown, type Act } from './write-down.ts';

/** The personal members of a dossier, as it stands. */
const PERSONAL = [
  ...(['applicant', 'abstract', 'note', 'otherInformation', 'returnNote', 'receiptNumber'] as const),
  ...(['papers', 'otherPapers', 'results', 'supplements'] as const),
] as const satisfies readonly (keyof Dossier)[];

/** Who stands in a step, and what it says. */
export type RevealedStep = Pick<Step, 'officer' | 'title' | 'department' | 'content'> & { readonly seq: number };

/** What is personal of a dossier. Absent members were never sent. */
export type Revealed = Pick<Dossier, (typeof PERSONAL)[number]> & { readonly steps: readonly RevealedStep[] };

interface BodyRow {
  seq: number;
  id: string;
  kind: 'version' | 'step';
  body_enc: Buffer;
  key_id: number;
}

/** Opens what is personal of a dossier; that it was looked at is written down in the same transaction. Undefined: there is no such dossier. */
export function reveal(
  pool: pg.Pool,
  cipher: Cipher,
  { code, act }: { readonly code: string; readonly act: Act },
): Promise<Revealed | undefined> {
  return inTransaction(pool, async (db) => {
    const { rows } = await db.query<BodyRow>({ name: 'dossier-reveal', text: BODIES, values: [code] });
    const head = rows.find(({ kind }) => kind === 'version');
    if (head === undefined) return undefined;
    await cipher.load(rows.map(({ key_id }) => key_id));
    const open = ({ body_enc, key_id, id }: BodyRow): unknown => JSON.parse(cipher.unseal(body_enc, key_id, id).toString());
    const dossier = open(head) as Dossier;
    await writeDown(db, act, { act: 'dossier.reveal', subject: code, details: {} });
    const steps = rows.filter(({ kind }) => kind === 'step').map((row) => toStep(row.seq, open(row) as Step));
    return { ...personalOf(dossier), steps };
  });
}

function personalOf(dossier: Dossier): Pick<Dossier, (typeof PERSONAL)[number]> {
  const members = Object.entries(dossier).filter(([member]) => PERSONAL.some((personal) => personal === member));
  return { ...(Object.fromEntries(members) as Partial<Dossier>), applicant: dossier.applicant };
}

function toStep(seq: number, { officer, title, department, content }: Step): RevealedStep {
  return { seq, officer, content, ...(title !== undefined && { title }), ...(department !== undefined && { department }) };
}

const BODIES = `
  SELECT i.seq, i.id, i.kind, i.body_enc, i.key_id FROM dossier d JOIN item i ON i.dossier_id = d.id
  WHERE d.code = $1 AND (i.seq = d.head_seq OR i.kind = 'step') ORDER BY i.seq`;
