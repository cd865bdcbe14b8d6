import { describe, expect, it } from '@jest/globals';
import { OUTCOME_TABLE as NATIONAL } from '#protocols/dvcqg';
import { OUTCOME_TABLE as PROVINCE } from '#protocols/lgsp-document';
import { codeOf } from '#sheets';

const refused = [
  ...NATIONAL.filter(({ verdict, services }) => verdict === 'refused' && services?.includes('login') !== true),
  ...PROVINCE.filter(({ verdict, services }) => verdict === 'refused' && services?.includes('login') !== true),
];

describe('the outcomes of the door', () => {
  it.each([...new Set(refused.map(({ cause }) => cause))])('have words of their own for %s', (cause) => {
    expect(codeOf({ state: 'refused', cause })).not.toBe('refused');
  });

  it('know that there is something to know', () => {
    expect(refused.length).toBeGreaterThan(0);
  });
});
