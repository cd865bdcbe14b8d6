// The way into the image: <program> [arguments], or without a word the program that GATEWAY_APP names. It runs in this very process,
// which keeps its signals.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const WRONG_USAGE = 2;
const project = path.resolve(import.meta.dirname, '..');
const [program = process.env.GATEWAY_APP, ...args] = process.argv.slice(2);

const file = fileOf(program);
if (file === undefined) {
  console.error(`Không có chương trình / No such program: ${program}`);
  process.exit(WRONG_USAGE);
}
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(file).href);

/** Apps go by their room. A command goes by the word by which npm run knows it. */
function fileOf(word) {
  if (!/^[a-z-]+$/.test(word)) return undefined;
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  const [, command] = /^node scripts\/run\.mjs (programs\/\S+)$/.exec(scripts[word] ?? '') ?? [];
  const found = path.join(project, 'dist', command ?? `programs/${word}/main.js`);
  return existsSync(found) ? found : undefined;
}
