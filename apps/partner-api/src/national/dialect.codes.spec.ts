import { describe, expect, it } from '@jest/globals';
import { FINDINGS } from '../problems/dictionary.ts';
import { CALL_FAULTS, dialectText, SUCCESSES } from './dialect.codes.ts';

const fold = (text: string): string => text.normalize('NFC').toLowerCase();
const refusals = [...Object.keys(FINDINGS), ...Object.keys(CALL_FAULTS)].map((code) => [code, dialectText(code)] as const);

describe('the words that clients look for', () => {
  it.each(refusals)('are in no refusal or remark but their own: %s', (code, { vi, en }) => {
    expect(fold(vi + en)).not.toContain('thành công');
    expect(fold(vi + en).includes('đã tồn tại')).toBe(code === 'dossier.exists');
  });

  it('are in every success', () => {
    for (const { vi } of Object.values(SUCCESSES)) expect(fold(vi)).toContain('thành công');
  });
});
