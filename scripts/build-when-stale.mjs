import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const STAMP = 'dist/.built';
const ROOMS = ['apps', 'libs', 'test'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];

/** Compiles to dist, unless dist was compiled from just these sources; `tell` is called before it does. */
export function buildWhenStale(tell = () => {}) {
  const sources = listSources();
  // By content, not by time: a checkout sets times that say nothing about what dist was made from.
  const wanted = { digest: digestOf([...SETTINGS, ...sources]), sources };
  const built = stamp();
  if (built?.digest === wanted.digest) return;
  tell();
  // The compiler leaves the output of a removed source behind, and its notes beside it take emitted files for granted:
  // then, as after a build that nobody stamped, all of dist goes, the notes with it.
  if (built === undefined || built.sources.some((source) => !existsSync(source)))
    rmSync('dist', { recursive: true, force: true });
  else rmSync(STAMP);
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: ['inherit', process.stderr.fd, 'inherit'], // stdout belongs to the program that follows
  });
  if (status !== 0) throw new Error('the build failed');
  writeFileSync(STAMP, JSON.stringify(wanted));
}

function listSources() {
  return ROOMS.filter((room) => existsSync(room))
    .flatMap((room) => readdirSync(room, { recursive: true }).map((name) => path.join(room, name)))
    .filter((name) => name.endsWith('.ts') && !/\.(spec|test)\.ts$/.test(name))
    .sort();
}

function digestOf(files) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(`${file}\n`).update(readFileSync(file)).update('\n');
  return digest.digest('hex');
}

function stamp() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return undefined;
  }
}
