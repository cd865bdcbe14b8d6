import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { startProcess, type BenchProcess } from './processes.ts';

export const ACCOUNT = { username: 'bench', password: 'bench' };

/** The simulated portal as a process of its own. */
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
    entry: 'dist/apps/simulator/src/main.js',
    folder,
    env: {
      SIMULATOR_PORT: String(port),
      DATA_DIR: folder,
      SIMULATOR_NATIONAL_USERNAME: ACCOUNT.username,
      SIMULATOR_NATIONAL_PASSWORD: ACCOUNT.password,
    },
  });
  await eventually(async () => (await fetch(`${url}/_sim/national/dossiers?limit=0`)).ok);
  const journal = path.join(folder, 'simulator', 'national.jsonl');
  return {
    ...{ url, pid: process.pid, stop: process.stop },
    count: () => lastNumber(journal),
    arrival: (count) => arrival(journal, count),
    reset: async () => {
      await fetch(`${url}/_sim/reset`, { method: 'POST' });
    },
    summary: () => summarise(journal),
  };
}

async function arrival(journal: string, count: number): Promise<void> {
  let [taken, since] = [lastNumber(journal), performance.now()];
  while (taken < count && performance.now() - since < STANDSTILL_MS) {
    await new Promise((resolve) => setTimeout(resolve, ARRIVAL_POLL_MS));
    const now = lastNumber(journal);
    if (now > taken) [taken, since] = [now, performance.now()];
  }
}

/** The portal numbers what it takes: the last number in the journal says how much that was. */
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

function summarise(journal: string): { lastAt: number; calls: number } {
  const text = readFileSync(journal, 'utf8').trim();
  const notes = text.split('\n').flatMap((line) => (line === '' ? [] : ((JSON.parse(line) as JournalEntry).note ?? [])));
  const taken = notes.filter(({ service, outcome }) => outcome === 'accepted' && service !== 'TraCuuHoSo');
  return { lastAt: Math.max(...taken.map(({ at }) => Date.parse(at))), calls: notes.length };
}
