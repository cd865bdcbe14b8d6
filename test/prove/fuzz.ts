import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Pool } from 'undici';
import { damage, type RawRequest } from '../support/fuzz/damage.ts';
import { NationalRequests, type NationalSender } from '../support/fuzz/national-requests.ts';
import { NativeRequests, type Reference } from '../support/fuzz/native-requests.ts';
import { PLANTED } from '../support/fuzz/nasty.ts';
import { Chance } from '../support/harness/chance.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { loginAt } from '../support/harness/national-client.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const AT_ONCE = 24;
const DAMAGED = 0.15;
const NATIONAL = 0.5;
const DOORS = ['native', 'national', 'wrapper'];

/** What came of the requests. */
interface Tally {
  readonly statuses: Record<string, number>;
  readonly faults: string[];
}

/** Requests after the reference and after the dialect's grammar, most nearly right, some broken: no 5xx, nothing half-written, nothing personal shown. */
export async function proveFuzz({ requests, seed, say }: ProofOptions & { requests: number }): Promise<Result> {
  return onCluster({ communes: 3, lookup: 'steps', relays: 1 }, async (cluster) => {
    const tally = await fuzz(cluster, { requests, seed, say });
    const halves = await halfWritten(cluster);
    const leaks = await personalIn(cluster);
    const kept = await keptByDoor(cluster);
    const figures = { requests, ...tally, kept, halves, leaks };
    const target =
      'no answer of 500 or above, nothing half-written, nothing personal in a log or in /metrics; something kept through every door';
    const isSound = tally.faults.length + halves.length + leaks.length === 0;
    return { figures, target, met: isSound && DOORS.every((door) => (kept[door] ?? 0) > requests / 200) };
  });
}

async function fuzz(
  cluster: Cluster,
  { requests, seed, say }: { requests: number; seed: number; say: (line: string) => void },
): Promise<Tally> {
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
    const fault = faultOf(answer.statusCode, text);
    if (fault !== undefined) tally.faults.push(`${method} ${target}: ${status} ${fault} ${String(body).slice(0, 200)}`);
  } catch (error) {
    tally.faults.push(`${method} ${target}: ${String(error)}`);
  }
}

/** What is wrong with an answer: a fault of the door's own, or one that no program could read. */
function faultOf(status: number, text: string): string | undefined {
  if (status >= 500) return text.slice(0, 200);
  if (text === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return `not JSON: ${text.slice(0, 100)}`;
  }
}

/** Items that were kept, by the door through which they came: a fuzzer of whose requests none is right has tried little. */
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
