import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { settingText } from '#runtime';
import { LgspDocumentSettings } from './settings.ts';

const GIVEN = {
  ...{ tokenBaseUrl: 'https://lgsp.tinh.gov.vn', documentBaseUrl: 'https://lgsp.tinh.gov.vn/dvc/1.0' },
  ...{ clientId: 'a', clientSecret: 'b' },
};

function faults(given: object): string[] {
  const options = { whitelist: true, forbidNonWhitelisted: true };
  return validateSync(plainToInstance(LgspDocumentSettings, { ...GIVEN, ...given }), options).map(({ property }) => property);
}

describe('settings of a provincial portal', () => {
  it('need two addresses and an account; the rest has defaults', () => {
    expect(faults({})).toEqual([]);
    expect(plainToInstance(LgspDocumentSettings, GIVEN)).toMatchObject({
      ...{ procedureSuffix: '', attachments: 'none', attachmentIdKey: 'Attachmentld', feeType: 4 },
      ...{ tokenMarginMs: 60_000, connections: 32 },
    });
  });

  it('say of each of them what it means, in both languages', () => {
    for (const property of Object.keys(plainToInstance(LgspDocumentSettings, GIVEN)))
      expect(settingText(LgspDocumentSettings, property)).toMatchObject({ vi: expect.any(String), en: expect.any(String) });
  });

  it.each([
    [{ tokenBaseUrl: '' }, 'tokenBaseUrl'],
    [{ tokenBaseUrl: 'https://user:pass@lgsp.vn' }, 'tokenBaseUrl'],
    [{ documentBaseUrl: 'ftp://x' }, 'documentBaseUrl'],
    [{ documentBaseUrl: 'https://lgsp.vn/?a=1' }, 'documentBaseUrl'],
    [{ clientId: '' }, 'clientId'],
    [{ clientSecret: undefined }, 'clientSecret'],
    [{ procedureSuffix: 'H56' }, 'procedureSuffix'],
    [{ attachments: 'all' }, 'attachments'],
    [{ attachmentIdKey: 'attachmentId' }, 'attachmentIdKey'],
    [{ feeType: '4' }, 'feeType'],
    [{ tokenMarginMs: -1 }, 'tokenMarginMs'],
    [{ connections: 0 }, 'connections'],
    [{ baseUrl: 'https://x' }, 'baseUrl'],
  ])('refuse %j', (given, property) => {
    expect(faults(given)).toEqual([property]);
  });
});
