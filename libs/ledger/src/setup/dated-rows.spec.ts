import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Column, ConfigurationError } from '#runtime';
import { readDatedRows, type DatedRow } from './dated-rows.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rows-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const column = (name: string): Column => ({ name, says: { vi: 'một mã', en: 'a code' }, example: 'x' });

function read(...lines: string[]): DatedRow[] {
  const file = path.join(folder, 'status.csv');
  writeFileSync(file, `\uFEFF${lines.join('\n')}\n`);
  return readDatedRows(file, { key: column('from'), values: [column('to')] });
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
      'status.csv:3: to: phải là một mã; đang để trống / must be a code; it is empty → viết / write: x',
      'status.csv:4: valid_from: phải là ngày dạng yyyy-MM-dd; đang là “31/12/2026” / must be a date yyyy-MM-dd; it is “31/12/2026” → viết / write: 2026-12-31',
      expect.stringMatching(/^status.csv:5: valid_from: .*“2026-02-31”/),
      expect.stringMatching(/^status.csv:6: valid_to: phải sau valid_from/),
      expect.stringMatching(/^status.csv:7: valid_from: 1: trùng thời gian với dòng 2;/),
    ]);
  });

  it('is refused without its columns', () => {
    expect(faults('from,too', '1,2').split('\n')).toEqual([
      'status.csv:1: thiếu cột to / the column to is missing → viết / write: from,to,valid_from,valid_to,note',
      'status.csv:1: không có cột tên “too” / there is no column named “too” → viết / write: to',
    ]);
    expect(faults('')).toMatch(/^status.csv:1: thiếu cột from/);
  });

  it('is refused where cells or letters went astray, without repeating the line', () => {
    expect(faults(HEAD, '1,01,,,,', '1,a,b,c,d,e,f')).toMatch(/^status.csv:3: nhiều ô hơn số cột.*$/);
    expect(faults(HEAD, '1,"secret')).toMatch(/^status.csv:\d+: (?!.*secret)sai cú pháp CSV/);
    expect(faults(HEAD, '1,\uFFFD')).toMatch(/^status.csv:2:3: có ký tự không phải UTF-8/);
  });
});
