import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '#runtime';
import { SimulatorSettings } from './settings.ts';

const NATIONAL = { SIMULATOR_NATIONAL_USERNAME: 'u', SIMULATOR_NATIONAL_PASSWORD: 'p' };

describe('the account of the provincial portal', () => {
  it('may be left out, or be whole', () => {
    expect(readEnvironment(SimulatorSettings, NATIONAL)).toMatchObject({ provinceClientId: undefined });
    const whole = { ...NATIONAL, SIMULATOR_PROVINCE_CLIENT_ID: 'id', SIMULATOR_PROVINCE_CLIENT_SECRET: 'secret' };
    expect(readEnvironment(SimulatorSettings, whole)).toMatchObject({ provinceClientId: 'id', provinceClientSecret: 'secret' });
  });

  it.each([
    ['SIMULATOR_PROVINCE_CLIENT_ID', 'SIMULATOR_PROVINCE_CLIENT_SECRET'],
    ['SIMULATOR_PROVINCE_CLIENT_SECRET', 'SIMULATOR_PROVINCE_CLIENT_ID'],
  ])('may not be half: %s alone misses %s', (given, missing) => {
    expect(() => readEnvironment(SimulatorSettings, { ...NATIONAL, [given]: 'x' })).toThrow(missing);
  });
});
