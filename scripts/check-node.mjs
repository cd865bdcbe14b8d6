// Imported before anything else: a Node.js that is too old says so itself, instead of failing at the first thing that it does not know.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace(/^>=/, '');

if (isBelow(process.versions.node, needed)) {
  console.error(
    `✘ Cần Node.js ${needed} trở lên; máy này có ${process.versions.node}. Tải ở https://nodejs.org\n` +
      `  Node.js ${needed} or later is needed; this is ${process.versions.node}. Get it from https://nodejs.org`,
  );
  process.exit(1);
}

function isBelow(version, limit) {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = limit.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
