import type pg from 'pg';
import { ownerNow } from '../hand-overs/home.ts';
import type { Dossier, LaneState, MustAct, Status, Step } from '#canonical';
import { traceIdOf } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { query } from '../database.ts';
import { readArrivals, type ItemArrivals } from './arrivals.ts';
import { maskName, maskText } from './mask.ts';
import { nameUnits, type NamedUnit } from './name-units.ts';
import { readAttempts, type StoryAttempt } from './story-attempts.ts';

/** Where a dossier stands at one destination. */
export interface StoryDestination {
  readonly id: string;
  readonly dialect: string;
  readonly state: LaneState;
  /** What the lane remembers: a fingerprint where it waits, else the cause of the last failure. */
  readonly cause: string | null;
  readonly isStopped: boolean;
  readonly isPaused: boolean;
  /** By the incident that it waits for. */
  readonly mustAct: MustAct | null;
  readonly refusalCause: string | null;
  readonly nextAttemptAt: Date | null;
  readonly acknowledgedSeq: number;
  readonly blockedSeq: number | null;
  readonly epoch: number;
  readonly possiblyTwice: readonly number[];
}

/** An accepted item. `officer` and `content` are a step's, masked. */
export interface StoryItem {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly origin: 'client' | 'step' | 'closing';
  readonly status: Status;
  readonly acceptedAt: Date;
  readonly officer: string | undefined;
  readonly content: string | undefined;
  /** The trace of the request in which it came. */
  readonly traceId: string | null;
}

/** What its commune was told of an item. */
export interface StoryOutcome {
  readonly seq: number;
  readonly destination: string;
  readonly state: string;
  readonly cause: string;
  readonly at: Date;
}

/** What an operator did. */
export interface StoryAct {
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Everything that happened to a dossier, in parts; each part in the order of time. Nothing personal is in it. */
export interface DossierStory {
  readonly code: string;
  readonly sourceCode: string | null;
  readonly unit: NamedUnit;
  readonly procedureCode: string;
  readonly procedureName: string | null;
  readonly client: string;
  readonly status: Status;
  readonly acceptedAt: Date;
  readonly headSeq: number;
  readonly destinations: readonly StoryDestination[];
  readonly items: readonly StoryItem[];
  readonly attempts: readonly StoryAttempt[];
  /** Older attempts that are left out. */
  readonly attemptsOmitted: number;
  readonly outcomes: readonly StoryOutcome[];
  readonly acts: readonly StoryAct[];
  readonly arrivals: readonly ItemArrivals[];
}

interface HeadRow {
  id: number;
  sourceCode: string | null;
  unit_id: number;
  procedureCode: string;
  procedureName: string | null;
  client: string;
  status: Status;
  acceptedAt: Date;
  headSeq: number;
}

interface ItemRow extends Omit<StoryItem, 'officer' | 'content' | 'traceId'> {
  traceparent: string | null;
  id: string;
  body_enc: Buffer | null;
  key_id: number;
}

const MOST_OUTCOMES = 500;
const MOST_ACTS = 200;

/** Reads the story of a dossier, in a fixed number of looks; undefined: there is none of that code. */
export async function readStory(pool: pg.Pool, cipher: Cipher, code: string): Promise<DossierStory | undefined> {
  const [dossier] = await query<HeadRow>(pool, { name: 'story-head', text: HEAD, values: [code] });
  if (dossier === undefined) return undefined;
  const { id, unit_id, ...head } = dossier;
  const [unitOf, destinations, items, tried, outcomes, acts, arrivals] = await Promise.all([
    nameUnits(pool, [unit_id]),
    query<StoryDestination>(pool, { name: 'story-destinations', text: DESTINATIONS, values: [id] }),
    readItems(pool, cipher, { id, headSeq: dossier.headSeq }),
    readAttempts(pool, { id, acceptedAt: dossier.acceptedAt }),
    query<StoryOutcome>(pool, { name: 'story-outcomes', text: OUTCOMES, values: [id, MOST_OUTCOMES] }),
    query<StoryAct>(pool, { name: 'story-acts', text: ACTS, values: [code, MOST_ACTS] }),
    readArrivals(pool, { id, acceptedAt: dossier.acceptedAt }),
  ]);
  const procedureName = items.procedureName ?? head.procedureName;
  return {
    ...head,
    procedureName,
    code,
    unit: unitOf(unit_id),
    destinations,
    items: items.items,
    ...tried,
    outcomes,
    acts,
    arrivals,
  };
}

async function readItems(
  pool: pg.Pool,
  cipher: Cipher,
  { id, headSeq }: { id: number; headSeq: number },
): Promise<{ items: StoryItem[]; procedureName: string | undefined }> {
  const rows = await query<ItemRow>(pool, { name: 'story-items', text: ITEMS, values: [id, headSeq] });
  await cipher.load(rows.map(({ key_id }) => key_id));
  const open = ({ body_enc, key_id, id: row }: ItemRow): unknown =>
    body_enc === null ? undefined : JSON.parse(cipher.unseal(body_enc, key_id, row).toString());
  const head = rows.find(({ seq }) => seq === headSeq);
  const items = rows.map((row): StoryItem => {
    const step = row.kind === 'step' ? (open(row) as Step) : undefined;
    const { seq, kind, origin, status, acceptedAt, traceparent } = row;
    const traceId = traceparent === null ? null : traceIdOf({ traceparent });
    return { seq, kind, origin, status, acceptedAt, officer: maskName(step?.officer), content: maskText(step?.content), traceId };
  });
  return { items, procedureName: head && (open(head) as Dossier | undefined)?.procedureName };
}

const HEAD = `
  SELECT d.id, d.source_code AS "sourceCode", ${ownerNow('d')} AS unit_id, d.procedure AS "procedureCode", d.status,
    d.created_at AS "acceptedAt", d.head_seq AS "headSeq", c.name AS client,
    (SELECT p.name FROM procedure p WHERE p.code = substring(d.procedure FROM '^\\d\\.\\d{6}') AND upper_inf(p.recorded)
      ORDER BY lower(p.valid) DESC NULLS LAST LIMIT 1) AS "procedureName"
  FROM dossier d JOIN client c ON c.id = d.client_id WHERE d.code = $1`;

const DESTINATIONS = `
  SELECT l.destination AS id, d.dialect, l.state, l.cause, d.stopped_at IS NOT NULL AS "isStopped", d.paused_at IS NOT NULL AS "isPaused",
    i.must_act AS "mustAct", i.cause AS "refusalCause",
    CASE WHEN l.state IN ('due', 'verifying') THEN l.due_at END AS "nextAttemptAt", l.ack_seq AS "acknowledgedSeq",
    l.blocked_seq AS "blockedSeq", l.epoch,
    ARRAY(SELECT seq FROM lane_item t WHERE t.dossier_id = l.dossier_id AND t.destination = l.destination AND t.possibly_twice
      ORDER BY seq) AS "possiblyTwice"
  FROM lane l JOIN destination d ON d.id = l.destination
  LEFT JOIN incident i ON l.state IN ('held', 'blocked') AND i.fingerprint = l.cause AND i.cleared_at IS NULL
  WHERE l.dossier_id = $1 ORDER BY l.destination`;

const ITEMS = `
  SELECT seq, id, kind, origin, status, accepted_at AS "acceptedAt", key_id, traceparent,
    CASE WHEN kind = 'step' OR seq = $2 THEN body_enc END AS body_enc
  FROM item WHERE dossier_id = $1 ORDER BY seq`;

const OUTCOMES = `
  SELECT seq, destination, state, cause, at FROM (
    SELECT * FROM outcome WHERE dossier_id = $1 ORDER BY pos DESC LIMIT $2
  ) newest ORDER BY pos`;

const ACTS = `
  SELECT at, actor, act, details FROM (SELECT * FROM audit WHERE subject = $1 ORDER BY id DESC LIMIT $2) newest ORDER BY id`;
