import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { LegalDay } from '#canonical';
import type { DailySheet, SheetFacts } from '#ledger';
import { writeSheet, type SheetView } from '#sheets';
import { SAMPLE_FACTS, SAMPLE_SHEET } from '../support/sheets/sample-sheet.ts';

const HOSTILE = `<script>alert('x')</script>"& =1+1\u0000\u202E`;
const DECOMPOSED = 'Xa\u0303 Hoằng Hóa'.normalize('NFD');

const sheet = (more: Partial<DailySheet> = {}): DailySheet => ({ ...SAMPLE_SHEET, ...more });
const htmlOf = (more: Partial<DailySheet> = {}): string => writeSheet(sheet(more), 'html').text;
const rowsOf = (more: Partial<DailySheet> = {}): string[][] =>
  parse(writeSheet(sheet(more), 'csv').text, { bom: true, record_delimiter: '\r\n' });

/** With something hostile in every text that the gateway did not write itself. */
const hostile = sheet({
  unit: { code: '14797', name: HOSTILE },
  facts: {
    ...SAMPLE_FACTS,
    due: {
      ...SAMPLE_FACTS.due,
      dossiers: [{ code: HOSTILE, procedure: HOSTILE, status: 4, dueOn: '2026-11-26' as LegalDay, worked: 0 }],
    },
    waits: SAMPLE_FACTS.waits.map((wait) => ({
      ...wait,
      destination: HOSTILE,
      cause: HOSTILE,
      mustAct: HOSTILE,
      codes: [HOSTILE],
    })),
    differences: {
      byOwner: { [HOSTILE]: 1 },
      own: SAMPLE_FACTS.differences.own.map((one) => ({ ...one, dossierCode: HOSTILE, field: HOSTILE, cause: HOSTILE })),
    },
    resends: SAMPLE_FACTS.resends.map((one) => ({ ...one, client: HOSTILE, dossierCode: HOSTILE })),
    warnings: [{ code: HOSTILE, given: 1 }],
    systems: [{ client: HOSTILE, name: HOSTILE, lastAt: null }],
  },
});

describe('the page of a daily sheet', () => {
  it('stands by itself: no script, nothing loaded, made for A4', () => {
    const page = htmlOf();
    expect(page).toMatch(/^<!doctype html>\s*<html lang="vi">/);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|javascript:| on[a-z]+=/i);
    expect(page).toMatch(/<meta charset="utf-8"/);
    expect(page).toMatch(/@page \{ size: A4/);
  });

  it('names unit, day and time in Vietnamese first, and shows every part', () => {
    const page = htmlOf().replace(/\s+/g, ' ');
    for (const text of [
      ...['Phường Hạc Thành', '26/11/2026 (thứ Năm)', 'Lập lúc 26/11/2026 17:05', 'Quá hạn', 'trễ 3', 'còn 1'],
      ...[
        'đang bảo trì',
        'Mã TTHC chưa có trong danh mục vào ngày tiếp nhận.',
        'H56.14797-261126-0007',
        'Nơi nhận từ chối nội dung.',
      ],
      ...['Xã có hồ sơ mà cổng chưa nhận được; xã được đề nghị gửi.', 'Trạng thái đổi mà không có bước tiến độ', '13 phút trước'],
    ])
      expect(page).toContain(text);
  });

  it('shows hostile names as text, in NFC, without what no reader sees', () => {
    const page = writeSheet(hostile, 'html').text;
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toMatch(/[\u0000\u202E]/);
    expect(page.split('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;').length).toBeGreaterThan(10);
    const composed = htmlOf({ unit: { code: '1', name: DECOMPOSED } });
    expect(composed).toBe(composed.normalize('NFC'));
    expect(composed).toContain('Xã Hoằng Hóa'.normalize('NFC'));
  });

  it('says how many there are beside those that are listed', () => {
    const more = (facts: Partial<SheetFacts>): string[] =>
      [...htmlOf({ facts: { ...SAMPLE_FACTS, ...facts } }).matchAll(/<span lang="en">and more<\/span>: (\d+)/g)].map(
        ([, n]) => n ?? '',
      );
    const { own } = SAMPLE_FACTS.differences;
    const due = { ...SAMPLE_FACTS.due, overdue: 0, today: 0, soon: [] };
    expect(more({ due, resendsOpen: 1 })).toEqual([]);
    expect(more({ due, resendsOpen: 51, differences: { byOwner: { commune: 9 }, own } })).toEqual(['7', '50']);
    expect(more({ due, resendsOpen: 1, waitReasons: 45, systemsKnown: 3 })).toEqual(['43', '2']);
    const cut = rowsOf({ facts: { ...SAMPLE_FACTS, waitReasons: 45, systemsKnown: 3 } }).filter(
      ([, , , , figure]) => figure === 'và còn nữa',
    );
    expect(cut.map((row) => [row[3], row[6]])).toEqual([
      ['Vì sao chờ, và làm gì', '43'],
      ['Hệ thống của đơn vị', '2'],
    ]);
    expect(rowsOf().map((row) => row.slice(3))).toEqual(
      expect.arrayContaining([['Đề nghị gửi lại đang mở', 'Đề nghị gửi lại đang mở', '', '3', '', '']]),
    );
  });

  it('says what the calendar cannot tell, and that nothing is there', () => {
    const page = htmlOf({
      facts: {
        ...SAMPLE_FACTS,
        due: { ...SAMPLE_FACTS.due, soon: undefined },
        ...{ waits: [], resendsOpen: 0, resends: [], warnings: [], differences: { byOwner: {}, own: [] } },
      },
    });
    expect(page).toContain('lịch làm việc chưa có năm này');
    expect(page.split('Không có.').length - 1).toBe(4);
  });

  it('of the province has a line for each unit', () => {
    const rows = ['Phường Hạc Thành', HOSTILE].map((name, index) => ({
      unit: { code: String(index), name },
      facts: SAMPLE_FACTS,
    }));
    const page = htmlOf({ of: 'province', unit: undefined, rows });
    expect(page).toContain('Toàn tỉnh');
    expect(page).toContain('&lt;script&gt;alert');
    expect(page).toContain('Từng đơn vị');
    expect(writeSheet(sheet({ of: 'province', unit: undefined, rows }), 'csv').fileName).toBe('phieu-2026-11-26-toan-tinh.csv');
  });
});

describe('the table of a daily sheet', () => {
  it('is UTF-8 with a byte order mark and ends lines as RFC 4180 has it', () => {
    const { text, contentType, fileName } = writeSheet(sheet(), 'csv');
    expect(text.startsWith('\uFEFFNgày,Mã đơn vị,Đơn vị,')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect([contentType, fileName]).toEqual(['text/csv; charset=utf-8', 'phieu-2026-11-26-14797.csv']);
  });

  it('has one figure in a line, with day and time as people write them', () => {
    const rows = rowsOf();
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([9]));
    const line = (...cells: string[]): unknown => expect.arrayContaining([['26/11/2026', '14797', 'Phường Hạc Thành', ...cells]]);
    expect(rows).toEqual(line('Hồ sơ', 'Tiếp nhận trong ngày', '', '23', '', ''));
    expect(rows).toEqual(line('Hạn trả kết quả', 'Đến hạn', '', '6', '27/11/2026', ''));
    expect(rows).toEqual(
      line('Hệ thống của đơn vị', 'Gọi cổng lần cuối', 'hac-thanh', '', '26/11/2026 16:52', 'Một cửa phường Hạc Thành'),
    );
  });

  it.each([
    ...['=1+1', '+84', '-1', '@SUM(A1)', '\t=1', ' =1', '\u0000=1', '\u200B=1'],
    ...['＝1+1', '＋84', '－1', '＠SUM(A1)', '\u3000＝1'],
  ])('lets %j carry nothing out', (name) => {
    const cells = rowsOf({ unit: { code: name, name } }).flat();
    expect(cells.filter((cell) => /^[=+\-@＝＋－＠\t\r]/.test(cell.trim()))).toEqual([]);
  });

  it('quotes what has to be quoted, and reads back as it was', () => {
    const cells = rowsOf({ unit: { code: '1', name: 'Xã "A", thôn 1' } }).map((row) => row[2]);
    expect(cells[1]).toBe('Xã "A", thôn 1');
  });
});

describe('the value of a daily sheet', () => {
  it('carries the words for each cause', () => {
    const view = JSON.parse(writeSheet(sheet(), 'json').text) as SheetView;
    expect(view.facts.waits[0]).toMatchObject({
      code: 'held.procedure',
      dossiers: 3,
      next: { vi: expect.stringContaining('danh mục') },
    });
    expect(view).toMatchObject({ day: '2026-11-26', of: 'unit', unit: { code: '14797' }, madeAt: '2026-11-26T10:05:00.000Z' });
    expect(JSON.stringify(view)).not.toContain('9.999999');
  });
});
