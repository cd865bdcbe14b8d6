import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MUTANTS } from '../mutants/all.ts';

// All of them are killed by `npm run mutants`, which takes long; that they can still be made is seen at once.
describe('every mutant', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s: finds what it spoils', (_, { file, edits }) => {
    const source = readFileSync(file, 'utf8');
    for (const { find } of edits) expect(source).toContain(find);
  });
});
