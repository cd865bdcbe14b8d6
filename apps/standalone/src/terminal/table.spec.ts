import { describe, expect, it } from '@jest/globals';
import { drawTable, type Column } from './table.ts';

const COLUMNS: readonly Column[] = [
  { heading: { vi: 'Xã, phường', en: 'Commune' }, side: 'left' },
  { heading: { vi: 'Cửa', en: 'Door' }, side: 'left', mayYield: true },
  { heading: { vi: 'Hồ sơ', en: 'Dossiers' }, side: 'right' },
  { heading: { vi: 'Xong', en: 'Done' }, side: 'right', mayYield: true },
];
const ROWS = [
  ['Phường Hạc Thành', 'riêng', '12', '9'],
  ['Xã Mường Lát'.normalize('NFD'), 'quốc gia', '7', '5'],
];
const TOTAL = ['Tổng', '', '19', '14'];

const drawn = (width?: number): string[] =>
  drawTable(COLUMNS, ROWS, { total: TOTAL, width }).map((line) => line.normalize('NFC'));

describe('a table', () => {
  it('is aligned by columns of the terminal', () => {
    expect(drawn()).toEqual([
      'Xã, phường        Cửa          Hồ sơ  Xong',
      'Commune           Door      Dossiers  Done',
      '──────────────────────────────────────────',
      'Phường Hạc Thành  riêng           12     9',
      'Xã Mường Lát      quốc gia         7     5',
      '──────────────────────────────────────────',
      'Tổng                              19    14',
    ]);
  });

  it('leaves columns out where it would be too wide, the last one that may yield first', () => {
    expect(drawn(42)).toEqual(drawn());
    expect(drawn(41)[0]).toBe('Xã, phường        Cửa          Hồ sơ');
    expect(drawn(35)[3]).toBe('Phường Hạc Thành        12');
    expect(drawn(1)[3]).toBe('Phường Hạc Thành        12');
  });
});
