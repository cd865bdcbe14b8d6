import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv-of.ts';

describe('a table as a text', () => {
  it('is what would load it again', () => {
    const line = { fromCode: 'post', toCode: '3', validFrom: null, validTo: '2026-07-01', legalBasis: null };
    expect(csvOf([line, { ...line, fromCode: 'a,b', toCode: '"', legalBasis: '#1' }])).toBe(
      'from,to,valid_from,valid_to,legal_basis\npost,3,,2026-07-01,\n"a,b","""",,2026-07-01,"#1"\n',
    );
  });
});
