import { describe, expect, it } from '@jest/globals';
import { NATIONAL } from '../national/traits.ts';
import type { Accepted } from './dossier.ts';
import { statusOf } from './status.ts';

const record = (n: number, status: string): Accepted => ({ at: '', n, item: { MaHoSo: 'a', TrangThaiHoSo: status } });
const step = (n: number, status: string, at: string): Accepted => ({
  at: '',
  n,
  item: { MaHoSo: 'a', TrangThai: status, ThoiDiemXuLy: at },
});

describe('the status of a dossier', () => {
  it.each([
    ['the record', [record(1, '2')], [], '2'],
    ['the last record', [record(1, '2'), record(2, '9')], [], '9'],
    ['a step after the record', [record(1, '2')], [step(2, '4', '1')], '4'],
    ['the record after a step', [record(1, '2'), record(3, '5')], [step(2, '4', '1')], '5'],
    ['the last of several steps', [record(1, '2')], [step(2, '4', '1'), step(3, '9', '2')], '9'],
    ['the last of two steps of one second', [record(1, '2')], [step(2, '4', '1'), step(3, '9', '1')], '9'],
    ['not a step older than a former one', [record(1, '2')], [step(2, '9', '2'), step(3, '4', '1')], '9'],
    [
      'not a step older than one before the record',
      [record(1, '2'), record(3, '10')],
      [step(2, '9', '2'), step(4, '4', '1')],
      '10',
    ],
  ])('is that of %s', (_, records, steps, expected) => {
    expect(statusOf({ code: 'a', records, steps }, NATIONAL.status)).toBe(expected);
  });
});
