import { execFile } from 'node:child_process';
import { ASK_CONFIGURATION, type ConfigurationReport } from '#runtime';
import { programFile } from '../processes/program-file.ts';
import { Trouble } from '../trouble.ts';

const WITHIN_MS = 30_000;

/**
 * Asks a program of ours what it says of its configuration, in a process of its own, just as it would read it at its start.
 * Without an environment it gets that of this process.
 */
export function askProcess(
  room: string,
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<ConfigurationReport> {
  const env = environment && Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [programFile(room), ASK_CONFIGURATION], { env, timeout: WITHIN_MS }, (_error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as ConfigurationReport);
      } catch {
        const text = { vi: `${room} không trả lời về cấu hình của nó`, en: `${room} says nothing of its configuration` };
        reject(new Trouble(text, stderr.split('\n').slice(0, 10)));
      }
    });
  });
}
