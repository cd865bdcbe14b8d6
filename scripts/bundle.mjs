// Bundles every program that the compiler left in dist, the packages that it uses included, into dist/programs/<room>: a few large
// files instead of a thousand small ones. A program then starts in a third of the time, and a command answers at once.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';

const PROGRAMS = 'dist/programs';
/** A command is known by its word in npm run; a room's own program is its main. */
const COMMAND = /^node scripts\/run\.mjs programs\/([a-z-]+)\/([a-z-]+)\.js$/;

process.chdir(path.dirname(import.meta.dirname));
rmSync(PROGRAMS, { recursive: true, force: true });
await build(readdirSync('apps').map(bundleOf));

function bundleOf(room) {
  return {
    input: Object.fromEntries(['main', ...commandsOf(room)].map((name) => [name, `dist/apps/${room}/src/${name}.js`])),
    platform: 'node',
    // What a package can do with another one that is not installed is asked for when it runs, and answered in the negative.
    checks: { unresolvedImport: false },
    onLog: (level, log, print) => {
      if (level !== 'info' && log.code !== 'UNRESOLVED_IMPORT') print('error', log);
    },
    output: {
      dir: `${PROGRAMS}/${room}`,
      format: 'esm',
      chunkFileNames: 'parts/[name]-[hash].js',
      // Nest and TypeORM know classes by their names, and so do the logs.
      keepNames: true,
    },
  };
}

function commandsOf(room) {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  return Object.values(scripts).flatMap((script) => {
    const [, of, name] = COMMAND.exec(script) ?? [];
    return of === room ? [name] : [];
  });
}
