import { sleep } from '#runtime';
import { digestOf, p1Of, type Row } from './row.ts';

/** The door that a manifest is sent to, and in whose name. */
export interface Receiver {
  readonly base: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

/** What came of one manifest. */
export interface SentManifest {
  readonly level: 'counts' | 'digests' | 'list';
  readonly buckets: number;
  readonly items: number;
  readonly http: number;
  readonly manifestId: string | null;
  readonly differing: readonly Place[];
}

interface Place {
  readonly unit: string;
  readonly day: string;
}

interface Bucket extends Place {
  readonly rows: Row[];
}

const BUCKETS_AT_ONCE = 2_000;
const ROWS_AT_ONCE = 20_000;
const TRIES = 20;

/** Sends what a system has: all counts and digests, then the lists of what differs. The receiver says what it wants next. */
export async function sendManifests(rows: readonly Row[], to: Receiver, asOf: string): Promise<SentManifest[]> {
  const buckets = bucketsOf(rows);
  const sent: SentManifest[] = [];
  const send = async (level: SentManifest['level'], wanted: readonly Bucket[]): Promise<Place[]> => {
    const differing: Place[] = [];
    for (const part of partsOf(wanted, level)) {
      const one = await post(part, level, { to, asOf });
      sent.push(one);
      differing.push(...one.differing);
    }
    return differing;
  };
  const counts = await send('counts', buckets);
  const digests = await send(
    'digests',
    buckets.filter((bucket) => !counts.some((place) => isAt(bucket, place))),
  );
  const finer = [...counts, ...digests];
  // A day that is told to differ and that is not here is told to be empty.
  const absent = finer.filter((place) => !buckets.some((bucket) => isAt(bucket, place))).map((place) => ({ ...place, rows: [] }));
  await send('list', [...buckets.filter((bucket) => finer.some((place) => isAt(bucket, place))), ...absent]);
  return sent;
}

function isAt(bucket: Place, place: Place): boolean {
  return bucket.day === place.day && bucket.unit === place.unit;
}

function bucketsOf(rows: readonly Row[]): Bucket[] {
  const buckets = new Map<string, Bucket>();
  for (const row of rows) {
    const { unit, day } = row;
    const key = `${unit}|${day}`;
    const bucket = buckets.get(key) ?? { unit, day, rows: [] };
    bucket.rows.push(row);
    buckets.set(key, bucket);
  }
  return [...buckets.values()];
}

function partsOf(buckets: readonly Bucket[], level: SentManifest['level']): Bucket[][] {
  const parts: Bucket[][] = [];
  let rows = 0;
  for (const bucket of buckets) {
    const part = parts.at(-1);
    rows += bucket.rows.length;
    if (part === undefined || part.length >= BUCKETS_AT_ONCE || (level === 'list' && rows > ROWS_AT_ONCE)) {
      parts.push([bucket]);
      rows = bucket.rows.length;
    } else part.push(bucket);
  }
  return parts;
}

async function post(
  buckets: readonly Bucket[],
  level: SentManifest['level'],
  { to, asOf }: { to: Receiver; asOf: string },
): Promise<SentManifest> {
  const body = JSON.stringify({ asOf, level, buckets: buckets.map((bucket) => written(bucket, level)) });
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(`${to.base}/v1/manifests`, {
      method: 'POST',
      headers: { authorization: `Bearer ${to.apiKey}`, 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(to.timeoutMs),
    });
    const read = (await answer.json()) as { manifestId?: string; differing?: Place[] };
    if (answer.status !== 429 || tries === TRIES) {
      const items = level === 'list' ? buckets.reduce((sum, { rows }) => sum + rows.length, 0) : 0;
      const { manifestId = null, differing = [] } = read;
      return { level, buckets: buckets.length, items, http: answer.status, manifestId, differing };
    }
    await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 1));
  }
}

function written({ unit, day, rows }: Bucket, level: SentManifest['level']): object {
  const head = { unit, day, count: rows.length };
  if (level === 'counts') return head;
  if (level === 'digests') return { ...head, digest: digestOf(rows) };
  return { ...head, items: rows.map((row) => ({ code: row.code, p1: p1Of(row), steps: row.steps.length })) };
}
