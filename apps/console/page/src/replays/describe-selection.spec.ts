import { describe, expect, it } from '@jest/globals';
import { DICTIONARIES } from '../texts/dictionaries.ts';
import { actsOf } from './acts-of.ts';
import { describeSelection } from './describe-selection.ts';

describe('a selection in a line', () => {
  it.each([
    [{ dossierCode: 'H56.1' }, 'Một hồ sơ: H56.1'],
    [{ incidentId: 'a1' }, 'Một sự cố: a1'],
    [{ codes: ['H56.1', 'H56.2'] }, 'Danh sách mã: H56.1, H56.2'],
    [{ codes: ['H56.1', 'H56.2', 'H56.3'] }, 'Danh sách mã: H56.1, H56.2, …'],
    [
      { filter: { destination: 'national', state: 'held', from: '2026-11-23T00:00:00+07:00' } },
      'Theo bộ lọc: national, Chờ mã, 23/11/2026 00:00 –',
    ],
    [{ filter: { to: '2026-11-24T00:00:00+07:00' } }, 'Theo bộ lọc: – 24/11/2026 00:00'],
    [{ filter: {} }, 'Theo bộ lọc: tất cả'],
  ] as const)('%j', (selection, line) => {
    expect(describeSelection(selection, DICTIONARIES.vi)).toBe(line);
  });
});

describe('what may be done to a replay', () => {
  it('is what the console does not refuse: one that is held by its destinations goes on by itself', () => {
    expect(actsOf('paused')).toEqual(['cancel']);
    expect(actsOf('failed')).toEqual(['resume']);
    expect(actsOf('done')).toEqual([]);
  });
});
