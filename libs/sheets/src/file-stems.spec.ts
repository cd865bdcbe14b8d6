import { describe, expect, it } from '@jest/globals';
import type { LegalDay } from '#canonical';
import { fileStem, fileStems } from './file-stems.ts';

const of = (code: string, name = 'Xã') => ({ day: '2026-11-26' as LegalDay, of: 'unit' as const, unit: { code, name } });
const PROVINCE = { day: '2026-11-26' as LegalDay, of: 'province' as const, unit: undefined };
const stemsOf = (...codes: string[]): string[] =>
  fileStems([PROVINCE, ...codes.map((code) => of(code))]).map((stem) => stem.slice(17));

describe('the files of a sheet', () => {
  it('are called by the code of the unit, or by its name in plain letters, whatever stands in it', () => {
    expect(fileStem(of('14797'))).toBe('phieu-2026-11-26-14797');
    expect(fileStem(of('Xã Đông Hà'))).toBe('phieu-2026-11-26-Xa_Dong_Ha');
    expect(fileStem(of('../../etc'))).toBe('phieu-2026-11-26-.._.._etc');
    expect(fileStem(PROVINCE)).toBe('phieu-2026-11-26-toan-tinh');
  });

  it('are each called otherwise where codes or names coincide, always in the same way', () => {
    expect(stemsOf('Hà', 'Hạ', 'HA', '14797', '14797')).toEqual(['toan-tinh', 'Ha', 'Ha-2', 'HA-3', '14797', '14797-2']);
    expect(stemsOf('a', 'a', 'a-2', 'toan-tinh')).toEqual(['toan-tinh', 'a', 'a-3', 'a-2', 'toan-tinh-2']);
    expect(stemsOf('14797', '14758')).toEqual(['toan-tinh', '14797', '14758']);
  });
});
