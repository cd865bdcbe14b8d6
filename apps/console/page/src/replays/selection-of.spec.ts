import { describe, expect, it } from '@jest/globals';
import { selectionOf } from './selection-of.ts';

const dayOf = (day: number) => ({
  format: () => `2026-11-${String(day).padStart(2, '0')}`,
  add: (count: number) => dayOf(day + count),
});

describe('the selection of a replay', () => {
  it.each([
    [{ way: 'dossier', dossierCode: ' H56.1 ' }, { dossierCode: 'H56.1' }],
    [{ way: 'incident', incidentId: 'i' }, { incidentId: 'i' }],
    [{ way: 'list', codes: 'a\nb, a;c\n\n' }, { codes: ['a', 'b', 'c'] }],
    [{ way: 'filter', unit: '14797', procedure: ' ' }, { filter: { unit: '14797' } }],
  ] as const)('%j', (chosen, selection) => {
    expect(selectionOf(chosen)).toEqual(selection);
  });

  it('takes the last day whole', () => {
    expect(selectionOf({ way: 'filter', from: dayOf(25), to: dayOf(26) })).toEqual({
      filter: { from: '2026-11-25T00:00:00+07:00', to: '2026-11-27T00:00:00+07:00' },
    });
  });

  it.each([{ way: 'dossier', dossierCode: ' ' }, { way: 'incident' }, { way: 'list', codes: ' \n' }, { way: 'filter' }] as const)(
    'is none where nothing was chosen: %j',
    (chosen) => {
      expect(selectionOf(chosen)).toBeUndefined();
    },
  );
});
