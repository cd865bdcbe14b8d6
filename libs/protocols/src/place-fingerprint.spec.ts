import { describe, expect, it } from '@jest/globals';
import { DestinationSettings, placeFingerprint } from './partners.ts';

const PORTAL = { baseUrl: 'https://portal.example.vn', username: 'h56', madonvi: '000.00.00.H56' };
const ADAPTER = { ...PORTAL, transport: 'adapter', baseUrl: 'http://10.0.0.5:8081/XrdAdapter/RestService/forward' };
const WRAPPER = { transport: 'wrapper', baseUrl: 'https://api.example.vn', createPath: '/test/DongBoHoSoMC' };
const DSTCODE = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';

const place = (settings: object): string =>
  placeFingerprint(Object.assign(new DestinationSettings(), { dialect: 'dvcqg', settings }));

describe('the fingerprint of a place', () => {
  it('is what it always was: ledgers hold these values', () => {
    expect(place(PORTAL)).toBe('d90838560c2bd41d6b4a977ae5783b534629527b04737a95efa02fd92f1fe7eb');
    expect(place({ ...PORTAL, dstcode: DSTCODE })).toBe('d90838560c2bd41d6b4a977ae5783b534629527b04737a95efa02fd92f1fe7eb');
    expect(place({ baseUrl: PORTAL.baseUrl })).toBe('45700d4074b34c757a4b079d4cffb154a4d7387ab51808d15805fde5f9a106a9');
  });

  it.each([
    ['address', { ...PORTAL, baseUrl: 'https://other.example.vn' }],
    ['account', { ...PORTAL, username: 'h57' }],
    ['agency', { ...PORTAL, madonvi: '000.00.00.H57' }],
    ['address on the axis', { ...PORTAL, dstcode: 'VN:GOV:000.00.00.G22:trial' }],
    ['server behind the axis', { ...PORTAL, providerUrl: 'https://trial.example.vn' }],
  ])('is another for another %s', (_, settings) => {
    expect(place(settings)).not.toBe(place(PORTAL));
  });

  it('tells a wrapper for trials from the real one on the same host', () => {
    expect(place({ ...WRAPPER, createPath: '/DongBoHoSoMC' })).not.toBe(place(WRAPPER));
  });

  it('knows nothing of transports, credentials of the way, or paths of the portal', () => {
    for (const more of [{ transport: 'direct' }, { password: 'x' }, { loginPath: '/l' }, { dstcodeIn: 'query' }])
      expect(place({ ...PORTAL, ...more })).toBe(place(PORTAL));
  });

  it('stays where the settings say that only the way has changed', () => {
    expect(place(ADAPTER)).not.toBe(place(PORTAL));
    expect(place({ ...ADAPTER, samePlaceAs: PORTAL })).toBe(place(PORTAL));
    expect(place({ ...WRAPPER, samePlaceAs: PORTAL })).toBe(place(PORTAL));
    expect(place({ ...PORTAL, samePlaceAs: { baseUrl: WRAPPER.baseUrl, createPath: WRAPPER.createPath } })).toBe(place(WRAPPER));
  });
});
