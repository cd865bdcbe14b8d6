// npm start: from a fresh checkout to the running gateway in one command.
import './check-node.mjs';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { enter } from './enter.mjs';

const dataFolder = path.resolve(import.meta.dirname, '..', process.env['DATA_DIR'] || '.data');

const readyFile = path.join(dataFolder, 'ready.json');

// First of all: whoever waits for this file must not take the one of an earlier run for ours. One that is still running keeps its
// own: this start will say so and end.
if (!isRunning()) rmSync(readyFile, { force: true });
await enter('programs/standalone/main.js');

function isRunning() {
  try {
    const { pid } = JSON.parse(readFileSync(readyFile, 'utf8'));
    return /start\.mjs|standalone/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}
