import { describe, expect, it } from '@jest/globals';
import { readStep } from './read-step.ts';

const SMALLEST = {
  dossierCode: 'H56.14797-261123-0001',
  status: 4,
  occurredAt: '2026-11-23T09:00:00+07:00',
  officer: 'Lê Thị B',
  content: 'Thẩm định',
};

describe('readStep', () => {
  it('reads the smallest step', () => {
    const step = { ...SMALLEST, occurredAt: '2026-11-23T02:00:00Z' };
    expect(readStep({ ...SMALLEST })).toEqual({ kind: 'step', step, sourceCode: undefined, warnings: [] });
  });

  it('names every faulty field at once', () => {
    const names = ['dossierCode', 'status', 'occurredAt', 'officer', 'content'];
    expect(readStep({})).toMatchObject({ problems: names.map((name) => ({ field: `/${name}`, code: 'field.required' })) });
  });

  it('takes the source code in place of the dossier code', () => {
    const item = readStep({ ...SMALLEST, dossierCode: undefined, sourceCode: ' HT-1 ' });
    expect(item).toMatchObject({ kind: 'step', sourceCode: 'HT-1', step: { dossierCode: '' } });
  });

  it('keeps both codes when both are there: they have to name the same dossier', () => {
    expect(readStep({ ...SMALLEST, sourceCode: 'HT-1' })).toMatchObject({
      sourceCode: 'HT-1',
      step: { dossierCode: SMALLEST.dossierCode },
    });
  });

  it.each([undefined, null, 1, 'text', [], true])('refuses %p as a whole', (value) => {
    expect(readStep(value)).toMatchObject({ kind: 'refused', problems: [{ field: '', code: 'field.type' }] });
  });
});
