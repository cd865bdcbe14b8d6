import pg from 'pg';
import { instantOf, legalDay, type Block, type LegalDay } from '#canonical';
import { connectionOptions } from '../database.ts';
import { leafOfRow } from './evidence.ts';
import { readAnchors, type SignedAnchor } from './read-anchors.ts';

/** What evidence consists of, in the order in which it is verified: anchors, then each block with its leaves. */
export type EvidenceRecord =
  /** `isBefore`: the anchor of the day before, on which the first block stands. */
  | { readonly kind: 'anchor'; readonly anchor: SignedAnchor; readonly isBefore: boolean }
  | { readonly kind: 'block'; readonly block: Block; readonly link: string }
  | { readonly kind: 'leaf'; readonly position: number; readonly leaf: Buffer; readonly item?: ItemOfLeaf }
  /** An item with a place among the leaves of a block, and without a leaf. */
  | { readonly kind: 'stray'; readonly position: number }
  /** An item that is behind the last block, and has been for long. */
  | { readonly kind: 'unsealed'; readonly position: number };

/** What is still there of the item of a leaf: its leaf made anew, that it is erased, or no row at all. */
export type ItemOfLeaf = Buffer | 'erased' | 'absent';

const APPLICATION = 'evidence';
const BLOCKS_AT_ONCE = 500;
const LEAVES_AT_ONCE = 20_000;
const STATEMENT_MS = 60_000;
/** Within it a scheduler seals what was accepted, or another one takes its place. */
const SEALED_WITHIN = '10 minutes';

/** The evidence of some legal days, read from the database by its owner. */
export class EvidenceArchive {
  /** On a connection that reads numbers and days as this room does. */
  constructor(private readonly db: pg.Client) {}

  static async open(ownerUrl: string): Promise<EvidenceArchive> {
    const db = new pg.Client(connectionOptions(ownerUrl, APPLICATION, STATEMENT_MS));
    await db.connect();
    // All of it as it is at one moment.
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return new EvidenceArchive(db);
  }

  /** The legal day that it is by the database's clock. */
  async today(): Promise<LegalDay> {
    const { rows } = await this.db.query<{ now: Date }>('SELECT gateway_now() AS now');
    return legalDay(instantOf(rows[0]?.now ?? new Date(NaN)));
  }

  close(): Promise<void> {
    return this.db.end();
  }

  /** The evidence of the days from `from` to `to`, both included, in bounded memory. */
  async *read({ from, to }: { from: LegalDay; to: LegalDay }): AsyncGenerator<EvidenceRecord> {
    const before = await this.anchorBefore(from);
    if (before !== undefined) yield { kind: 'anchor', anchor: before, isBefore: true };
    for (const anchor of await readAnchors(this.db, { from, to })) yield { kind: 'anchor', anchor, isBefore: false };
    let number = before?.block ?? 0;
    const until = midnightAfter(to);
    for (;;) {
      const blocks = await this.blocksAfter(number, until);
      if (blocks.length === 0) break;
      yield* this.withLeaves(blocks);
      number = blocks.at(-1)?.number ?? number;
    }
    if (to >= (await this.today())) yield* this.unsealedBehind(number);
  }

  private async *unsealedBehind(number: number): AsyncGenerator<EvidenceRecord> {
    const { rows } = await this.db.query<{ pos: number }>({ name: 'evidence-unsealed', text: UNSEALED, values: [number] });
    for (const { pos } of rows) yield { kind: 'unsealed', position: pos };
  }

  private async anchorBefore(day: LegalDay): Promise<SignedAnchor | undefined> {
    const [last] = await readAnchors(this.db, { from: dayBefore(day), to: dayBefore(day) });
    return last;
  }

  /** As many blocks as have their leaves in memory at once, at least one. */
  private async blocksAfter(number: number, until: Date): Promise<BlockRow[]> {
    const values = [number, until, BLOCKS_AT_ONCE];
    const { rows } = await this.db.query<BlockRow>({ name: 'evidence-blocks', text: BLOCKS, values });
    let leaves = 0;
    return rows.filter((row, at) => (leaves += row.leaves) <= LEAVES_AT_ONCE || at === 0);
  }

  private async *withLeaves(blocks: readonly BlockRow[]): AsyncGenerator<EvidenceRecord> {
    const values = [blocks.at(0)?.first, blocks.at(-1)?.last];
    const { rows } = await this.db.query<LeafRow>({ name: 'evidence-leaves-read', text: LEAVES, values });
    let at = 0;
    for (const [index, { link, ...row }] of blocks.entries()) {
      const [root, previous] = [row.root.toString('hex'), row.previous.toString('hex')];
      yield { kind: 'block', block: { ...row, root, previous, sealedAt: instantOf(row.sealedAt) }, link: link.toString('hex') };
      // Leaves between two blocks go to the one before, whose last position they then contradict.
      const end = blocks[index + 1]?.first ?? Infinity;
      for (let leaf = rows[at]; leaf !== undefined && leaf.pos < end; leaf = rows[at]) {
        yield recordOf(leaf);
        at += 1;
      }
    }
  }
}

interface BlockRow extends Omit<Block, 'root' | 'previous' | 'sealedAt'> {
  readonly root: Buffer;
  readonly previous: Buffer;
  readonly link: Buffer;
  readonly sealedAt: Date;
}

interface LeafRow {
  readonly pos: number;
  readonly leaf: Buffer | null;
  /** Null where there is no such item. */
  readonly id: string | null;
  readonly seq: number;
  readonly hash: string;
  readonly accepted_at: Date;
  readonly salt: Buffer | null;
  readonly code: string;
}

function recordOf({ pos, leaf, id, salt, ...item }: LeafRow): EvidenceRecord {
  if (leaf === null) return { kind: 'stray', position: pos };
  if (id === null) return { kind: 'leaf', position: pos, leaf, item: 'absent' };
  return { kind: 'leaf', position: pos, leaf, item: salt === null ? 'erased' : leafOfRow({ id, ...item }, salt) };
}

function midnightAfter(day: LegalDay): Date {
  return new Date(Date.parse(`${day}T00:00:00+07:00`) + 86_400_000);
}

function dayBefore(day: LegalDay): LegalDay {
  return legalDay(instantOf(new Date(Date.parse(`${day}T00:00:00+07:00`) - 1_000)));
}

const BLOCKS = `
  SELECT number, first_pos AS first, last_pos AS last, leaves, root, sealed_at AS "sealedAt", previous, link FROM evidence_block
  WHERE number > $1 AND sealed_at < $2 ORDER BY number LIMIT $3`;

const UNSEALED = `
  SELECT pos FROM item
  WHERE pos > coalesce((SELECT last_pos FROM evidence_block WHERE number = $1), 0) AND salt IS NOT NULL
    AND accepted_at < gateway_now() - interval '${SEALED_WITHIN}'
  ORDER BY pos LIMIT 20`;

const LEAVES = `
  SELECT coalesce(l.pos, i.pos) AS pos, l.leaf, i.id, i.seq, i.hash, i.accepted_at, i.salt, d.code
  FROM (SELECT * FROM evidence_leaf WHERE pos BETWEEN $1 AND $2) l
    FULL JOIN (SELECT * FROM item WHERE pos BETWEEN $1 AND $2) i ON i.pos = l.pos
    LEFT JOIN dossier d ON d.id = i.dossier_id
  WHERE l.pos IS NOT NULL OR i.salt IS NOT NULL
  ORDER BY 1`;
