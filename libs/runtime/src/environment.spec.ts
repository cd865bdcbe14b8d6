import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Expose, Type } from 'class-transformer';
import { IsInt, IsString, Max, Min, ValidateNested } from 'class-validator';
import { ConfigurationError, readEnvironment, readSecrets } from './environment.ts';
import { readSettingsFile } from './settings-file.ts';

class Door {
  @Expose({ name: 'DOOR_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  port = 8080;

  @Expose({ name: 'DOOR_NAME' })
  @IsString()
  name!: string;
}

class Place {
  @IsString()
  address!: string;
}

class Places {
  @ValidateNested({ each: true })
  @Type(() => Place)
  places!: Place[];
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function faultsOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
  }
  return [];
}

describe('readEnvironment', () => {
  it('converts, keeps defaults, takes empty for unset and freezes', () => {
    const door = readEnvironment(Door, { DOOR_NAME: 'a', DOOR_PORT: '' });
    expect({ ...door }).toEqual({ port: 8080, name: 'a' });
    expect(readEnvironment(Door, { DOOR_NAME: 'a', DOOR_PORT: '81' }).port).toBe(81);
    expect(Object.isFrozen(door)).toBe(true);
  });

  it('names every faulty variable at once', () => {
    const faults = faultsOf(() => readEnvironment(Door, { DOOR_PORT: 'x' }));
    expect(faults.some((fault) => fault.startsWith('DOOR_PORT:'))).toBe(true);
    expect(faults.some((fault) => fault.startsWith('DOOR_NAME:'))).toBe(true);
  });
});

describe('readSecrets', () => {
  const secret = Buffer.alloc(32, 1).toString('base64');

  it('reads values or files and refuses what is not 32 bytes', () => {
    const file = join(folder, 'pepper');
    writeFileSync(file, `${secret}\n`);
    expect(readSecrets({ PEPPER_FILE: file, WRAPPING_KEY: secret }).pepper).toHaveLength(32);
    expect(faultsOf(() => readSecrets({ PEPPER: 'short' }))).toHaveLength(2);
    expect(faultsOf(() => readSecrets({ PEPPER_FILE: join(folder, 'none'), WRAPPING_KEY: secret }))).toHaveLength(1);
  });
});

describe('readSettingsFile', () => {
  const read = (text: string): Readonly<Places> => {
    const file = join(folder, 'places.yaml');
    writeFileSync(file, text);
    return readSettingsFile(file, Places);
  };

  it('reads YAML with variables and their defaults', () => {
    process.env['PLACE_ADDRESS'] = 'http://a';
    expect(
      read('places: [{address: "${PLACE_ADDRESS}"}, {address: "${NOT_SET:-http://b}/x"}]').places.map(({ address }) => address),
    ).toEqual([...['http://a', 'http://b/x']]);
  });

  it('names what is missing, unknown or wrong', () => {
    expect(faultsOf(() => read('places: [{address: "${NOT_SET}"}]'))).toEqual([expect.stringContaining('NOT_SET')]);
    expect(faultsOf(() => read('places: [{address: 1, colour: red}]')).join()).toMatch(/address.*colour|colour.*address/);
    expect(faultsOf(() => read('places: [')).length).toBeGreaterThan(0);
  });
});
