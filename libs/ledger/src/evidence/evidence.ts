import type pg from 'pg';
import { anchorText, instantOf, leafOf, legalDay, linkOf, MerkleTree, NO_LINK, type Anchor, type LegalDay } from '#canonical';
import { columns } from '../accept/columns.ts';
import { inTransaction, query } from '../database.ts';

/** What signs. */
export interface Signer {
  readonly publicKey: { readonly id: string };
  sign(bytes: Uint8Array): string;
}

/** How far the chain got: the last position that was looked at, and how many leaves are new. */
export interface Sealed {
  readonly position: number;
  readonly leaves: number;
}

/** So many leaves are in memory at once; a block has no more. */
const MOST_LEAVES = 20_000;
const DAY_MS = 86_400_000;

/** The chain of evidence over all that was accepted: it grows, and nothing of it is ever changed. */
export class Evidence {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Seals in blocks what was accepted behind a position, or behind the last block. Positions grow with the commits: whoever sees one sees
   * every one before it, so that nothing comes to lie in a block that is sealed.
   */
  async seal(after: number, now: Date): Promise<Sealed> {
    const sealed = { position: after, leaves: 0 };
    for (;;) {
      const portion = await inTransaction(this.pool, (db) => sealOnce(db, sealed.position, now));
      sealed.position = portion.position;
      sealed.leaves += portion.leaves;
      if (portion.isLast) return sealed;
    }
  }

  /** Signs how the chain had ended at the end of each legal day that is over, since the last one that was signed; answers those days. */
  async anchor(key: Signer, now: Date): Promise<LegalDay[]> {
    const [begun] = await query<{ first: Date | null; last: LegalDay | null }>(this.pool, {
      name: 'evidence-begun',
      text: BEGUN,
    });
    const from = begun?.last === null ? begun.first && legalDay(instantOf(begun.first)) : begun && nextDay(begun.last);
    if (from === null || from === undefined) return [];
    const today = legalDay(instantOf(now));
    const signed: LegalDay[] = [];
    for (let day: LegalDay = from; day < today; day = nextDay(day)) {
      await this.sign(await this.endOf(day, now), key);
      signed.push(day);
    }
    return signed;
  }

  private async endOf(day: LegalDay, now: Date): Promise<Anchor> {
    const [last] = await query<{ number: number; total: number; link: Buffer }>(this.pool, {
      name: 'evidence-end-of-day',
      text: 'SELECT number, total, link FROM evidence_block WHERE sealed_at < $1 ORDER BY sealed_at DESC, number DESC LIMIT 1',
      values: [beginOf(nextDay(day))],
    });
    const link = last?.link.toString('hex') ?? NO_LINK;
    return { day, block: last?.number ?? 0, leaves: last?.total ?? 0, link, signedAt: instantOf(now) };
  }

  private async sign(anchor: Anchor, key: Signer): Promise<void> {
    const { day, block, leaves, link, signedAt } = anchor;
    await query(this.pool, {
      name: 'evidence-anchor',
      text: `INSERT INTO evidence_anchor (day, block, leaves, link, signed_at, key_id, signature)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (day) DO NOTHING`,
      values: [day, block, leaves, Buffer.from(link, 'hex'), signedAt, key.publicKey.id, key.sign(anchorText(anchor))],
    });
  }
}

interface LastBlock {
  readonly number: number;
  readonly last_pos: number;
  readonly total: number;
  readonly link: Buffer;
}

interface ItemToSeal {
  readonly pos: number;
  readonly id: string;
  readonly seq: number;
  readonly hash: string;
  readonly accepted_at: Date;
  readonly salt: Buffer | null;
  readonly code: string;
}

async function sealOnce(db: pg.PoolClient, after: number, now: Date): Promise<Sealed & { isLast: boolean }> {
  const [before] = (await db.query<LastBlock>({ name: 'evidence-last-block', text: LAST_BLOCK })).rows;
  const from = Math.max(after, before?.last_pos ?? 0);
  const { rows } = await db.query<ItemToSeal>({ name: 'evidence-items', text: ITEMS, values: [from, MOST_LEAVES] });
  // What a door of before accepted has no salt, and is not part of it.
  const leaves = rows.flatMap((row) => (row.salt === null ? [] : [{ pos: row.pos, leaf: leafOfRow(row, row.salt) }]));
  await append(db, { leaves, before, now });
  return { position: rows.at(-1)?.pos ?? from, leaves: leaves.length, isLast: rows.length < MOST_LEAVES };
}

/** The leaf of an item that is kept with its salt. */
export function leafOfRow({ id, seq, hash, accepted_at, code }: Omit<ItemToSeal, 'pos' | 'salt'>, salt: Buffer): Buffer {
  const ids = { receiptId: id, dossierCode: code, seq, contentHash: hash };
  return leafOf({ ...ids, acceptedAt: instantOf(accepted_at), salt: salt.toString('hex') });
}

interface Addition {
  readonly leaves: readonly { readonly pos: number; readonly leaf: Buffer }[];
  readonly before: LastBlock | undefined;
  readonly now: Date;
}

async function append(db: pg.PoolClient, { leaves, before, now }: Addition): Promise<void> {
  const [first, last] = [leaves.at(0), leaves.at(-1)];
  if (first === undefined || last === undefined) return;
  const tree = new MerkleTree();
  for (const { leaf } of leaves) tree.add(leaf);
  const block = {
    ...{ number: (before?.number ?? 0) + 1, first: first.pos, last: last.pos, leaves: leaves.length },
    ...{ root: tree.root().toString('hex'), sealedAt: instantOf(now), previous: before?.link.toString('hex') ?? NO_LINK },
  };
  await db.query({ name: 'evidence-leaves', text: INSERT_LEAVES, values: columns(leaves, ['pos', 'leaf']) });
  const [root, previous, link] = [block.root, block.previous, linkOf(block)].map((hex) => Buffer.from(hex, 'hex'));
  await db.query({
    name: 'evidence-block',
    text: `INSERT INTO evidence_block (number, first_pos, last_pos, leaves, total, root, sealed_at, previous, link)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      ...[block.number, block.first, block.last, block.leaves, (before?.total ?? 0) + block.leaves],
      ...[root, block.sealedAt, previous, link],
    ],
  });
}

function beginOf(day: LegalDay): Date {
  return new Date(`${day}T00:00:00+07:00`);
}

function nextDay(day: LegalDay): LegalDay {
  return legalDay(instantOf(new Date(beginOf(day).getTime() + DAY_MS)));
}

const LAST_BLOCK = 'SELECT number, last_pos, total, link FROM evidence_block ORDER BY number DESC LIMIT 1';

const ITEMS = `
  SELECT i.pos, i.id, i.seq, i.hash, i.accepted_at, i.salt, d.code FROM item i JOIN dossier d ON d.id = i.dossier_id
  WHERE i.pos > $1 ORDER BY i.pos LIMIT $2`;

const INSERT_LEAVES = `
  INSERT INTO evidence_leaf (pos, leaf) SELECT pos, leaf FROM unnest($1::bigint[], $2::bytea[]) AS n (pos, leaf)`;

const BEGUN = `
  SELECT (SELECT min(sealed_at) FROM evidence_block) AS first, (SELECT max(day) FROM evidence_anchor) AS last`;
