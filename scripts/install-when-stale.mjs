import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const STAMP = 'node_modules/.one-stop-lock';

/** Installs exactly what package-lock.json names, unless that is what node_modules already holds; `tell` is called before it does. */
export function installWhenStale(tell = () => {}) {
  const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (stamp() === wanted) return;
  tell();
  // Development packages too, whatever NODE_ENV says: the compiler is one of them.
  const { status } = spawnSync('npm', ['ci', '--loglevel=error', '--include=dev', '--no-audit', '--no-fund'], {
    stdio: ['inherit', process.stderr.fd, 'inherit'], // stdout belongs to the program that follows
  });
  if (status !== 0) throw new Error('npm ci failed');
  writeFileSync(STAMP, `${wanted}\n`);
}

function stamp() {
  try {
    return readFileSync(STAMP, 'utf8').trim();
  } catch {
    return undefined;
  }
}
