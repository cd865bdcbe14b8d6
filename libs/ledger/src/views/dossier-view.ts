import type pg from 'pg';
import type { AttemptOutcome, DestinationMode, Dossier, LaneState, Status, Step } from '#canonical';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';

/** One line of a dossier's history. `content` and `officer` are a step's; personal, for the owner's eyes. */
export interface TimelineEntry {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  /** `step`: a version made by a step · `closing`: a step made for a version. */
  readonly origin: 'client' | 'step' | 'closing';
  readonly status: Status;
  readonly occurredAt: Date | null;
  readonly acceptedAt: Date;
  readonly content: string | null;
  readonly officer: string | null;
  readonly stale: boolean;
}

/** Where a dossier stands at one destination. `cause`: why it is held or blocked. */
export interface DestinationView {
  readonly id: string;
  /** In shadow nothing is sent there; another system still does that. */
  readonly mode: DestinationMode;
  readonly state: LaneState;
  readonly cause: string | null;
  readonly lastOutcome: { readonly outcome: AttemptOutcome; readonly cause: string | null; readonly at: Date } | null;
  readonly nextAttemptAt: Date | null;
  /** By the destination itself: what was only written in shadow does not count. */
  readonly acknowledgedSeq: number;
  /** How far it is written in shadow; null for a live destination. */
  readonly shadowSeq: number | null;
  /** Seq of the items that the destination may have twice. */
  readonly possiblyTwice: readonly number[];
}

/** What is known of a dossier, for the client that sent it. */
export interface DossierView {
  readonly dossier: Dossier;
  readonly status: Status;
  readonly versions: number;
  readonly timeline: readonly TimelineEntry[];
  readonly destinations: readonly DestinationView[];
}

interface ItemRow {
  seq: number;
  id: string;
  kind: 'version' | 'step';
  origin: TimelineEntry['origin'];
  status: Status;
  occurred_at: Date | null;
  accepted_at: Date;
  stale: boolean;
  body_enc: Buffer | null;
  key_id: number;
}

/** Reads a dossier as its client may see it. */
export async function readDossier(
  pool: pg.Pool,
  cipher: Cipher,
  wanted: { clientId: number; code: string },
): Promise<DossierView | 'unknown' | 'not-yours'> {
  const [dossier] = await query<{ id: number; client_id: number; head_seq: number; status: Status }>(pool, {
    text: 'SELECT id, client_id, head_seq, status FROM dossier WHERE code = $1',
    values: [wanted.code],
  });
  if (dossier === undefined) return 'unknown';
  if (dossier.client_id !== wanted.clientId) return 'not-yours';
  const [items, destinations] = await Promise.all([
    query<ItemRow>(pool, { text: ITEMS, values: [dossier.id, dossier.head_seq] }),
    readDestinations(pool, dossier.id),
  ]);
  await cipher.load(items.map(({ key_id }) => key_id));
  const head = items.find(({ seq }) => seq === dossier.head_seq);
  if (head === undefined) throw new Error('a dossier without its head');
  return {
    dossier: open(cipher, head) as Dossier,
    status: dossier.status,
    versions: items.filter(({ kind }) => kind === 'version').length,
    timeline: items.map((item) => toEntry(item, cipher)),
    destinations,
  };
}

const ITEMS = `
  SELECT seq, id, kind, origin, status, occurred_at, accepted_at, stale, key_id,
    CASE WHEN kind = 'step' OR seq = $2 THEN body_enc END AS body_enc
  FROM item WHERE dossier_id = $1 ORDER BY seq`;

const DESTINATIONS = `
  SELECT l.destination AS id, d.mode, l.state, l.cause,
    CASE WHEN l.shadow THEN coalesce((SELECT min(i.place) - 1 FROM lane_item i
      WHERE i.dossier_id = l.dossier_id AND i.destination = l.destination AND i.shadow), l.ack_seq)
      ELSE l.ack_seq END AS "acknowledgedSeq",
    CASE d.mode WHEN 'shadow' THEN l.ack_seq END AS "shadowSeq",
    CASE WHEN l.state IN ('due', 'verifying') THEN l.due_at END AS "nextAttemptAt",
    ARRAY(SELECT seq FROM lane_item i WHERE i.dossier_id = l.dossier_id AND i.destination = l.destination AND i.possibly_twice
      ORDER BY seq) AS "possiblyTwice",
    (SELECT jsonb_build_object('outcome', a.outcome, 'cause', a.cause, 'at', a.settled_at)
      FROM attempt a WHERE a.dossier_id = l.dossier_id AND a.destination = l.destination AND a.settled_at IS NOT NULL
      ORDER BY a.settled_at DESC LIMIT 1) AS "lastOutcome"
  FROM lane l JOIN destination d ON d.id = l.destination WHERE l.dossier_id = $1 ORDER BY l.destination`;

async function readDestinations(pool: pg.Pool, dossierId: number): Promise<DestinationView[]> {
  const rows = await query<
    Omit<DestinationView, 'lastOutcome'> & { lastOutcome: { outcome: AttemptOutcome; cause: string | null; at: string } | null }
  >(pool, { text: DESTINATIONS, values: [dossierId] });
  return rows.map(({ lastOutcome, ...row }) => ({
    ...row,
    lastOutcome: lastOutcome === null ? null : { ...lastOutcome, at: new Date(lastOutcome.at) },
  }));
}

function toEntry(item: ItemRow, cipher: Cipher): TimelineEntry {
  const step = item.kind === 'step' ? (open(cipher, item) as Step) : undefined;
  const { seq, kind, origin, status, stale } = item;
  return {
    ...{ seq, kind, origin, status, stale, occurredAt: item.occurred_at, acceptedAt: item.accepted_at },
    content: step?.content ?? null,
    officer: step?.officer ?? null,
  };
}

/** The decrypted body; a version other than the head was not read. */
function open(cipher: Cipher, item: ItemRow): unknown {
  return item.body_enc === null ? undefined : JSON.parse(cipher.unseal(item.body_enc, item.key_id, item.id).toString());
}
