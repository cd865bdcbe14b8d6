import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#runtime';
import { readDatedRows, type DatedRow } from './dated-rows.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rows-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function read(...lines: string[]): DatedRow[] {
  const file = path.join(folder, 'status.csv');
  writeFileSync(file, `\uFEFF${lines.join('\n')}\n`);
  return readDatedRows(file, { key: 'from', values: ['to'] });
}

function faults(...lines: string[]): string {
  try {
    read(...lines);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults.join('\n').replaceAll(`${folder}/`, '');
  }
  return 'none';
}

const HEAD = 'from,to,valid_from,valid_to';

describe('a table of codes', () => {
  it('is read with open and closed ranges, remarks left out', () => {
    expect(read(HEAD, '# remark', '1,01,,2026-01-01', '1,001,2026-01-01,', '2,02')).toEqual([
      { key: '1', value: ['01'], from: null, to: '2026-01-01' },
      { key: '1', value: ['001'], from: '2026-01-01', to: null },
      { key: '2', value: ['02'], from: null, to: null },
    ]);
  });

  it('is refused with its file and every faulty line', () => {
    const found = faults(HEAD, '1,01,,', '2,,,', '3,03,31/12/2026,', '4,04,2026-02-31,', '5,05,2026-02-02,2026-02-01', '1,1,,');
    expect(found.split('\n')).toEqual([
      expect.stringMatching(/^status.csv: dòng\/line 3: thiếu giá trị/),
      expect.stringMatching(/^status.csv: dòng\/line 4: .*31\/12\/2026$/),
      expect.stringMatching(/^status.csv: dòng\/line 5: .*2026-02-31$/),
      expect.stringMatching(/^status.csv: dòng\/line 6: valid_to/),
      expect.stringMatching(/^status.csv: dòng\/line 7: 1: .* line 2$/),
    ]);
  });

  it('is refused without its columns', () => {
    expect(faults('a,b', '1,2')).toMatch(/^status.csv: thiếu cột \/ a column is missing: from, to$/);
  });
});
