import { describe, expect, it } from '@jest/globals';
import { drawTable } from './table.ts';

describe('a table', () => {
  it('is aligned by columns of the terminal', () => {
    const columns = [
      { heading: { vi: 'Xã, phường', en: 'Commune' }, side: 'left' },
      { heading: { vi: 'Hồ sơ', en: 'Dossiers' }, side: 'right' },
    ] as const;
    const drawn = drawTable(
      columns,
      [
        ['Phường Hạc Thành', '12'],
        ['Xã Mường Lát'.normalize('NFD'), '7'],
      ],
      ['Tổng', '19'],
    );
    expect(drawn.map((line) => line.normalize('NFC'))).toEqual([
      'Xã, phường           Hồ sơ',
      'Commune           Dossiers',
      '──────────────────────────',
      'Phường Hạc Thành        12',
      'Xã Mường Lát             7',
      '──────────────────────────',
      'Tổng                    19',
    ]);
  });
});
