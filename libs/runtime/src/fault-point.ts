import { appendFileSync, readFileSync, renameSync } from 'node:fs';
import { faultsFile } from './environment.ts';

type Action = 'kill' | 'stop';

const file = faultsFile();
const hits = new Set<string>();

/**
 * A named line at which tests kill or stop the process for real. Without a `FAULTS` file it does nothing. The file holds
 * `{"point": "relay.begun", "action": "kill"|"stop"}`; who reaches the point first takes the file away (a rename is atomic
 * over processes), so that one arming hits exactly one process once. Points that were passed are noted in `<file>.hits`.
 */
export const faultPoint: (name: string) => void =
  file === undefined
    ? () => undefined
    : (name) => {
        pass(file, name);
      };

function pass(armed: string, name: string): void {
  if (!hits.has(name)) {
    hits.add(name);
    appendFileSync(`${armed}.hits`, `${name}\n`);
  }
  const order = readOrder(armed);
  if (order?.point !== name) return;
  try {
    renameSync(armed, `${armed}.${String(process.pid)}.done`);
  } catch {
    return; // another process was faster
  }
  process.kill(process.pid, order.action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}

function readOrder(armed: string): { point: string; action: Action } | undefined {
  try {
    return JSON.parse(readFileSync(armed, 'utf8')) as { point: string; action: Action };
  } catch {
    return undefined; // not armed
  }
}
