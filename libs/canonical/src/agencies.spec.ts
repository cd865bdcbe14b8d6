import { describe, expect, it } from '@jest/globals';
import { Agencies, type UnitRow } from './agencies.ts';
import type { LegalDay } from './instant.ts';

const day = (text: string): LegalDay => text as LegalDay;
const MERGED = day('2025-07-01');

function unit(id: number, name: string, more: Partial<UnitRow> = {}): UnitRow {
  return { id, name, code: String(14_000 + id), identifiers: [], successors: [], ...more };
}

const former = (id: number, ...heirs: number[]): UnitRow =>
  unit(id, `Xã cũ ${String(id)}`, {
    identifiers: [{ identifier: `H56.cũ${String(id)}`, validTo: MERGED }],
    successors: heirs.map((heir) => ({ id: heir, on: MERGED })),
  });

const AGENCIES = new Agencies([
  unit(1, 'Phường Hạc Thành', { identifiers: [{ identifier: 'H56.14797', validFrom: MERGED }] }),
  unit(2, 'Phường Hàm Rồng', { identifiers: [{ identifier: 'H56.14758', validFrom: MERGED }] }),
  former(3, 1),
  former(4, 1, 2),
  unit(5, 'Chưa có mã'),
  unit(6, 'Đổi mã', {
    identifiers: [
      { identifier: 'mới', validFrom: day('2026-01-01') },
      { identifier: 'cũ', validTo: day('2025-12-01') },
    ],
  }),
  unit(7, 'Vòng', { successors: [{ id: 8, on: MERGED }] }),
  unit(8, 'Quanh', { successors: [{ id: 7, on: MERGED }], identifiers: [{ identifier: 'X', validTo: MERGED }] }),
  // Merged into a unit that was merged itself later.
  unit(9, 'Hai lần', {
    identifiers: [{ identifier: 'A', validTo: day('2020-01-01') }],
    successors: [{ id: 3, on: day('2020-01-01') }],
  }),
]);

const identifierOf = (id: number, on: string): string | undefined => AGENCIES.on(id, day(on))?.identifier;

describe('the identifier of a unit', () => {
  it('is the one that holds on the day, with the name of the unit', () => {
    expect(AGENCIES.on(1, day('2026-11-23'))).toEqual({ identifier: 'H56.14797', name: 'Phường Hạc Thành' });
    expect(identifierOf(6, '2025-11-30')).toBe('cũ');
    expect(identifierOf(6, '2026-01-01')).toBe('mới');
    expect(identifierOf(3, '2025-06-30')).toBe('H56.cũ3');
  });

  it('is that of whoever took all of it over by then', () => {
    expect(AGENCIES.on(3, day('2025-07-01'))).toEqual({ identifier: 'H56.14797', name: 'Phường Hạc Thành' });
    expect(identifierOf(9, '2021-05-01')).toBe('H56.cũ3');
    expect(identifierOf(9, '2026-05-01')).toBe('H56.14797');
  });

  it('is the nearest that it has on a day on which it has none', () => {
    expect(identifierOf(1, '2025-05-15')).toBe('H56.14797');
    expect(identifierOf(4, '2026-11-23')).toBe('H56.cũ4');
    expect(identifierOf(6, '2025-12-15')).toBe('cũ');
    expect(identifierOf(8, '2026-11-23')).toBe('X');
  });

  it('is missing where there never was one, and nothing turns in a circle', () => {
    expect(AGENCIES.on(5, MERGED)).toBeUndefined();
    expect(AGENCIES.on(7, MERGED)).toBeUndefined();
    expect(AGENCIES.on(99, MERGED)).toBeUndefined();
    expect(AGENCIES.codeOf(5)).toBe('14005');
  });
});
