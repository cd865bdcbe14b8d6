import type pg from 'pg';
import { uuidv7 } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { inTransaction, sendAll } from '../database.ts';
import { bucketKey, markChanged, readBuckets, type OurBucket, type OurBuckets } from './buckets.ts';
import { compareLists, type Compared } from './compare-lists.ts';
import { clearAgreed, notSeenAfter, writeFindings, type FindingToWrite } from './discrepancies.ts';
import type { DifferingBucket, Manifest, ManifestBucket, ManifestTaken } from './manifest.ts';

/**
 * Takes a manifest: compares it, and writes down what differs, in one transaction. The same one again is answered as the first time. What the
 * gateway has is marked and counted before, in short transactions: whoever marks waits for buckets that are locked, and is not to wait for a
 * long list.
 */
export async function takeManifest(pool: pg.Pool, cipher: Cipher, manifest: Manifest, now: Date): Promise<ManifestTaken> {
  await inTransaction(pool, (db) => sendAll(db, markChanged()));
  const ours = await inTransaction(pool, (db) => readBuckets(db, { side: manifest.side, wanted: manifest.buckets, now }));
  return inTransaction(pool, async (db) => {
    const known = await findTaken(db, manifest);
    if (known !== undefined) return known;
    const id = uuidv7(now);
    const compared = manifest.level === 'list' ? await compareLists(db, cipher, manifest) : NOTHING;
    const differing = manifest.level === 'list' ? differingIn(compared, manifest) : await differingFrom(db, manifest, ours);
    await writeDown(db, manifest, { id, now, compared, agreed: agreedBuckets(manifest, ours) });
    if (manifest.level === 'list') await clearHeld(db, manifest, { id, now, compared });
    const taken = { id, differing, counted: ours.counted, cells: cellsOf(compared.findings) };
    await keep(db, manifest, { taken, now });
    return taken;
  });
}

const NOTHING: Compared = { findings: [], agreeing: [] };

interface TakenRow {
  readonly id: string;
  readonly differing: DifferingBucket[];
}

/** Taken one after the other, so that two of the same do not both count. */
async function findTaken(db: pg.PoolClient, { clientId, bodyHash }: Manifest): Promise<TakenRow | undefined> {
  await db.query({ name: 'manifest-turn', text: 'SELECT pg_advisory_xact_lock(7209, $1)', values: [clientId] });
  const { rows } = await db.query<TakenRow>({
    name: 'manifest-find',
    text: 'SELECT id, differing FROM manifest WHERE client_id = $1 AND body_hash = $2',
    values: [clientId, bodyHash],
  });
  return rows[0];
}

function matches({ level }: Manifest, { count, digest }: ManifestBucket, ours: OurBucket | undefined): boolean {
  const isCounted = level === 'counts';
  return ours?.counts.some((own, at) => own === count && (isCounted || digest === ours.digests[at])) ?? count === 0;
}

/** Of the coarser levels: what has to be sent finer. A list of counts is of whole days: one that is left out among them counts as empty. */
async function differingFrom(db: pg.PoolClient, manifest: Manifest, { buckets }: OurBuckets): Promise<DifferingBucket[]> {
  const differing = manifest.buckets.filter((bucket) => !matches(manifest, bucket, buckets.get(bucketKey(bucket))));
  const left = manifest.level === 'counts' ? await leftOut(db, manifest) : [];
  return [...differing.map(({ unit, day }) => ({ unit, day })), ...left];
}

async function leftOut(db: pg.PoolClient, { side, buckets }: Manifest): Promise<DifferingBucket[]> {
  const units = new Map(buckets.map(({ unitId, unit }) => [unitId, unit]));
  const given = new Set(buckets.map(bucketKey));
  const { rows } = await db.query<{ unitId: number; day: DifferingBucket['day'] }>({
    name: side.tier === 'commune' ? 'manifest-left-out-client' : 'manifest-left-out-lanes',
    text: side.tier === 'commune' ? leftOutBy(OF_CLIENT) : leftOutBy(OF_LANES),
    values: [side.name, buckets.map(({ unitId }) => unitId), buckets.map(({ day }) => day)],
  });
  return rows
    .filter((row) => !given.has(bucketKey(row)))
    .map(({ unitId, day }) => ({ unit: units.get(unitId) ?? String(unitId), day }));
}

const OF_CLIENT = 'o.client_id = (SELECT id FROM client WHERE code = substr($1, 8))';
const OF_LANES = `EXISTS (SELECT FROM lane l JOIN lane_check c USING (dossier_id, destination) WHERE l.dossier_id = o.id AND l.destination = $1
      AND l.present AND split_part(c.told, '|', 6) <> '')`;

function leftOutBy(condition: string): string {
  return `
  WITH spans AS (
    SELECT w.unit_id, min(w.day) AS first, max(w.day) AS last FROM unnest($2::int[], $3::date[]) AS w (unit_id, day) GROUP BY w.unit_id
  )
  SELECT DISTINCT o.received_unit_id AS "unitId", o.received_on AS day
  FROM spans s JOIN dossier o ON o.received_unit_id = s.unit_id AND o.received_on > s.first AND o.received_on < s.last
  WHERE ${condition} ORDER BY 1, 2`;
}

function differingIn({ findings }: Compared, { buckets }: Manifest): DifferingBucket[] {
  const keys = new Set(findings.flatMap(({ unitId, day }) => (day === null ? [] : [bucketKey({ unitId, day })])));
  return buckets.filter((bucket) => keys.has(bucketKey(bucket))).map(({ unit, day }) => ({ unit, day }));
}

/** Buckets whose digest is ours: whatever was found in them before is gone. */
function agreedBuckets(manifest: Manifest, { buckets }: OurBuckets): readonly ManifestBucket[] {
  if (manifest.level !== 'digests') return [];
  return manifest.buckets.filter((bucket) => matches(manifest, bucket, buckets.get(bucketKey(bucket))));
}

async function writeDown(
  db: pg.PoolClient,
  { side, asOf, settlesWithinMs }: Manifest,
  { id, now, compared, agreed }: { id: string; now: Date; compared: Compared; agreed: readonly ManifestBucket[] },
): Promise<void> {
  const of = { side, by: id, now, asOf, before: new Date(asOf.getTime() - settlesWithinMs) };
  for (const statement of [...writeFindings(of, compared.findings), ...clearAgreed(of, compared)]) await db.query(statement);
  if (agreed.length === 0) return;
  await db.query({
    name: 'discrepancy-clear-buckets',
    text: `UPDATE discrepancy d SET cleared_at = $2, seen_by = $3 FROM unnest($4::int[], $5::date[]) AS n (unit_id, day)
      WHERE d.side = $1 AND d.unit_id = n.unit_id AND d.day = n.day AND d.cleared_at IS NULL AND ${notSeenAfter('$6')}`,
    values: [side.name, now, id, agreed.map(({ unitId }) => unitId), agreed.map(({ day }) => day), asOf],
  });
}

/** What was missing here and is not any more: it came, or the other side does not list it any longer. What is on its way there stays. */
async function clearHeld(
  db: pg.PoolClient,
  { side, buckets, asOf }: Manifest,
  { id, now, compared }: { id: string; now: Date; compared: Compared },
): Promise<void> {
  const missing = compared.findings.flatMap(({ kind, code }) => (kind === 'missing-here' ? [code] : []));
  const onTheirWay = buckets.flatMap(({ items = [] }) => items.flatMap(({ code, pending }) => (pending === true ? [code] : [])));
  await db.query({
    name: 'discrepancy-clear-held',
    text: `UPDATE discrepancy d SET cleared_at = $2, seen_by = $3 FROM unnest($4::int[], $5::date[]) AS n (unit_id, day)
      WHERE d.side = $1 AND d.unit_id = n.unit_id AND d.day = n.day AND d.cleared_at IS NULL AND d.kind = 'missing-here'
        AND ${notSeenAfter('$7')} AND d.dossier_code COLLATE "C" NOT IN (SELECT unnest($6::text[]))`,
    values: [
      ...[side.name, now, id, buckets.map(({ unitId }) => unitId), buckets.map(({ day }) => day)],
      [...missing, ...onTheirWay],
      asOf,
    ],
  });
}

function cellsOf(findings: readonly FindingToWrite[]): NonNullable<ManifestTaken['cells']> {
  const cells: Partial<Record<FindingToWrite['kind'], number>> = {};
  for (const { kind } of findings) cells[kind] = (cells[kind] ?? 0) + 1;
  return cells;
}

async function keep(db: pg.PoolClient, manifest: Manifest, { taken, now }: { taken: ManifestTaken; now: Date }): Promise<void> {
  const { clientId, side, level, asOf, buckets, bodyHash } = manifest;
  const items = buckets.reduce((sum, bucket) => sum + (bucket.items?.length ?? 0), 0);
  await db.query({
    name: 'manifest-keep',
    text: `INSERT INTO manifest (id, client_id, side, level, as_of, received_at, body_hash, buckets, items, buckets_read, differing, cells)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      ...[taken.id, clientId, side.name, level, asOf, now, bodyHash, buckets.length, items, taken.counted ?? 0],
      ...[JSON.stringify(taken.differing), JSON.stringify(taken.cells ?? {})],
    ],
  });
}
