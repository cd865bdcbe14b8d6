import { describe, expect, it } from '@jest/globals';
import { readPageOrder } from './page-order.ts';

const fields = (query: unknown): readonly string[] => {
  const order = readPageOrder(query);
  return order.kind === 'problem' ? order.findings.map(({ field }) => field) : [];
};

describe('the parameters of a feed', () => {
  it('have a default, and bounds that still count', () => {
    expect(readPageOrder(undefined)).toEqual({ kind: 'order', after: undefined, limit: 100 });
    expect(readPageOrder({ after: 'c', limit: '1' })).toEqual({ kind: 'order', after: 'c', limit: 1 });
    expect(readPageOrder({ limit: '1000' })).toMatchObject({ limit: 1_000 });
  });

  it.each(['0', '1001', '', '-1', '+5', '05', '1e2', '5.0', ' 5', ['1', '2']])('refuse limit=%p by its name', (limit) => {
    expect(fields({ limit })).toEqual(['/limit']);
  });

  it('refuse what they do not know, and a cursor that comes twice', () => {
    expect(fields({ After: 'c', 'a/b': '1' })).toEqual(['/After', '/a~1b']);
    expect(fields({ after: ['c', 'd'], limit: '0' })).toEqual(['/after', '/limit']);
  });
});
