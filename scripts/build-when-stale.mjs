import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const STAMP = 'dist/.built';
const ROOMS = ['apps', 'libs', 'test'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json', 'scripts/bundle.mjs'];
/** What is built for the browser, by vite, and where to. */
const PAGE = 'apps/console/page';
const BUILT_PAGE = 'dist/apps/console/page/index.html';

/** Compiles to dist, bundles the programs and builds the operators' page there, unless dist was made from just these sources; `tell` is called before it does. */
export function buildWhenStale(tell = () => {}) {
  const sources = listFiles(ROOMS).filter(isCompiled);
  // By content, not by time: a checkout sets times that say nothing about what dist was made from.
  const wanted = { digest: digestOf([...SETTINGS, ...sources]), page: digestOf([...SETTINGS, ...listFiles([PAGE])]), sources };
  const built = stamp();
  const isStale = built?.digest !== wanted.digest;
  if (!isStale && built.page === wanted.page && existsSync(BUILT_PAGE)) return;
  tell();
  // The compiler leaves the output of a removed source behind, and its notes beside it take emitted files for granted:
  // then, as after a build that nobody stamped, all of dist goes, the notes with it.
  if (built === undefined || built.sources.some((source) => !existsSync(source)))
    rmSync('dist', { recursive: true, force: true });
  else rmSync(STAMP);
  if (isStale) {
    run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
    run('scripts/bundle.mjs');
  }
  if (built?.page !== wanted.page || !existsSync(BUILT_PAGE))
    run('node_modules/vite/bin/vite.js', 'build', '--config', `${PAGE}/vite.config.mjs`, '--logLevel', 'warn');
  writeFileSync(STAMP, JSON.stringify(wanted));
}

function run(...program) {
  const { status } = spawnSync(process.execPath, program, {
    stdio: ['inherit', process.stderr.fd, 'inherit'], // stdout belongs to the program that follows
  });
  if (status !== 0) throw new Error('the build failed');
}

function isCompiled(name) {
  return name.endsWith('.ts') && !/\.(spec|test)\.ts$/.test(name) && !name.startsWith(`${PAGE}/`);
}

function listFiles(rooms) {
  return rooms
    .filter((room) => existsSync(room))
    .flatMap((room) => readdirSync(room, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
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
