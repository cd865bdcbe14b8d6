import type pg from 'pg';
import type { LegalDay } from '#canonical';
import type { Side } from './kinds.ts';

/** A bucket: a unit, by its id, and a legal day. */
export interface BucketKey {
  readonly unitId: number;
  readonly day: LegalDay;
}

/**
 * What the gateway has of a bucket of a side. A destination may say what it has in two ways, each with its count: as the source said it, or as
 * it was told.
 */
export interface OurBucket extends BucketKey {
  readonly counts: readonly number[];
  /** Lower-case hex, in the order of the counts. */
  readonly digests: readonly string[];
}

/** Buckets of a side, and how many of them had changed and were counted anew. */
export interface OurBuckets {
  readonly buckets: ReadonlyMap<string, OurBucket>;
  readonly counted: number;
}

export function bucketKey({ unitId, day }: BucketKey): string {
  return `${String(unitId)}|${day}`;
}

/**
 * Marks the buckets of which something was accepted since the last look. Positions are taken under one lock until the commit, so that no
 * item that commits late is passed by. The place is moved last, since who has changed a row cannot lock it again within a statement.
 */
export const MARK_CHANGED = `
  WITH place AS (
    SELECT cursor FROM duty WHERE name = 'reconcile-buckets' FOR UPDATE
  ), changed AS (
    SELECT DISTINCT o.received_unit_id AS unit_id, o.received_on AS day FROM place, item i JOIN dossier o ON o.id = i.dossier_id
    WHERE i.pos > place.cursor AND o.received_on IS NOT NULL
  ), places AS (
    SELECT b.side, b.unit_id, b.day FROM changed c JOIN manifest_bucket b ON b.unit_id = c.unit_id AND b.day = c.day
    ORDER BY b.side, b.unit_id, b.day FOR UPDATE OF b
  ), marked AS (
    UPDATE manifest_bucket b SET stale = true FROM places p WHERE b.side = p.side AND b.unit_id = p.unit_id AND b.day = p.day
    RETURNING 1
  )
  UPDATE duty d SET cursor = greatest(d.cursor, (SELECT coalesce(max(pos), 0) FROM item))
  FROM (SELECT count(*) FROM marked) m WHERE d.name = 'reconcile-buckets'`;

export const BEGIN_MARKING = `INSERT INTO duty (name, cursor) SELECT 'reconcile-buckets', coalesce(max(pos), 0) FROM item ON CONFLICT DO NOTHING`;

/**
 * Marks what has changed. In a transaction of its own and a short one: whoever marks holds the place of all, and nobody is to wait there for a
 * long list to be compared.
 */
export function markChanged(): pg.QueryConfig[] {
  return [
    { name: 'bucket-begin', text: BEGIN_MARKING },
    { name: 'bucket-mark', text: MARK_CHANGED },
  ];
}

/** Buckets that somebody asks for. */
export interface BucketOrder {
  readonly side: Side;
  readonly wanted: readonly BucketKey[];
  readonly now: Date;
}

/**
 * What the gateway has of these buckets. They are locked before they are counted, by a later statement, so that what is accepted meanwhile
 * is counted or marks them again. One that has not changed is not counted again, as far as it was marked before; see `markChanged`.
 */
export async function readBuckets(db: pg.PoolClient, { side: { name, tier }, wanted, now }: BucketOrder): Promise<OurBuckets> {
  if (wanted.length === 0) return { buckets: new Map(), counted: 0 };
  const places = [name, wanted.map(({ unitId }) => unitId), wanted.map(({ day }) => day)];
  await db.query({ name: 'bucket-open', text: OPEN, values: [...places, now] });
  const { rows: stale } = await db.query<BucketKey>({ name: 'bucket-lock', text: LOCK, values: places });
  if (stale.length > 0) {
    const values = [name, stale.map(({ unitId }) => unitId), stale.map(({ day }) => day)];
    const count =
      tier === 'commune'
        ? { name: 'bucket-count-client', text: countBy(OF_CLIENT) }
        : { name: 'bucket-count-lanes', text: countBy(OF_LANES) };
    await db.query({ ...count, values });
  }
  const { rows } = await db.query<BucketKey & { counts: number[]; digests: Buffer[] }>({
    name: 'bucket-read',
    text: READ,
    values: places,
  });
  const buckets = rows.map((row) => ({ ...row, digests: row.digests.map((digest) => digest.toString('hex')) }));
  return { buckets: new Map(buckets.map((bucket) => [bucketKey(bucket), bucket])), counted: stale.length };
}

const WANTED = 'unnest($2::int[], $3::date[]) AS w (unit_id, day)';

// Locks those that are there, so that none is forgotten as old from here on; that it was asked for is noted once a day.
const OPEN = `
  INSERT INTO manifest_bucket AS b (side, unit_id, day, counts, digests, stale, read_at)
  SELECT $1, unit_id, day, '{}', '{}', true, $4 FROM ${WANTED} ORDER BY 2, 3
  ON CONFLICT (side, unit_id, day) DO UPDATE SET read_at = excluded.read_at WHERE b.read_at < excluded.read_at - interval '1 day'`;

const LOCK = `
  SELECT unit_id AS "unitId", day FROM (
    SELECT b.unit_id, b.day, b.stale FROM ${WANTED} JOIN manifest_bucket b ON b.side = $1 AND b.unit_id = w.unit_id AND b.day = w.day
    ORDER BY b.side, b.unit_id, b.day FOR UPDATE OF b) locked
  WHERE stale`;

const READ = `
  SELECT b.unit_id AS "unitId", b.day, b.counts, b.digests
  FROM ${WANTED} JOIN manifest_bucket b ON b.side = $1 AND b.unit_id = w.unit_id AND b.day = w.day`;

const digestOf = (p1: string): string =>
  `sha256(convert_to(coalesce(string_agg(encode(${p1}, 'hex') || E'\\n', '' ORDER BY ${p1}), ''), 'UTF8'))`;

// One statement counts and digests them all.
const OF_CLIENT = `
  SELECT w.unit_id, w.day, ARRAY[count(o.id)::int] AS counts, ARRAY[${digestOf('o.p1')}] AS digests
  FROM ${WANTED} LEFT JOIN dossier o ON o.received_unit_id = w.unit_id AND o.received_on = w.day
    AND o.client_id = (SELECT id FROM client WHERE code = substr($1, 8))
  GROUP BY w.unit_id, w.day`;

// No digest is that of a bucket in which other code tables hold today: what differs by them is seen in a list alone.
const unlessRecoded = (digest: string): string => `CASE WHEN bool_or(o.recoded) THEN ''::bytea ELSE ${digest} END`;

// What a destination was told without a time of reception it cannot place: that counts for the first way alone.
const OF_LANES = `
  SELECT w.unit_id, w.day, ARRAY[count(o.id)::int, count(o.told)::int] AS counts,
    ARRAY[${unlessRecoded(digestOf('o.p1'))}, ${unlessRecoded(digestOf('o.told'))}] AS digests
  FROM ${WANTED} LEFT JOIN LATERAL (
    SELECT d.id, d.p1, c.told_now IS NOT NULL AS recoded, CASE WHEN split_part(c.told, '|', 6) <> '' THEN sha256(convert_to(c.told, 'UTF8')) END AS told
    FROM dossier d JOIN lane l ON l.dossier_id = d.id AND l.destination = $1
    LEFT JOIN lane_check c ON c.dossier_id = d.id AND c.destination = $1
    WHERE d.received_unit_id = w.unit_id AND d.received_on = w.day) o ON true
  GROUP BY w.unit_id, w.day`;

function countBy(statement: string): string {
  return `
  WITH counted AS (${statement})
  UPDATE manifest_bucket b SET counts = c.counts, digests = c.digests, stale = false FROM counted c
  WHERE b.side = $1 AND b.unit_id = c.unit_id AND b.day = c.day`;
}
