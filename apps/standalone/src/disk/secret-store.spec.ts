import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SecretStore } from './secret-store.ts';

describe('the secrets of a data folder', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'one-stop-secrets-')), 'secrets');

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are made once', () => {
    const first = new SecretStore(folder).keep('pepper', 'base64');
    expect(Buffer.from(first, 'base64')).toHaveLength(32);
    expect(new SecretStore(folder).keep('pepper', 'base64')).toBe(first);
    expect(new SecretStore(folder).keep('other')).not.toBe(first);
  });

  it('are closed to others', () => {
    const store = new SecretStore(folder);
    store.keep('pepper');
    expect([statSync(folder).mode & 0o777, statSync(store.file('pepper')).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('lie nowhere else', () => {
    expect(() => new SecretStore(folder).keep('../pepper')).toThrow('not a name');
  });
});
