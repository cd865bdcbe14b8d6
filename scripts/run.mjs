// node scripts/run.mjs <path under dist> [arguments]: runs a compiled file, installed and built first when that is due.
import './check-node.mjs';
import { enter } from './enter.mjs';

const [target] = process.argv.splice(2, 1);
if (target === undefined) {
  console.error('node scripts/run.mjs <đường dẫn trong dist / path under dist> [arguments]');
  process.exit(2);
}
await enter(target);
