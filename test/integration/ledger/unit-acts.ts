import pg from 'pg';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { openDeskLedger, type DeskLedger, type Merger, type MergerPreview } from '#ledger';
import { Clock, openLog } from '#runtime';
import { TEST_SECRETS } from '../../support/open-test-ledger.ts';

const DAY_MS = 86_400_000;

/** The desk of the operators on a test's ledger. */
export function openDesk(url: string, clock = new Clock()): Promise<DeskLedger> {
  const sessions = { lifetimeMs: 1_000, idleMs: 1_000 };
  return openDeskLedger({ url, clock, log: openLog('test'), secrets: TEST_SECRETS, poolSize: 3, sessions });
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

export const act = (): { by: string; reason: string; now: Date } => ({ by: 'lan', reason: 'thử', now: new Date() });

export const dayIn = (days: number): LegalDay => legalDay(instantOf(new Date(Date.now() + days * DAY_MS)));

/** The columns of a resolution without those that may be left out. */
export const MERGER_HEAD = 'kind,old_code,old_name,new_code,new_name,new_type';
export const MERGE = (old: string, next = old, name = 'Xã Mới', type = 'xã'): string => `merge,${old},,${next},${name},${type}`;

export function loadMerger(desk: DeskLedger, on: LegalDay, rows: readonly string[]): Promise<Merger> {
  return desk.mergers.load({ resolution: '7/NQ-UBTVQH16', on, csv: [MERGER_HEAD, ...rows, ''].join('\n') }, act());
}

/** A draft that was looked at. */
export interface LookedAt {
  readonly id: string;
  readonly preview: MergerPreview;
}

export async function loadAndLookAt(desk: DeskLedger, on: LegalDay, rows: readonly string[]): Promise<LookedAt> {
  const { id } = await loadMerger(desk, on, rows);
  return { id, preview: await desk.mergers.preview(id, new Date()) };
}

/** How many rows there are of whatever acts on units write. */
export async function rowsOf(client: pg.Client): Promise<Readonly<Record<string, number>>> {
  const tables = [
    'merger',
    'unit',
    'unit_alias',
    'unit_successor',
    'unit_part',
    'handed_dossier',
    'hand_over',
    'audit',
    'client_scope',
  ];
  const { rows } = await client.query(
    `SELECT ${tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ')}`,
  );
  return rows[0] as Readonly<Record<string, number>>;
}
