import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { startProcess, type BenchProcess } from './processes.ts';

export const ACCOUNT = { username: 'bench', password: 'bench' };
export const PROVINCE_ACCOUNT = { clientId: 'bench', clientSecret: 'bench' };

/** The simulated portals as one process of their own: what one has taken counts as what both have. */
export interface Portal {
  readonly url: string;
  readonly pid: number;
  /** How many records and steps it has taken. Read from its journal, so that asking does not keep it busy. */
  count: () => number;
  /** Waits until it has taken that much, as long as more comes. */
  arrival: (count: number) => Promise<void>;
  /** Forgets everything. */
  reset: () => Promise<void>;
  /** When it took its last record or step, by the wall clock, and how many calls there were. */
  summary: () => { lastAt: number; calls: number };
  stop: () => Promise<void>;
}

interface JournalEntry {
  readonly kind: string;
  readonly note?: { readonly at: string; readonly service: string; readonly outcome: string };
}

const ARRIVAL_POLL_MS = 25;
/** Longer than the gateway leaves a lane lying whose hint got lost: what comes that late is late, not astray. */
const STANDSTILL_MS = 45_000;
/** More than the longest line: a call of 20 records. */
const TAIL_BYTES = 256 * 1_024;

export async function startPortal(folder: string, port: number): Promise<Portal> {
  const url = `http://127.0.0.1:${String(port)}`;
  const process: BenchProcess = startProcess({
    name: 'simulator',
    entry: 'dist/programs/simulator/main.js',
    folder,
    env: {
      SIMULATOR_PORT: String(port),
      DATA_DIR: folder,
      SIMULATOR_NATIONAL_USERNAME: ACCOUNT.username,
      SIMULATOR_NATIONAL_PASSWORD: ACCOUNT.password,
      SIMULATOR_PROVINCE_CLIENT_ID: PROVINCE_ACCOUNT.clientId,
      SIMULATOR_PROVINCE_CLIENT_SECRET: PROVINCE_ACCOUNT.clientSecret,
    },
  });
  await eventually(async () => (await fetch(`${url}/_sim/national/dossiers?limit=0`)).ok);
  const journals = ['national', 'province'].map((name) => path.join(folder, 'simulator', `${name}.jsonl`));
  return {
    ...{ url, pid: process.pid, stop: process.stop },
    count: () => taken(journals),
    arrival: (count) => arrival(journals, count),
    reset: async () => {
      await fetch(`${url}/_sim/reset`, { method: 'POST' });
    },
    summary: () => summarise(journals),
  };
}

async function arrival(journals: readonly string[], count: number): Promise<void> {
  let [there, since] = [taken(journals), performance.now()];
  while (there < count && performance.now() - since < STANDSTILL_MS) {
    await new Promise((resolve) => setTimeout(resolve, ARRIVAL_POLL_MS));
    const now = taken(journals);
    if (now > there) [there, since] = [now, performance.now()];
  }
}

function taken(journals: readonly string[]): number {
  return journals.reduce((total, journal) => total + lastNumber(journal), 0);
}

/** A portal numbers what it takes: the last number in the journal says how much that was. */
function lastNumber(journal: string): number {
  const file = openSync(journal, 'r');
  try {
    const { size } = fstatSync(file);
    const end = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, end, 0, end.length, size - end.length);
    const numbers = [...end.toString('latin1').matchAll(/"n":(\d+),"item":/g)];
    return Number(numbers.at(-1)?.[1] ?? 0);
  } finally {
    closeSync(file);
  }
}

function summarise(journals: readonly string[]): { lastAt: number; calls: number } {
  const lines = journals.flatMap((journal) => readFileSync(journal, 'utf8').split('\n'));
  const notes = lines.flatMap((line) => (line === '' ? [] : ((JSON.parse(line) as JournalEntry).note ?? [])));
  const took = notes.filter(({ service, outcome }) => outcome === 'accepted' && service !== 'TraCuuHoSo');
  return { lastAt: Math.max(...took.map(({ at }) => Date.parse(at))), calls: notes.length };
}
