import { createHash } from 'node:crypto';
import { sideOfClient, tierOf, type Client, type Finding, type ManifestBucket, type Side } from '#ledger';
import { counter, readJson, type Asker } from '#runtime';
import type { Door } from '../door.ts';
import { json, type Answer } from '../http/answer.ts';
import { openBody, type ReceivedBody } from '../http/received-body.ts';
import { problem, refusal } from '../problems/problem.ts';
import { readManifest, type WrittenManifest } from './read-manifest.ts';

const buckets = counter(
  'gateway_manifest_buckets_total',
  'Buckets of manifests, by whether they had changed and were counted anew',
  ['counted'],
);
const manifests = counter('gateway_manifests_total', 'Manifests that were compared, by tier and level', ['tier', 'level']);

/** A clock that runs a little ahead is nobody's fault. */
const AHEAD_MS = 5_000;
const OLDEST_MS = 24 * 3_600_000;
/** Rows of a list that weigh as much as one item that is accepted. */
const ROWS_PER_ITEM = 20;

/** A manifest as it came through admission. */
export interface ManifestMessage {
  readonly asker: Asker;
  readonly client: Client;
  readonly body: ReceivedBody | undefined;
}

/** Takes a manifest: reads it, has it compared, and answers what is to be sent finer. */
export async function takeManifest(door: Door, { asker, client, body }: ManifestMessage): Promise<Answer> {
  const opened = openBody(body);
  if (opened.kind === 'problem') return problem(asker, opened.code);
  const parsed = readJson(opened.raw);
  if (parsed.kind === 'invalid') return problem(asker, 'json.invalid');
  const read = await readManifest(parsed.value, { dossierCode: (written) => door.dossierCode(written) });
  if (read.kind === 'problem') return read.findings.length > 0 ? refusal(asker, read.findings) : problem(asker, read.code);
  const { manifest } = read;
  const wait = door.limits.takeItems(client, weightOf(manifest));
  if (wait !== undefined) return problem(asker, 'rate.limited', [], { 'retry-after': String(wait) });
  const age = door.clock.now().getTime() - manifest.asOf.getTime();
  if (age < -AHEAD_MS || age > OLDEST_MS) return problem(asker, 'manifest.as-of', [{ field: '/asOf', code: 'manifest.as-of' }]);
  const placed = placeBuckets(door, client, manifest);
  if (placed.unknown.length > 0) return problem(asker, 'manifest.unit-unknown', placed.unknown);
  if (placed.outside.length > 0) return problem(asker, 'unit.out-of-scope', placed.outside);
  if (placed.twice.length > 0) return refusal(asker, placed.twice);
  const side = sideOf(client);
  const bodyHash = createHash('sha256').update(opened.raw).digest();
  const { settlesWithinMs } = door;
  const order = { clientId: client.id, side, bodyHash, settlesWithinMs, ...manifest, buckets: placed.buckets };
  const taken = await door.ledger.manifests.take(order);
  note(door, { asker, client, order, counted: taken.counted });
  return json(202, { manifestId: taken.id, differing: taken.differing });
}

function weightOf({ buckets: given }: WrittenManifest): number {
  const rows = given.reduce((sum, { items = [] }) => sum + items.length, 0);
  return Math.ceil((given.length + rows) / ROWS_PER_ITEM);
}

/** Whose dossiers they are: those of the client, or of the destination whose own system it is. */
function sideOf({ code, speaksFor }: Client): Side {
  return speaksFor === undefined ? sideOfClient(code) : { name: speaksFor, tier: tierOf(speaksFor) };
}

interface Placed {
  readonly buckets: readonly ManifestBucket[];
  readonly unknown: readonly Finding[];
  readonly outside: readonly Finding[];
  /** One unit by two of its codes: its dossiers would be counted twice. */
  readonly twice: readonly Finding[];
}

/** The units by what they were called on that day; a commune speaks for its own, a destination for all. */
function placeBuckets({ ledger }: Door, client: Client, { buckets: given }: WrittenManifest): Placed {
  const reach = client.speaksFor === undefined ? ledger.clients.reachOf(client) : undefined;
  const unknown: Finding[] = [];
  const outside: Finding[] = [];
  const twice: Finding[] = [];
  const places = new Set<string>();
  const found = given.flatMap((bucket, index): ManifestBucket[] => {
    const unitId = ledger.clients.unitCoded(bucket.unit, bucket.day);
    const field = `/buckets/${String(index)}/unit`;
    if (unitId === undefined) unknown.push({ field, code: 'manifest.unit-unknown' });
    else if (reach?.has(unitId) === false) outside.push({ field, code: 'unit.out-of-scope' });
    else {
      const place = `${String(unitId)}|${bucket.day}`;
      if (places.has(place)) twice.push({ field: `/buckets/${String(index)}`, code: 'manifest.twice' });
      places.add(place);
      return [{ ...bucket, unitId }];
    }
    return [];
  });
  return { buckets: found, unknown, outside, twice };
}

function note(
  door: Door,
  {
    asker,
    client,
    order,
    counted,
  }: {
    asker: Asker;
    client: Client;
    order: { side: Side; level: string; buckets: readonly unknown[] };
    counted: number | undefined;
  },
): void {
  const { side, level, buckets: given } = order;
  if (counted !== undefined) {
    manifests.inc({ tier: side.tier, level });
    buckets.inc({ counted: 'yes' }, counted);
    buckets.inc({ counted: 'no' }, Math.max(0, given.length - counted));
  }
  door.log.event('manifest.compared', {
    ...{ requestId: asker.requestId, client: client.code, tier: side.tier, level },
    ...{ buckets: given.length, counted: counted ?? 0, isRepeated: counted === undefined },
  });
}
