import { describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { settingText } from '#runtime';
import { DvcqgSettings, FormerPlace } from './settings.ts';

const ACCOUNT = { madonvi: '000.00.00.H56', username: 'h56', password: 'x' };
const DIRECT = { baseUrl: 'http://127.0.0.1:8090/national', ...ACCOUNT };
const ADAPTER = {
  ...{ transport: 'adapter', baseUrl: 'http://10.0.0.5:8081/XrdAdapter/RestService/forward', ...ACCOUNT },
  dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
};
const PATHS = { createPath: '/K/DongBoHoSoMC', updatePath: '/K/CapNhatHoSoMC', progressPath: '/K/CapNhatTienDoHoSoMC' };
const WRAPPER = { transport: 'wrapper', baseUrl: 'https://apidvc.example.vn', ...PATHS };
const FLAGGED = { ...WRAPPER, updatePath: undefined, updatingIn: 'query', madonvi: '000.00.01.H22' };
const TOKEN = { ...WRAPPER, tokenUrl: 'http://10.0.0.6:8280/token', clientId: 'k', clientSecret: 's' };

function errors(given: object): ValidationError[] {
  const options = { whitelist: true, forbidNonWhitelisted: true };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return validateSync(plainToInstance(DvcqgSettings, said, { exposeDefaultValues: true }), options);
}

const faults = (given: object): string[] => errors(given).map(({ property }) => property);

const EXAMPLES: Readonly<Record<string, object>> = { DIRECT, ADAPTER, WRAPPER, FLAGGED, TOKEN };

describe('settings of a national portal', () => {
  it.each(Object.entries(EXAMPLES))('are right: %s', (_, settings) => {
    expect(errors(settings)).toEqual([]);
  });

  it('go straight to the portal unless they say otherwise', () => {
    expect(plainToInstance(DvcqgSettings, DIRECT)).toMatchObject({
      transport: 'direct',
      procedureSuffix: '.000.00.00.H56',
      supplementDates: 'compact',
    });
  });

  it.each([
    [{ baseUrl: 'ftp://x' }, 'baseUrl'],
    [{ baseUrl: 'https://user:pass@portal.vn' }, 'baseUrl'],
    [{ baseUrl: 'https://portal.vn/?a=1' }, 'baseUrl'],
    [{ loginPath: 'mapi/login' }, 'loginPath'],
    [{ sharePath: null }, 'sharePath'],
    [{ madonvi: '' }, 'madonvi'],
    [{ username: ' ' }, 'username'],
    [{ password: undefined }, 'password'],
    [{ procedureSuffix: '000' }, 'procedureSuffix'],
    [{ supplementDates: 'iso8601' }, 'supplementDates'],
    [{ connections: 0 }, 'connections'],
    [{ keepAlive: 1 }, 'keepAlive'],
    [{ transport: 'pigeon' }, 'transport'],
    [{ samePlaceAs: { username: 'u' } }, 'samePlaceAs'],
  ])('are refused with %j', (given, property) => {
    expect(faults({ ...DIRECT, ...given })).toEqual([property]);
  });

  it.each([
    ['ADAPTER', { dstcode: undefined }, 'dstcode'],
    ['ADAPTER', { dstcode: 'a\r\nb: c' }, 'dstcode'],
    ['ADAPTER', { dstcode: 'VN:GOV:000.00.00.G22:vpcp&x=1' }, 'dstcode'],
    ['ADAPTER', { dstcodeIn: 'body' }, 'dstcodeIn'],
    ['ADAPTER', { providerUrl: 'apigiayto' }, 'providerUrl'],
    ['ADAPTER', { baseUrl: 'http://10.0.0.5:8081' }, 'baseUrl'],
    ['ADAPTER', { baseUrl: 'http://10.0.0.5:8081/' }, 'baseUrl'],
    ['WRAPPER', { createPath: undefined }, 'createPath'],
    ['WRAPPER', { updatePath: undefined }, 'updatePath'],
    ['WRAPPER', { progressPath: 'CapNhatTienDoHoSoMC' }, 'progressPath'],
    ['WRAPPER', { authorization: 'Bearer a\nb' }, 'authorization'],
    ['FLAGGED', { madonvi: undefined }, 'madonvi'],
    ['FLAGGED', { updatingIn: 'body' }, 'updatePath'],
    ['TOKEN', { clientSecret: undefined }, 'clientSecret'],
    ['TOKEN', { tokenUrl: 'token' }, 'tokenUrl'],
  ])('of the example %s are refused with %j', (example, given, property) => {
    expect(faults({ ...EXAMPLES[example], ...given })).toContain(property);
  });

  it.each([
    ['DIRECT', { dstcode: ADAPTER.dstcode, dstcodeIn: 'header', providerUrl: 'http://x' }],
    ['DIRECT', { ...PATHS, updatingIn: 'path', authorization: 'Bearer x' }],
    ['DIRECT', { tokenUrl: 'http://x/token', clientId: 'k', clientSecret: 's' }],
    ['ADAPTER', { ...PATHS, updatingIn: 'path', authorization: 'Bearer x' }],
    ['WRAPPER', { ...ACCOUNT, loginPath: '/l', integrationPath: '/i', sharePath: '/s' }],
    ['WRAPPER', { dstcode: ADAPTER.dstcode, clientId: 'k', clientSecret: 's' }],
    ['FLAGGED', { updatePath: '/u' }],
    ['TOKEN', { authorization: 'Bearer x' }],
  ])('of the example %s have no use for %j, all of which is said at once', (example, given) => {
    expect(faults({ ...EXAMPLES[example], ...given }).sort()).toEqual(Object.keys(given).sort());
  });

  it('say what to write instead, in both languages', () => {
    const [misplaced] = errors({ ...DIRECT, dstcode: ADAPTER.dstcode });
    expect(misplaced?.constraints?.['ownRule']).toMatch(/bỏ đi, hoặc viết transport: adapter \/ .* write transport: adapter/);
    const [missing] = errors({ ...ADAPTER, dstcode: undefined });
    expect(Object.values(missing?.constraints ?? {})).toEqual([expect.stringContaining('VN:GOV:000.00.00.G22:vpcpdvcprovider')]);
    const [unforwarded] = errors({ ...ADAPTER, baseUrl: 'http://10.0.0.5:8081' });
    expect(Object.values(unforwarded?.constraints ?? {})).toEqual([expect.stringContaining('/XrdAdapter/RestService/forward')]);
  });

  it('are described, each of them', () => {
    for (const shape of [DvcqgSettings, FormerPlace]) {
      const names = new Set(settingsOf(shape));
      expect(names.size).toBeGreaterThan(5);
      for (const name of names)
        expect([name, settingText(shape, name)?.vi, settingText(shape, name)?.en]).not.toContain(undefined);
    }
  });
});

/** Every property with a rule. */
function settingsOf(shape: new () => object): string[] {
  return getMetadataStorage()
    .getTargetValidationMetadatas(shape, '', true, false)
    .map(({ propertyName }) => propertyName);
}

it('a wrapper shows nothing, the portal itself whatever it is configured for', () => {
  expect(DvcqgSettings.lookupsOver({ transport: 'wrapper' })).toEqual(['none']);
  for (const transport of ['direct', 'adapter', undefined]) expect(DvcqgSettings.lookupsOver({ transport })).toContain('steps');
});
