import { describe, expect, it } from '@jest/globals';
import { readDestinations } from '../../apps/standalone/src/destinations.ts';

const NATIONAL = { NATIONAL_BASE_URL: 'https://adapter.example.vn', NATIONAL_USERNAME: 'h56', NATIONAL_PASSWORD: 'x' };
const PROVINCE = {
  ...{ PROVINCE_ENABLED: 'true', PROVINCE_TOKEN_URL: 'https://lgsp.example.vn', PROVINCE_CLIENT_ID: 'a' },
  ...{ PROVINCE_DOCUMENT_URL: 'https://lgsp.example.vn/dvc', PROVINCE_CLIENT_SECRET: 'b' },
};

describe('config/partners.yaml as it comes', () => {
  it('is the national portal alone while nobody says anything of the province', () => {
    const { rows, addresses } = readDestinations('config/partners.yaml', NATIONAL);
    expect(rows.map(({ id, dialect }) => [id, dialect])).toEqual([['national', 'dvcqg']]);
    expect(addresses).toEqual(['https://adapter.example.vn']);
  });

  it('is both portals once the province is switched on', () => {
    const { rows, addresses } = readDestinations('config/partners.yaml', { ...NATIONAL, ...PROVINCE });
    expect(rows.map(({ id, dialect, lookup }) => [id, dialect, lookup])).toEqual([
      ['national', 'dvcqg', 'steps'],
      ['province', 'lgsp-document', 'none'],
    ]);
    expect(addresses).toEqual(['https://adapter.example.vn', 'https://lgsp.example.vn', 'https://lgsp.example.vn/dvc']);
  });
});
