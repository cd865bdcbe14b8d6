import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Pool } from 'undici';
import { Chance } from '../harness/chance.ts';
import type { Cluster } from '../harness/cluster.ts';
import { readLedger } from '../harness/ledger-eye.ts';
import { loginAt } from '../harness/national-client.ts';
import { damage, type RawRequest } from './damage.ts';
import { NationalRequests, type NationalSender } from './national-requests.ts';
import { NativeRequests, type Reference } from './native-requests.ts';
import { PLANTED } from './nasty.ts';

const AT_ONCE = 24;
const DAMAGED = 0.15;
const NATIONAL = 0.5;

/** What came of the requests. */
interface Tally {
  readonly statuses: Record<string, number>;
  readonly faults: string[];
}

/** What fuzzing found: answers that are faults of ours, rows that lack others, places where something personal shows. */
export interface Fuzzed extends Tally {
  /** Items that were kept, by the door through which they came: a fuzzer of whose requests none is right has tried little. */
  readonly kept: Readonly<Record<string, number>>;
  readonly halves: readonly string[];
  readonly leaks: readonly string[];
}

interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Sends requests after the reference of the first door and after the grammar of the national dialect, most nearly right, some broken. */
export async function fuzzDoors(cluster: Cluster, options: FuzzOptions): Promise<Fuzzed> {
  const tally = await fuzz(cluster, options);
  return { ...tally, kept: await keptByDoor(cluster), halves: await halfWritten(cluster), leaks: await personalIn(cluster) };
}

async function fuzz(cluster: Cluster, { requests, seed, say }: FuzzOptions): Promise<Tally> {
  const [url = ''] = cluster.doorUrls;
  const chance = new Chance(seed);
  const native = new NativeRequests((await (await fetch(`${url}/openapi.json`)).json()) as Reference, chance);
  const national = new NationalRequests(chance);
  const senders = await Promise.all(
    cluster.communes.map(async (commune): Promise<NationalSender> => ({ ...commune, session: await loginAt(url, commune) })),
  );
  const pool = new Pool(url, { connections: AT_ONCE, bodyTimeout: 30_000, headersTimeout: 30_000 });
  const tally: Tally = { statuses: {}, faults: [] };
  let left = requests;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      if (left % 2_000 === 0) say(`${String(left)} to go`);
      const sender = chance.pick(senders);
      const sound = chance.hits(NATIONAL) ? national.next(sender) : native.next(sender);
      await sendOne(pool, chance.hits(DAMAGED) ? damage(sound, chance) : sound, tally);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await pool.close();
  return tally;
}

async function sendOne(pool: Pool, request: RawRequest, tally: Tally): Promise<void> {
  const { method, path: target, headers, body } = request;
  try {
    const answer = await pool.request({ method: method, path: target, headers, body: body ?? null });
    const text = await answer.body.text();
    const status = String(answer.statusCode);
    tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
    const fault = faultOf({ status: answer.statusCode, type: String(answer.headers['content-type']), text });
    if (fault !== undefined) tally.faults.push(`${method} ${target}: ${status} ${fault} ${String(body).slice(0, 200)}`);
  } catch (error) {
    tally.faults.push(`${method} ${target}: ${String(error)}`);
  }
}

/** What is wrong with an answer: a fault of the door's own, or one that no program could read. */
function faultOf({ status, type, text }: { status: number; type: string; text: string }): string | undefined {
  if (status >= 500) return text.slice(0, 200);
  // A daily sheet is a page or a table where that is asked for.
  if (text === '' || (status === 200 && /^text\/(html|csv)\b/.test(type))) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return `not JSON: ${text.slice(0, 100)}`;
  }
}

async function keptByDoor(cluster: Cluster): Promise<Record<string, number>> {
  const rows = await readLedger<{ door: string; count: number }>(
    cluster,
    'SELECT r.door, count(*)::int AS count FROM item i JOIN request r ON r.id = i.request_id GROUP BY 1',
  );
  return Object.fromEntries(rows.map(({ door, count }) => [door, count]));
}

/** Rows that lack what must have been written with them. */
async function halfWritten(cluster: Cluster): Promise<string[]> {
  const rows = await readLedger<{ what: string; count: number }>(cluster, HALVES);
  return rows.filter(({ count }) => count > 0).map(({ what, count }) => `${what}: ${String(count)}`);
}

const HALVES = `
  SELECT 'dossier without its head' AS what, count(*)::int AS count FROM dossier d
    WHERE NOT EXISTS (SELECT FROM item i WHERE i.dossier_id = d.id AND i.seq = d.head_seq AND i.kind = 'version')
  UNION ALL SELECT 'dossier with a gap in its items', count(*)::int FROM dossier d
    WHERE d.last_seq <> (SELECT count(*) FROM item i WHERE i.dossier_id = d.id)
  UNION ALL SELECT 'item without a dossier', count(*)::int FROM item i WHERE NOT EXISTS (SELECT FROM dossier d WHERE d.id = i.dossier_id)
  UNION ALL SELECT 'item without its request', count(*)::int FROM item i
    WHERE NOT EXISTS (SELECT FROM request r WHERE r.id = i.request_id)
  UNION ALL SELECT 'request without an item', count(*)::int FROM request r WHERE NOT EXISTS (SELECT FROM item i WHERE i.request_id = r.id)
  UNION ALL SELECT 'dossier without a lane', count(*)::int FROM dossier d WHERE NOT EXISTS (SELECT FROM lane l WHERE l.dossier_id = d.id)
  UNION ALL SELECT 'item that is to be sent and is in no lane', count(*)::int FROM item i
    WHERE NOT i.stale AND NOT EXISTS (SELECT FROM lane_item li WHERE li.dossier_id = i.dossier_id AND li.seq = i.seq)
  UNION ALL SELECT 'item with an empty code, status or hash', count(*)::int FROM item i WHERE i.hash = '' OR i.status NOT BETWEEN 1 AND 10`;

/** Where a planted text shows that should be in encrypted bodies alone. */
async function personalIn(cluster: Cluster): Promise<string[]> {
  const shown = new Map<string, string>();
  for (const name of readdirSync(cluster.folder).filter((file) => file.endsWith('.log')))
    shown.set(name, readFileSync(path.join(cluster.folder, name), 'utf8'));
  for (const url of cluster.doorUrls) shown.set(`${url}/metrics`, await (await fetch(`${url}/metrics`)).text());
  const marks = [PLANTED, PLANTED.normalize('NFD'), 'B\\u00cdM', 'BIMAT', encodeURIComponent(PLANTED)];
  return [...shown].filter(([, text]) => marks.some((mark) => text.includes(mark))).map(([name]) => name);
}
