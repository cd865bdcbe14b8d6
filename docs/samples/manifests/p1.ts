// p1 of each line on standard input and the digest of all: node p1.ts < lines.txt (Node.js 22.18 or later)
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const p1s = readFileSync(0, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map(sha256);
const lines = p1s.toSorted().map((p1) => `${p1}\n`);
console.log([...p1s, `digest ${sha256(lines.join(''))}`].join('\n'));
