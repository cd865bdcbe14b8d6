import { describe, expect, it } from '@jest/globals';
import { NATIONAL } from '../national/traits.ts';
import { PROVINCE } from '../province/traits.ts';
import type { Accepted } from './dossier.ts';
import { statusOf } from './status.ts';

const record = (n: number, status: string): Accepted => ({ at: '', n, item: { MaHoSo: 'a', TrangThaiHoSo: status } });
const step = (n: number, status: string, at: string): Accepted => ({
  at: '',
  n,
  item: { MaHoSo: 'a', TrangThai: status, ThoiDiemXuLy: at },
});

describe('the status of a dossier at the national portal', () => {
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

const document = (n: number, status: number): Accepted => ({ at: '', n, item: { DocCode: 'a', Status: status } });
const trace = (n: number, status: number | undefined, at: string): Accepted => ({
  at: '',
  n,
  item: { DocCode: 'a', DateCreated: `2026-11-23T${at}`, ...(status === undefined ? {} : { Status: status }) },
});

describe('the status of a dossier at the provincial portal', () => {
  it.each([
    ['the document', [document(1, 1)], [], '1'],
    ['the last document', [document(1, 1), document(3, 2)], [trace(2, 9, '09:00:00.000+0700')], '2'],
    ['a trace after the document', [document(1, 1)], [trace(2, 10, '09:00:00.000+0700')], '10'],
    ['not an older trace', [document(1, 1)], [trace(2, 9, '09:00:00.000+0700'), trace(3, 4, '08:59:59.999+0700')], '9'],
    [
      'the later moment, not the later text',
      [document(1, 1)],
      [trace(2, 9, '09:00:00.000+0700'), trace(3, 4, '03:00:00.000+0000')],
      '4',
    ],
    [
      'not a trace that tells none',
      [document(1, 1)],
      [trace(2, 0, '09:00:00.000+0700'), trace(3, undefined, '09:00:00.000+0700')],
      '1',
    ],
    [
      'not hidden by a later trace that tells none',
      [document(1, 1)],
      [trace(2, 0, '10:00:00.000+0700'), trace(3, 4, '09:00:00.000+0700')],
      '4',
    ],
  ])('is that of %s', (_, records, steps, expected) => {
    expect(statusOf({ code: 'a', records, steps }, PROVINCE.status)).toBe(expected);
  });
});
