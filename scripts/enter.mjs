import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWhenStale } from './build-when-stale.mjs';
import { installWhenStale } from './install-when-stale.mjs';

/** Installs and builds when that is due, then runs that file of dist in this very process, which keeps its signals and arguments. */
export async function enter(target) {
  // Everything looks for its files from the root of the project, wherever the command was given.
  process.chdir(path.dirname(import.meta.dirname));
  prepare();
  const file = path.resolve('dist', target);
  if (!existsSync(file)) fail(`Không có tệp / No such file: ${file}`);
  process.argv[1] = file;
  await import(pathToFileURL(file).href);
}

function prepare() {
  try {
    installWhenStale(() => {
      say('Cài thư viện, mất một hai phút…  ·  Installing packages, a minute or two…');
    });
    buildWhenStale(() => {
      say('Dựng chương trình, chừng nửa phút…  ·  Building, half a minute or so…');
    });
  } catch (error) {
    fail(`Dừng lại / Stopped: ${error.message}`);
  }
}

/** On stderr: stdout belongs to the program that follows. */
function say(line) {
  console.error(line);
}

function fail(line) {
  say(line);
  process.exit(1);
}
