import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LegalDay } from '#canonical';
import { faultsOf } from '#runtime';
import { readCalendar } from './calendar.ts';
import { readTables } from './tables.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tables-'));
  cpSync('config', folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function change(file: string, former: string, next: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  if (!text.includes(former)) throw new Error(`${file} has no ${former}`);
  writeFileSync(join(folder, file), text.replace(former, next));
}

const faults = (read: (configDir: string) => unknown): string[] =>
  faultsOf(() => read(folder)).map((fault) => fault.replaceAll(`${folder}/`, ''));

describe('the tables of a configuration', () => {
  it('are sound as they are delivered', () => {
    const { tables, procedures, units } = readTables('config');
    expect(tables.map(({ partner, table }) => `${partner}/${table}`)).toContain('national/status');
    expect([procedures.length > 30, units.lives.length > 700, units.mergers.length > 500]).toEqual([true, true, true]);
  });

  it('are refused together, each faulty line with its file', () => {
    change('code-tables/national/channel.csv', 'online,2', 'online,');
    change('procedures.csv', '1.001193,', '1.1193,');
    change('units/communes-2025.csv', '14797,phường', '14758,quận');
    change('units/commune-successors-2025.csv', '14758,Phường Hàm Rồng,no', '99999,Phường Hàm Rồng,không');
    const found = faults(readTables);
    expect(found.slice(0, 3)).toEqual([
      expect.stringMatching(/^code-tables\/national\/channel.csv:3: to: phải là một mã, không trống; đang để trống/),
      expect.stringMatching(/^procedures.csv:2: code: phải là phần quốc gia của mã TTHC; đang là “1.1193”.*write: 1.001193$/),
      expect.stringMatching(/^units\/communes-2025.csv:3: type: phải là xã, phường, thị trấn hoặc đặc khu; đang là “quận”/),
    ]);
    change('units/communes-2025.csv', '14758,quận', '14758,phường');
    expect(faults(readTables)[2]).toMatch(/^units\/communes-2025.csv:3: code: 14758 đã có ở dòng 2/);
    change('units/communes-2025.csv', '14758,phường,Phường Hạc Thành', '14797,phường,Phường Hạc Thành');
    expect(faults(readTables).slice(2)).toEqual([
      expect.stringMatching(/^units\/commune-successors-2025.csv:2: split: phải là yes hoặc no/),
    ]);
    change('units/commune-successors-2025.csv', 'không', 'no');
    expect(faults(readTables).slice(2)).toEqual([
      expect.stringMatching(/^units\/commune-successors-2025.csv:2: new_code: 99999 không có trong communes-2025.csv/),
    ]);
  });

  it.each([
    ['a unit of today', '2024-02-01,15772,thị trấn,Thị trấn Thiệu Hóa,99999,', 'new_code: 99999 không phải mã của đơn vị cũ'],
    ['a day after its end', '2025-07-01,15772,thị trấn,Thị trấn Thiệu Hóa,15772,', 'on: phải trước ngày 2025-07-01'],
    ['a code that lived on', '2024-02-01,15781,xã,Xã Thiệu Phúc,15772,', 'old_code: 15781 là mã của đơn vị còn đến 2025-07-01'],
    ['no day', '31/02/2024,,xã,Xã Thiệu Phú,15772,', 'on: phải là ngày dạng yyyy-MM-dd'],
  ])('are refused where an earlier change cannot have been: %s', (_, row, said) => {
    change('units/earlier-changes.csv', '2024-02-01,15772,thị trấn,Thị trấn Thiệu Hóa,15772,939/NQ-UBTVQH15', row);
    expect(faults(readTables)[0]).toEqual(expect.stringContaining(`units/earlier-changes.csv:5: ${said}`));
  });

  it('are refused where one unit changed on two days', () => {
    change('units/earlier-changes.csv', '2024-02-01,,xã', '2023-02-01,,xã');
    expect(faults(readTables)).toMatchObject(
      [/:5: on: 15772/, /:6: on: 15772/].map((form) => expect.stringMatching(form) as unknown),
    );
  });

  it('are refused where the folder is away', () => {
    rmSync(join(folder, 'code-tables'), { recursive: true });
    rmSync(join(folder, 'procedures.csv'));
    expect(faults(readTables)).toEqual([
      'code-tables: không đọc được thư mục / the folder cannot be read',
      'procedures.csv: không đọc được tệp / the file cannot be read',
    ]);
  });
});

describe('the calendar', () => {
  const CALENDAR = 'calendars/vn.csv';

  it('knows 2025 and 2026 as they were announced, and nothing of 2027 yet', () => {
    const calendar = readCalendar('config');
    expect(calendar.years).toEqual([2025, 2026]);
    const kinds = [
      '2025-05-02',
      '2025-04-26',
      '2026-01-02',
      '2026-01-10',
      '2026-04-27',
      '2026-08-31',
      '2026-08-22',
      '2026-09-03',
    ];
    expect(kinds.map((day) => calendar.kindOf(day as LegalDay))).toEqual([
      ...['off', 'work', 'off', 'work', 'off', 'off', 'work', 'work'],
    ]);
    expect(() => calendar.kindOf('2027-01-04' as LegalDay)).toThrow('2027');
  });

  it.each([
    ['a kind that is none', '2026-05-01,off', '2026-05-01,nghỉ', /kind: phải là off \(nghỉ\), work/],
    ['a day that is none', '2026-05-01,off', '2026-02-30,off', /day: phải là ngày dạng yyyy-MM-dd; đang là “2026-02-30”/],
    ['a day out of order', '2026-05-01,off', '2026-04-30,off', /day: phải sau ngày của dòng trước: 2026-04-30/],
    ['a make-up day in the week', '2026-08-22,work', '2026-08-21,work', /kind: ngày làm bù phải là thứ Bảy hoặc Chủ nhật/],
    ['a year without one of its holidays', '2026-09-02,off', '2026-09-03,off', /năm 2026 chưa đủ: thiếu ngày nghỉ 2026-09-02/],
    ['no source', ',8726/VPCP-KGVX ngày 26/11/2024', ',', /source: phải là luật hoặc văn bản công bố; đang để trống/],
  ])('is refused with %s', (_, former, next, expected) => {
    change(CALENDAR, former, next);
    const found = faults(readCalendar);
    expect(found.join('\n')).toMatch(expected);
    expect(found.every((fault) => /^calendars\/vn.csv:\d+: /.test(fault))).toBe(true);
  });
});
