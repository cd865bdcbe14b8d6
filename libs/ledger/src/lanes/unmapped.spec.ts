import { describe, expect, it } from '@jest/globals';
import { unmappedFingerprint } from './unmapped.ts';

const of = (code: string): string => unmappedFingerprint({ destination: 'national', table: 'procedure', code });

describe('the name of a missing code', () => {
  it('is the code itself, so that people and tables find it', () => {
    expect(of('9.333333')).toBe('unmapped|national|procedure|9.333333');
  });

  it('stays short whatever the code is, and apart from that of another', () => {
    expect(of('鑫'.repeat(4_000)).length).toBeLessThan(100);
    expect(of(`${'a'.repeat(100)}1`)).not.toBe(of(`${'a'.repeat(100)}2`));
  });
});
