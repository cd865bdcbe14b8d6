import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('reads the trial switch and the key', () => {
    expect(readOptions({}, undefined)).toEqual({ kind: 'options', validateOnly: false, key: undefined });
    expect(readOptions({ validateOnly: 'true' }, 'k-1')).toEqual({ kind: 'options', validateOnly: true, key: 'k-1' });
  });

  it.each([{ validateOnly: '1' }, { validateOnly: '' }, { validateOnly: ['true', 'true'] }, { validateonly: 'true' }])(
    'refuses the query %p',
    (query) => {
      expect(readOptions(query, undefined)).toEqual({ kind: 'problem', code: 'query.invalid' });
    },
  );

  it.each(['', 'a'.repeat(256), 'a\tb', 'ạ'])('refuses the key %p', (key) => {
    expect(readOptions({}, key)).toEqual({ kind: 'problem', code: 'idempotency.key' });
  });
});
