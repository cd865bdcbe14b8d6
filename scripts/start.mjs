// npm start: from a fresh checkout to the running gateway in one command.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { enter } from './enter.mjs';

const dataFolder = path.resolve(import.meta.dirname, '..', process.env['DATA_DIR'] || '.data');

// First of all: whoever waits for this file must not take the one of an earlier run for ours.
rmSync(path.join(dataFolder, 'ready.json'), { force: true });
await enter('apps/standalone/src/main.js');
