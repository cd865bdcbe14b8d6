import { describe, expect, it } from '@jest/globals';
import { dayColumn, readCsv, type Column } from './csv-table.ts';

const COLUMNS: readonly Column[] = [{ name: 'code', says: { vi: 'một mã', en: 'a code' }, example: '1' }, dayColumn('on', true)];

describe('a table in CSV that is loaded into a running system', () => {
  const linesOf = (text: string): (readonly [number, string])[] =>
    readCsv(text, COLUMNS, { isStrict: true }).faults.map(({ line, reason }) => [line, reason.en] as const);

  it('is read with its lines', () => {
    const { rows, faults } = readCsv('# remark\r\ncode,on\r\nmột,2025-07-01\r\nhai,\r\n', COLUMNS, { isStrict: true });
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { line: 3, cells: { code: 'một', on: '2025-07-01' } },
      { line: 4, cells: { code: 'hai', on: '' } },
    ]);
  });

  it.each([
    ['a mark in front', '\uFEFFcode,on\na,\n', 1, 'byte order mark'],
    ['semicolons', '# remark\ncode;on\na;\n', 2, 'commas'],
    ['tabs', 'code\ton\na\t\n', 1, 'commas'],
    ['decomposed letters', 'code,on\nmộ' + 't\u0323,\n', 2, 'decomposed'],
    ['a row twice', 'code,on\na,\nb,\na,\n', 4, 'the same as line 2'],
    ['a day that never was', 'code,on\na,2025-02-31\n', 2, 'a date yyyy-MM-dd'],
    ['a column too few', 'on\n2025-01-01\n', 1, 'code is missing'],
    ['a column too many', 'code,on,what\na,,b\n', 1, 'no column named'],
    ['a column twice', 'code,code\na,b\n', 1, 'there twice'],
    ['a cell too many', 'code,on\na,,b\n', 2, 'more cells'],
    ['an open quote', 'code,on\n"a,\n', 2, 'not CSV'],
    ['nothing', '', 1, 'code is missing'],
  ])('is refused for %s, with the line', (_, text, line, says) => {
    expect(linesOf(text)).toEqual([[line, expect.stringContaining(says)]]);
  });

  it('is read more kindly where it is a file of the configuration', () => {
    expect(readCsv('\uFEFFcode,on\na,\na,\n', COLUMNS).faults).toEqual([]);
  });
});
