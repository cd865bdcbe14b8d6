import { describe, expect, it } from '@jest/globals';
import { readStep } from './read-step.ts';

const SMALLEST = {
  dossierCode: 'H56.14797-261123-0001',
  status: 4,
  occurredAt: '2026-11-23T09:00:00+07:00',
  officer: 'Lê Thị B',
  content: 'Thẩm định',
};

function read(value: unknown, rules: Parameters<typeof readStep>[1] = {}): ReturnType<typeof readStep> {
  return readStep(value, rules);
}

describe('readStep', () => {
  it('reads the smallest step', () => {
    const step = { ...SMALLEST, occurredAt: '2026-11-23T02:00:00Z' };
    expect(read({ ...SMALLEST })).toEqual({ kind: 'step', step, sourceCode: undefined, warnings: [] });
  });

  it('names every faulty field at once', () => {
    const names = ['dossierCode', 'status', 'occurredAt', 'officer', 'content'];
    expect(read({})).toMatchObject({ problems: names.map((name) => ({ field: `/${name}`, code: 'field.required' })) });
  });

  it('takes the source code in place of the dossier code', () => {
    const item = read({ ...SMALLEST, dossierCode: undefined, sourceCode: ' HT-1 ' });
    expect(item).toMatchObject({ kind: 'step', sourceCode: 'HT-1', step: { dossierCode: '' } });
  });

  it('keeps both codes when both are there: they have to name the same dossier', () => {
    expect(read({ ...SMALLEST, sourceCode: 'HT-1' })).toMatchObject({
      sourceCode: 'HT-1',
      step: { dossierCode: SMALLEST.dossierCode },
    });
  });

  it.each([undefined, null, 1, 'text', [], true])('refuses %p as a whole', (value) => {
    expect(read(value)).toMatchObject({ kind: 'refused', problems: [{ field: '', code: 'field.type' }] });
  });

  it('takes a dossier code of the form that the province adds, and of no other', () => {
    const rules = { dossierCodePattern: /^TH-\d{8}$/ };
    expect(read({ ...SMALLEST, dossierCode: ' th-20261123 ' }, rules)).toMatchObject({ step: { dossierCode: 'TH-20261123' } });
    for (const [code, known] of [
      ['TH-20261123', {}],
      ['TH-2026112', rules],
      ['TH 20261123', rules],
    ] as const) {
      expect(read({ ...SMALLEST, dossierCode: code, status: 'x' }, known)).toMatchObject({
        kind: 'refused',
        dossierCode: null,
        problems: [
          { field: '/dossierCode', code: 'field.format' },
          { field: '/status', code: 'field.type' },
        ],
      });
    }
  });
});
