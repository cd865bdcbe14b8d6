import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { DvcqgSettings } from './settings.ts';

const GIVEN = { baseUrl: 'http://127.0.0.1:8090/national', madonvi: '000.00.00.H56', username: 'h56', password: 'x' };

function faults(given: object): string[] {
  const options = { whitelist: true, forbidNonWhitelisted: true };
  return validateSync(plainToInstance(DvcqgSettings, { ...GIVEN, ...given }), options).map(({ property }) => property);
}

describe('settings of a national portal', () => {
  it('need an address, an agency code and an account; the rest has defaults', () => {
    expect(faults({})).toEqual([]);
    expect(plainToInstance(DvcqgSettings, GIVEN)).toMatchObject({
      loginPath: '/mapi/login',
      integrationPath: '/mapi/g',
      procedureSuffix: '.000.00.00.H56',
      supplementDates: 'compact',
    });
  });

  it.each([
    [{ baseUrl: 'ftp://x' }, 'baseUrl'],
    [{ baseUrl: 'https://user:pass@portal.vn' }, 'baseUrl'],
    [{ baseUrl: 'https://portal.vn/?a=1' }, 'baseUrl'],
    [{ loginPath: 'mapi/login' }, 'loginPath'],
    [{ madonvi: '' }, 'madonvi'],
    [{ password: undefined }, 'password'],
    [{ dstcode: 'a\r\nb: c' }, 'dstcode'],
    [{ procedureSuffix: '000' }, 'procedureSuffix'],
    [{ supplementDates: 'iso8601' }, 'supplementDates'],
    [{ connections: 0 }, 'connections'],
    [{ keepAlive: 1 }, 'keepAlive'],
  ])('refuses %j', (given, property) => {
    expect(faults(given)).toEqual([property]);
  });
});
