import { Pool } from 'undici';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { createClients, ClientRegister, openDeskLedger, type DeskLedger } from '#ledger';
import { Clock, type Log } from '#runtime';
import { goBeforeMergersOf2025, RESOLUTION_OF_2025, resolutionOf2025 } from '../support/before-2025.ts';
import { eventually } from '../support/eventually.ts';
import { passTime } from '../support/harness/clock-shift.ts';
import type { Cluster } from '../support/harness/cluster.ts';
import { fullDossier } from '../support/harness/full-dossier.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

const SILENT: Log = { event: () => undefined, error: () => undefined };
const DAY_MS = 86_400_000;
const VIETNAM_MS = 7 * 3_600_000;
const BEFORE_MIDNIGHT_MS = 8_000;
const PER_REQUEST = 5;
const CONNECTIONS = 8;
const SAMPLE = 500;
const WITHIN = { withinMs: 3_600_000, everyMs: 1_000 } as const;

/** A commune of before: its code, its key, and the units that became of it. */
interface Sender {
  readonly code: string;
  readonly apiKey: string;
  readonly heirs: readonly string[];
}

/** What was sent, with who sent it and on which side of midnight; `refused`: whatever was not accepted. */
interface Sent {
  readonly senderOf: Map<string, Sender>;
  readonly refused: string[];
  slowestMs: number;
}

const TARGET =
  '547 units become 166 at midnight under load: every dossier accepted and at the portal, each in the unit of who sent it, no dossier row rewritten, ' +
  'the feeds of the new communes complete and without doubles, through 410 and its cursors';

/** The resolution of 2025, loaded by the operation into a database of the units before it, takes place at the next midnight under load. */
export function proveMerger({ dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return onCluster({ communes: 1, lookup: 'steps', relays: 2, dossiersPerCall: 20, concurrency: 64 }, async (cluster) => {
    const senders = await prepareGround(cluster);
    const sent: Sent = { senderOf: new Map(), refused: [], slowestMs: 0 };
    const half = Math.floor(dossiers / 2);
    const on = await nextDay(cluster);
    await sendAll(cluster, { senders, sent, from: 0, count: half });
    say(`${String(half)} dossiers of ${String(senders.length)} units; the resolution is loaded for ${on}`);
    const before = await readAll(cluster, senders, new Map());
    const unitRows = await record(cluster, on);
    await giveScopes(cluster, senders, on);
    await toMidnight(cluster, on);
    await sendAll(cluster, { senders, sent, from: half, count: dossiers - half });
    await eventually(async () => (await nextDay(cluster)) > on, WITHIN);
    await sendAll(cluster, { senders, sent, from: dossiers, count: senders.length * PER_REQUEST });
    say('midnight has passed; what is sent is waited for');
    await eventually(async () => (await open(cluster)) === 0, WITHIN);
    const after = await readAll(cluster, senders, before);
    return judge(cluster, {
      sent,
      feeds: compareFeeds(sent, after, await receivedByNew(cluster, on)),
      unitRows,
      dossiers: dossiers + senders.length * PER_REQUEST,
    });
  });
}

async function prepareGround(cluster: Cluster): Promise<Sender[]> {
  await goBeforeMergersOf2025({ query: (text: string) => readLedger(cluster, text) } as never);
  const [, ...lines] = resolutionOf2025().trim().split('\n');
  const heirsOf = new Map<string, string[]>();
  for (const line of lines) {
    const [, old = '', ...rest] = line.split(',');
    heirsOf.set(old, [...(heirsOf.get(old) ?? []), rest.find((cell) => /^\d{5}$/.test(cell)) ?? '']);
  }
  const senders = [...heirsOf].map(([code, heirs]) => ({
    code,
    heirs,
    apiKey: `old-${code}-${cluster.keys.pepper.toString('hex').slice(0, 8)}`,
  }));
  const clients = senders.map(({ code, apiKey }) => ({
    code: `old-${code}`,
    name: `Xã ${code}`,
    apiKey,
    unitCodes: [code],
    unlimited: true,
  }));
  await createClients(cluster.options.databaseUrl, cluster.keys.pepper, clients);
  await readLedger(cluster, 'NOTIFY clients_changed');
  await eventually(async () => (await askFeed(cluster, senders[0]?.apiKey ?? '', undefined)).status === 200, WITHIN);
  return senders;
}

async function nextDay(cluster: Cluster): Promise<LegalDay> {
  return legalDay(instantOf(new Date((await clusterTime(cluster)) + DAY_MS)));
}

async function clusterTime(cluster: Cluster): Promise<number> {
  const [row] = await readLedger<{ now: Date }>(cluster, 'SELECT gateway_now() AS now');
  return row?.now.getTime() ?? 0;
}

/** Loads, looks and records; answers how many rows of units, and of anything else but the audit, that wrote. */
async function record(cluster: Cluster, on: LegalDay): Promise<Readonly<Record<string, number>>> {
  const desk = await openDesk(cluster);
  const before = await written(cluster);
  const act = { by: 'prove', reason: 'Sắp xếp', now: new Date(await clusterTime(cluster)) };
  const { id } = await desk.mergers.load({ resolution: RESOLUTION_OF_2025, on, csv: resolutionOf2025() }, act);
  const { version } = await desk.mergers.preview(id, act.now);
  await desk.mergers.record(id, version, act);
  await desk.close();
  await eventually(async () => ((await written(cluster))['unit'] ?? 0) > (before['unit'] ?? 0), WITHIN);
  const after = await written(cluster);
  return Object.fromEntries(Object.entries(after).map(([table, rows]) => [table, rows - (before[table] ?? 0)]));
}

function openDesk({ options, keys }: Cluster): Promise<DeskLedger> {
  const sessions = { lifetimeMs: 60_000, idleMs: 60_000 };
  return openDeskLedger({ url: options.databaseUrl, clock: new Clock(), log: SILENT, secrets: keys, poolSize: 2, sessions });
}

async function written(cluster: Cluster): Promise<Record<string, number>> {
  const rows = await readLedger<{ table: string; rows: number }>(
    cluster,
    `SELECT relname AS table, (n_tup_ins + n_tup_upd + n_tup_del)::int AS rows FROM pg_stat_user_tables
     WHERE relname IN ('unit', 'unit_alias', 'unit_successor', 'client_scope')`,
  );
  return Object.fromEntries(rows.map(({ table, rows: count }) => [table, count]));
}

/** Whoever has the code of a new unit speaks for that too, from the day on. */
async function giveScopes(cluster: Cluster, senders: readonly Sender[], from: LegalDay): Promise<void> {
  const register = await ClientRegister.open(cluster.options.databaseUrl, cluster.keys.pepper);
  for (const { code } of readersAmong(senders))
    await register.scope({ code: `old-${code}`, add: [code], remove: [], from }, 'prove');
  await register.close();
}

function readersAmong(senders: readonly Sender[]): Sender[] {
  const codes = new Set(senders.flatMap(({ heirs }) => heirs));
  return senders.filter(({ code }) => codes.has(code));
}

async function toMidnight(cluster: Cluster, on: LegalDay): Promise<void> {
  const midnight = Date.parse(on) - VIETNAM_MS;
  await passTime(cluster, midnight - BEFORE_MIDNIGHT_MS - (await clusterTime(cluster)));
}

interface Flow {
  readonly senders: readonly Sender[];
  readonly sent: Sent;
  readonly from: number;
  readonly count: number;
}

/** Sends dossiers of all units in turn, 20 in a request. */
async function sendAll(cluster: Cluster, { senders, sent, from, count }: Flow): Promise<void> {
  const pool = new Pool(cluster.doorUrls[0] ?? '', { connections: CONNECTIONS, pipelining: 1 });
  let next = from;
  const connection = async (): Promise<void> => {
    while (next < from + count) {
      const first = next;
      next = Math.min(next + PER_REQUEST, from + count);
      const sender = senders[Math.floor(first / PER_REQUEST) % senders.length];
      if (sender !== undefined) await sendSome(pool, { cluster, sender, sent, from: first, to: next });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  await pool.close();
}

async function sendSome(
  pool: Pool,
  { cluster, sender, sent, from, to }: { cluster: Cluster; sender: Sender; sent: Sent; from: number; to: number },
): Promise<void> {
  const receivedAt = new Date((await clusterTime(cluster)) + VIETNAM_MS).toISOString().replace(/\.\d+Z$/, '+07:00');
  const day = receivedAt.slice(2, 10).replaceAll('-', '');
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const codes = numbers.map((number) => `H56.${sender.code}-${day}-${String(number).padStart(6, '0')}`);
  const dossiers = codes.map((code, index) => fullDossier(code, { status: 2, variety: from + index, receivedAt }));
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${sender.apiKey}` };
  const since = performance.now();
  const response = await pool.request({
    method: 'POST',
    path: '/v1/dossiers',
    headers,
    body: JSON.stringify({ items: dossiers }),
  });
  const text = await response.body.text();
  sent.slowestMs = Math.max(sent.slowestMs, performance.now() - since);
  if (response.statusCode === 202) for (const code of codes) sent.senderOf.set(code, sender);
  else sent.refused.push(`${codes[0] ?? ''}: ${String(response.statusCode)} ${text.slice(0, 200)}`);
}

interface Read {
  readonly seen: string[];
  cursor: string | undefined;
  grown: number;
}

interface FeedAnswer {
  readonly status: number;
  readonly body: {
    readonly items?: readonly { readonly id: string; readonly dossierCode: string }[];
    readonly next: string;
    readonly hasMore: boolean;
    readonly backfill?: readonly { readonly cursor: string }[];
  };
}

async function askFeed(cluster: Cluster, apiKey: string, after: string | undefined): Promise<FeedAnswer> {
  const query = new URLSearchParams({ limit: '1000', ...(after !== undefined && { after }) });
  const answer = await fetch(`${cluster.doorUrls[0] ?? ''}/v1/status-changes?${query.toString()}`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  return { status: answer.status, body: (await answer.json()) as FeedAnswer['body'] };
}

/** Walks the status feed of every commune that goes on, from where it was, through what a grown scope answers. */
async function readAll(
  cluster: Cluster,
  senders: readonly Sender[],
  before: ReadonlyMap<string, Read>,
): Promise<Map<string, Read>> {
  const reads = new Map<string, Read>();
  for (const { code, apiKey } of readersAmong(senders)) {
    const read: Read = before.get(code) ?? { seen: [], cursor: undefined, grown: 0 };
    read.cursor = await walk(cluster, { apiKey, after: read.cursor, read });
    reads.set(code, read);
  }
  return reads;
}

async function walk(
  cluster: Cluster,
  from: { apiKey: string; after: string | undefined; read: Read },
): Promise<string | undefined> {
  const { apiKey, read } = from;
  for (let after = from.after; ;) {
    const { status, body } = await askFeed(cluster, apiKey, after);
    if (status === 410) {
      read.grown += 1;
      for (const { cursor } of body.backfill ?? []) await walk(cluster, { apiKey, after: cursor, read });
    } else if (status !== 200) throw new Error(`the feed answers ${String(status)}`);
    read.seen.push(...(body.items ?? []).map(({ dossierCode }) => dossierCode));
    after = body.next;
    if (status === 200 && !body.hasMore) return after;
  }
}

/** Dossiers that a new unit received itself, under its code: those of a client that speaks for it too. */
async function receivedByNew(cluster: Cluster, on: LegalDay): Promise<ReadonlySet<string>> {
  const rows = await readLedger<{ code: string }>(
    cluster,
    `SELECT d.code FROM dossier d JOIN unit u ON u.id = d.received_unit_id WHERE lower(u.valid) = '${on}'`,
  );
  return new Set(rows.map(({ code }) => code));
}

/** How many entries are missing, there twice, or of somebody else, at all communes that go on; and how many cursors were answered 410. */
function compareFeeds(
  { senderOf }: Sent,
  reads: ReadonlyMap<string, Read>,
  ofNew: ReadonlySet<string>,
): Readonly<Record<string, number>> {
  let [missing, doubled, strange, grown] = [0, 0, 0, 0];
  for (const [code, read] of reads) {
    const seen = new Set(read.seen);
    // What the new unit of a divided one received is no part of what its other parts share.
    const isTheirs = (dossier: string, { code: old, heirs }: Sender): boolean =>
      old === code || (heirs.includes(code) && !ofNew.has(dossier));
    const theirs = [...senderOf].filter(([dossier, sender]) => isTheirs(dossier, sender)).map(([dossier]) => dossier);
    missing += theirs.filter((dossier) => !seen.has(dossier)).length;
    doubled += read.seen.length - seen.size;
    strange += seen.size - theirs.filter((dossier) => seen.has(dossier)).length;
    grown += read.grown;
  }
  return { readers: reads.size, missing, doubled, strange, grown };
}

async function open(cluster: Cluster): Promise<number> {
  const [row] = await readLedger<{ open: number }>(cluster, `SELECT count(*)::int AS open FROM lane WHERE state <> 'idle'`);
  return row?.open ?? -1;
}

interface Judged {
  readonly sent: Sent;
  readonly feeds: Readonly<Record<string, number>>;
  readonly unitRows: Readonly<Record<string, number>>;
  readonly dossiers: number;
}

async function judge(cluster: Cluster, { sent, feeds, unitRows, dossiers }: Judged): Promise<Result> {
  const [row] = await readLedger<{ accepted: number; delivered: number; rewritten: number; elsewhere: number }>(cluster, JUDGED);
  const codes = [...sent.senderOf.keys()];
  const sample = Array.from(
    { length: Math.min(SAMPLE, codes.length) },
    (_, at) => codes[Math.floor((at * codes.length) / SAMPLE)] ?? '',
  );
  const there = await Promise.all(sample.map((code) => cluster.portal.read(code)));
  const notAtPortal = there.filter((held) => held === undefined).length;
  const { accepted = 0, delivered = 0, rewritten = -1, elsewhere = -1 } = row ?? {};
  return {
    figures: {
      ...{
        dossiers,
        accepted,
        delivered,
        refused: sent.refused.length,
        examples: sent.refused.slice(0, 3),
        notAtPortal,
        elsewhere,
      },
      ...{ dossierRowsRewritten: rewritten, unitRows, feeds, slowestAnswerMs: Math.round(sent.slowestMs) },
    },
    target: TARGET,
    met:
      accepted === dossiers &&
      delivered === dossiers &&
      sent.refused.length + notAtPortal + elsewhere + rewritten === 0 &&
      (feeds['missing'] ?? 1) + (feeds['doubled'] ?? 1) + (feeds['strange'] ?? 1) === 0 &&
      feeds['grown'] === feeds['readers'],
  };
}

// A dossier is the unit's that has its code on its day, or the one of before for which its client goes on speaking; never one that is yet to come.
const JUDGED = `
  SELECT (SELECT count(*)::int FROM dossier) AS accepted,
    (SELECT count(*)::int FROM lane WHERE state = 'idle' AND ack_seq > 0) AS delivered,
    (SELECT n_tup_upd::int FROM pg_stat_user_tables WHERE relname = 'dossier') AS rewritten,
    (SELECT count(*)::int FROM dossier d WHERE NOT EXISTS (
      SELECT FROM unit u JOIN unit_alias a ON a.unit_id = u.id AND a.scheme = 'administrative' AND upper_inf(a.recorded)
      WHERE u.id = d.received_unit_id AND a.code = substring(d.code FROM '^H56\\.(\\d{5})-')
        AND (u.valid @> d.received_on OR upper(u.valid) <= d.received_on))) AS elsewhere`;
