// jest links every module anew for each file of tests, and the packages beneath a door are some two thousand modules. Bundled into a
// few, without changing what they do, they are linked in half the time. jest.config.mjs leads the names of the packages here.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ENTRY = '\0entry:';
/** Where the packages lie, and where npm removes them together with what they were made from. */
const BUNDLES = path.join(import.meta.dirname, '../node_modules/one-stop-test-packages');
const STAMP = path.join(BUNDLES, '.built');
/** What tests load of packages as they run; the others are small, or are started as processes. */
const PACKAGES = [
  ...['@nestjs/common', '@nestjs/core', '@nestjs/platform-fastify', '@nestjs/schedule', '@nestjs/swagger', '@nestjs/axios'],
  ...['amqplib', 'class-transformer', 'class-validator', 'csv-parse', 'csv-parse/sync', 'fastify', 'pg', 'pino', 'prom-client'],
  ...['reflect-metadata', 'rxjs', 'typeorm', 'undici', 'yaml'],
];

/** Which file stands for which package; nothing while the bundles are not made, or from other versions. */
export function testPackages() {
  if (stamp() !== wanted()) return {};
  return Object.fromEntries(PACKAGES.map((name) => [`^${name}$`, path.join(BUNDLES, `${fileOf(name)}.js`)]));
}

/** Makes the bundles, unless they are made from just these versions. */
export async function bundleTestPackages() {
  if (stamp() === wanted()) return;
  // Asked for here: a fresh clone has no packages yet when this file is read.
  const { build } = await import('rolldown');
  rmSync(BUNDLES, { recursive: true, force: true });
  mkdirSync(BUNDLES, { recursive: true });
  const exported = new Map(await Promise.all(PACKAGES.map(async (name) => [name, Object.keys(await import(name))])));
  await build({
    input: Object.fromEntries(PACKAGES.map((name) => [fileOf(name), ENTRY + name])),
    plugins: [entriesOf(exported)],
    platform: 'node',
    checks: { unresolvedImport: false },
    onLog: (level, log, print) => {
      if (level !== 'info' && log.code !== 'UNRESOLVED_IMPORT') print('error', log);
    },
    output: { dir: BUNDLES, format: 'esm', keepNames: true, strictExecutionOrder: true },
  });
  writeFileSync(path.join(BUNDLES, 'package.json'), '{"type":"module"}\n');
  writeFileSync(STAMP, wanted());
}

/** Modules that export what a package exports, by name: a package of the older kind says its names only as it runs. */
function entriesOf(exported) {
  return {
    name: 'entries',
    resolveId: (id) => (id.startsWith(ENTRY) ? id : undefined),
    load(id) {
      if (!id.startsWith(ENTRY)) return undefined;
      const name = id.slice(ENTRY.length);
      const names = (exported.get(name) ?? []).filter((one) => one !== 'default' && one !== 'module.exports');
      const all = names.length > 0 ? `export { ${names.join(', ')} } from '${name}';\n` : `import '${name}';\n`;
      return exported.get(name)?.includes('default') ? `${all}export { default } from '${name}';\n` : all;
    },
  };
}

function fileOf(name) {
  return name.replaceAll('/', '-');
}

function wanted() {
  const digest = createHash('sha256').update(PACKAGES.join('\n'));
  for (const file of ['../package-lock.json', 'bundle-test-packages.mjs'])
    digest.update(readFileSync(path.join(import.meta.dirname, file)));
  return digest.digest('hex');
}

function stamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}
