import { describe, expect, it } from '@jest/globals';
import { checkShape, ConfigurationError } from '#runtime';
import { addressesOf, enabledDestinations, Partners, placeFingerprint, type DestinationSettings } from './partners.ts';

const NATIONAL = {
  ...{ id: 'national', dialect: 'dvcqg', lookup: 'steps' },
  settings: { baseUrl: 'https://adapter.example.vn', username: 'h56', madonvi: '000.00.00.H56', password: 'x' },
};
const PROVINCE = {
  ...{ id: 'province', dialect: 'lgsp-document', lookup: 'none', stepsPerCall: 1 },
  settings: { tokenBaseUrl: 'https://a.vn', documentBaseUrl: 'https://b.vn/1', clientId: 'c', clientSecret: 'x' },
};

const read = (...destinations: object[]): Partners => checkShape(Partners, { destinations }, 'partners.yaml');

function only(destination: object): DestinationSettings {
  const [first] = read(destination).destinations;
  if (first === undefined) throw new Error('no destination was read');
  return first;
}

function faults(destination: object): readonly string[] {
  try {
    read(destination);
    return [];
  } catch (error) {
    return error instanceof ConfigurationError ? error.faults : [String(error)];
  }
}

describe('destinations', () => {
  it('of both dialects stand beside each other', () => {
    expect(read(NATIONAL, PROVINCE).destinations.map(({ id }) => id)).toEqual(['national', 'province']);
    expect(read(NATIONAL, PROVINCE).destinations.map(addressesOf)).toEqual([
      ['https://adapter.example.vn'],
      ['https://a.vn', 'https://b.vn/1'],
    ]);
  });

  it('may be switched off, also by the text of a variable', () => {
    const partners = read({ ...NATIONAL, enabled: 'true' }, { ...PROVINCE, enabled: 'false' });
    expect(enabledDestinations(partners).map(({ id }) => id)).toEqual(['national']);
    expect(enabledDestinations(read(NATIONAL, { ...PROVINCE, enabled: false })).map(({ id }) => id)).toEqual(['national']);
    expect(faults({ ...PROVINCE, enabled: 'no' })).toEqual([expect.stringContaining('enabled')]);
  });

  it.each([
    [{ lookup: 'steps' }, 'lookup'],
    [{ lookup: 'dossier' }, 'lookup'],
    [{ stepsPerCall: 2 }, 'stepsPerCall'],
    [{ stepsPerCall: undefined }, 'stepsPerCall'],
    [{ dossiersPerCall: 2 }, 'dossiersPerCall'],
  ])('of the provincial dialect that want %j are told what it can do', (given, setting) => {
    expect(faults({ ...PROVINCE, ...given })).toEqual([
      expect.stringMatching(new RegExp(`${setting}.*phải là điều mà phương ngữ này làm được`)),
    ]);
  });
});

describe('the fingerprint of a place', () => {
  it('of a national portal is what it has always been', () => {
    // What stands in the ledgers of installations: another one would send every dossier again.
    expect(placeFingerprint(only(NATIONAL))).toBe('82c18ee9900a756990c84f6b7c6ad40d3cd5ef802e08ae1e8c4fe8aab8377c67');
  });

  it('is another for another address or account, and the same for another secret', () => {
    const national = placeFingerprint(only(NATIONAL));
    for (const changed of [{ baseUrl: 'https://x.vn' }, { username: 'x' }, { madonvi: 'x' }])
      expect(placeFingerprint(only({ ...NATIONAL, settings: { ...NATIONAL.settings, ...changed } }))).not.toBe(national);
    expect(placeFingerprint(only({ ...NATIONAL, settings: { ...NATIONAL.settings, password: 'y' } }))).toBe(national);
  });

  it('of a provincial portal is where its documents are, whoever gives the tokens', () => {
    const province = placeFingerprint(only(PROVINCE));
    for (const changed of [{ documentBaseUrl: 'https://x.vn' }, { clientId: 'x' }])
      expect(placeFingerprint(only({ ...PROVINCE, settings: { ...PROVINCE.settings, ...changed } }))).not.toBe(province);
    for (const changed of [{ tokenBaseUrl: 'https://x.vn' }, { clientSecret: 'y' }])
      expect(placeFingerprint(only({ ...PROVINCE, settings: { ...PROVINCE.settings, ...changed } }))).toBe(province);
  });
});

describe('the mode of a destination', () => {
  it('is live unless it is said, and no part of the place: what was acknowledged there holds through a time in shadow', () => {
    expect(only(NATIONAL).mode).toBe('live');
    const shadow = only({ ...NATIONAL, mode: 'shadow', cutOver: { steps: 'adopt' } });
    expect(shadow.mode).toBe('shadow');
    expect(placeFingerprint(shadow)).toBe(placeFingerprint(only(NATIONAL)));
    expect(faults({ ...NATIONAL, mode: 'dark' })).toEqual([expect.stringContaining('mode')]);
  });

  it('is left as the policy says, which must be one that the destination can follow', () => {
    expect(only({ ...NATIONAL, cutOver: { steps: 'verify' } }).cutOver.steps).toBe('verify');
    expect(faults({ ...NATIONAL, lookup: 'dossier', cutOver: { steps: 'verify' } })).toEqual([
      expect.stringContaining('verify needs lookup: steps'),
    ]);
    expect(faults({ ...PROVINCE, cutOver: { steps: 'verify' } })).toEqual([
      expect.stringContaining('verify needs lookup: steps'),
    ]);
    const until = { steps: 'adopt', toldUntil: '2026-12-01T17:00:00+07:00' };
    expect(only({ ...NATIONAL, lookup: 'none', cutOver: until }).cutOver).toEqual(until);
    expect(faults({ ...NATIONAL, cutOver: { toldUntil: '2026-12-01' } })).toEqual([
      expect.stringMatching(/toldUntil.*must be a time with its offset/),
    ]);
  });
});
