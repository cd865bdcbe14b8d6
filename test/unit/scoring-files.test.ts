import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readScoring } from '../../apps/scheduler/src/scoring/read-scoring.ts';

const folder = mkdtempSync(join(tmpdir(), 'scoring-'));
const FORMULAS = readFileSync('config/scoring/766.yaml', 'utf8');
const write = (name: string, ...changes: readonly [string, string][]): void => {
  writeFileSync(
    join(folder, 'scoring', name),
    changes.reduce((text, [from, to]) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    }, FORMULAS),
  );
};

beforeEach(() => {
  rmSync(join(folder, 'scoring'), { recursive: true, force: true });
  cpSync('config/scoring', join(folder, 'scoring'), { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a file of formulas', () => {
  it.each<[string, string, string, RegExp]>([
    ['an unknown figure', "number: '3.6'", "number: '9.9'", /766\.yaml:\d+:\d+: figures\[\d+\]\.number/],
    ['a figure twice', "number: '3.6'", "number: '3.5'", /766\.yaml:\d+:\d+: figures\[\d+\]/],
    ['a day that there is not', "validFrom: '2022-06-23'", "validFrom: '2022-13-45'", /766\.yaml:\d+:\d+: validFrom/],
    ['no finishing statuses', '[[9], [10], [8, 3, 7]]', '[[9], []]', /766\.yaml:\d+:\d+: parameters\.finishing/],
    [
      'a code of payment that is not kept',
      "paidOnline: ['1', '2']",
      "paidOnline: ['3']",
      /766\.yaml:\d+:\d+: parameters\.paidOnline/,
    ],
  ])('is refused with its line for %s', (_, from, to, says) => {
    write('766.yaml', [from, to]);
    expect(() => readScoring(folder)).toThrow(says);
  });

  it('is refused where another one begins on the same day, or is called alike, each with its line', () => {
    write('767.yaml', ["version: '766-2022'", "version: '767'"]);
    expect(() => readScoring(folder)).toThrow(/767\.yaml:\d+:\d+: validFrom: .*766\.yaml/);
    write('767.yaml', ["validFrom: '2022-06-23'", "validFrom: '2027-01-01'"]);
    expect(() => readScoring(folder)).toThrow(/767\.yaml:\d+:\d+: version: .*766\.yaml/);
    write('767.yaml', ["version: '766-2022'", "version: '767'"], ["validFrom: '2022-06-23'", "validFrom: '2027-01-01'"]);
    expect(readScoring(folder).map(({ version }) => version)).toEqual(['766-2022', '767']);
  });

  it('has to be there', () => {
    rmSync(join(folder, 'scoring', '766.yaml'));
    expect(() => readScoring(folder)).toThrow('there is no file .yaml of formulas');
    rmSync(join(folder, 'scoring'), { recursive: true });
    expect(() => readScoring(folder)).toThrow('there is no file .yaml of formulas');
  });
});
