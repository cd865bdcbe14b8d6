// npm run build: what dist was not made from yet.
import './check-node.mjs';
import path from 'node:path';
import { buildWhenStale } from './build-when-stale.mjs';

process.chdir(path.dirname(import.meta.dirname));
buildWhenStale();
