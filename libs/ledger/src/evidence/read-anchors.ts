import type pg from 'pg';
import { instantOf, type Anchor, type LegalDay } from '#canonical';

/** An anchor with its signature, base64, and the name of the key that it was made with. */
export interface SignedAnchor extends Anchor {
  readonly keyId: string;
  readonly signature: string;
}

/** The anchors of some legal days, first and last included, in their order. */
export async function readAnchors(
  db: Pick<pg.Pool, 'query'>,
  { from, to }: { from: LegalDay; to: LegalDay },
): Promise<SignedAnchor[]> {
  const { rows } = await db.query<AnchorRow>({ name: 'evidence-anchors', text: ANCHORS, values: [from, to] });
  return rows.map(({ link, signedAt, ...row }) => ({ ...row, link: link.toString('hex'), signedAt: instantOf(signedAt) }));
}

interface AnchorRow {
  day: LegalDay;
  block: number;
  leaves: number;
  link: Buffer;
  signedAt: Date;
  keyId: string;
  signature: string;
}

const ANCHORS = `
  SELECT day, block, leaves, link, signed_at AS "signedAt", key_id AS "keyId", signature FROM evidence_anchor
  WHERE day BETWEEN $1 AND $2 ORDER BY day`;
