import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { startProcess, type BenchProcess } from './processes.ts';

export const ACCOUNT = { username: 'bench', password: 'bench' };

/** The simulated portal as a process of its own. */
export interface Portal {
  readonly url: string;
  readonly pid: number;
  /** How many dossiers it holds. */
  count: () => Promise<number>;
  /** Forgets everything. */
  reset: () => Promise<void>;
  /** When it took its last dossier, by the wall clock, and how many calls brought the dossiers. */
  summary: () => { lastAt: number; calls: number };
}

interface JournalEntry {
  readonly kind: string;
  readonly note?: { readonly at: string; readonly service: string; readonly outcome: string };
}

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
  const count = async (): Promise<number> => {
    const response = await fetch(`${url}/_sim/national/dossiers?limit=0`);
    return ((await response.json()) as { total: number }).total;
  };
  await eventually(async () => {
    await count();
  });
  return {
    ...{ url, pid: process.pid, count },
    reset: async () => {
      await fetch(`${url}/_sim/reset`, { method: 'POST' });
    },
    summary: () => summarise(path.join(folder, 'simulator', 'national.jsonl')),
  };
}

function summarise(journal: string): { lastAt: number; calls: number } {
  const entries = readFileSync(journal, 'utf8').trim().split('\n');
  const notes = entries.flatMap((line) => (JSON.parse(line) as JournalEntry).note ?? []);
  const records = notes.filter(({ service }) => service === 'DongBoHoSoMC');
  const accepted = records.filter(({ outcome }) => outcome === 'accepted');
  return { lastAt: Math.max(...accepted.map(({ at }) => Date.parse(at))), calls: notes.length };
}
