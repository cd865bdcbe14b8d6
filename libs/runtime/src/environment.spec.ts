import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Expose, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { logLevel, readEnvironment, readSecrets, secretText, variablesOf } from './environment.ts';
import { faultsOf } from './process.ts';
import { ProcessEnvironment } from './settings/process-environment.ts';
import { Fits, Setting } from './settings/setting.ts';

class Door {
  @Setting({ vi: 'cổng', en: 'port' })
  @Expose({ name: 'DOOR_PORT' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  port = 8080;

  @Setting({ vi: 'tên', en: 'name', example: 'north' })
  @Expose({ name: 'DOOR_NAME' })
  @IsString()
  name!: string;

  @Setting({ vi: 'màu', en: 'colour' })
  @Expose({ name: 'DOOR_COLOUR' })
  @IsOptional()
  @IsIn(['red', 'blue'])
  @Fits<Door>({
    says: { vi: 'không hợp với cổng 99', en: 'does not go with port 99' },
    involves: ['port'],
    holds: (_, { port }) => port !== 99,
    write: () => 'none',
  })
  colour?: string;

  @Setting({ vi: 'khoá', en: 'key', secret: true, example: '…' })
  @Expose({ name: 'DOOR_KEY' })
  @IsOptional()
  @IsIn(['right'])
  key?: string;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const faults = (source: Record<string, string>): readonly string[] => faultsOf(() => readEnvironment(Door, source));

describe('readEnvironment', () => {
  it('converts, keeps defaults, takes empty for unset and freezes', () => {
    const door = readEnvironment(Door, { DOOR_NAME: 'a', DOOR_PORT: '' });
    expect({ ...door }).toEqual({ port: 8080, name: 'a' });
    expect(readEnvironment(Door, { DOOR_NAME: 'a', DOOR_PORT: '81' }).port).toBe(81);
    expect(Object.isFrozen(door)).toBe(true);
  });

  it('names every faulty variable at once, with what it is, must be, and an example', () => {
    expect(faults({ DOOR_PORT: 'x', DOOR_COLOUR: 'green' })).toEqual([
      'DOOR_PORT: phải là số nguyên, từ 1 đến 65535; đang là "x" / must be a whole number, from 1 to 65535; it is "x" → viết / write: DOOR_PORT=8080',
      'DOOR_NAME: thiếu; phải là văn bản / missing; must be text → viết / write: DOOR_NAME=north',
      'DOOR_COLOUR: phải là một trong: red, blue; đang là "green" / must be one of: red, blue; it is "green"',
    ]);
  });

  it('says what does not go together, unless one of the two is wrong by itself', () => {
    const source = { DOOR_NAME: 'a', DOOR_COLOUR: 'red' };
    expect(faults({ ...source, DOOR_PORT: '99' })).toEqual([
      'DOOR_COLOUR: không hợp với cổng 99; đang là "red" / does not go with port 99; it is "red" → viết / write: DOOR_COLOUR=none',
    ]);
    expect(faults({ ...source, DOOR_PORT: 'x' })).toHaveLength(1);
  });

  it('takes a secret from a file, and never shows it', () => {
    const file = join(folder, 'key');
    writeFileSync(file, 'right\n');
    expect(readEnvironment(Door, { DOOR_NAME: 'a', DOOR_KEY_FILE: file }).key).toBe('right');
    expect(faults({ DOOR_NAME: 'a', DOOR_KEY: 'hunter2' })).toEqual([
      'DOOR_KEY: phải là một trong: right / must be one of: right → viết / write: DOOR_KEY=…',
    ]);
    expect(faults({ DOOR_NAME: 'a', DOOR_KEY_FILE: join(folder, 'none') })).toEqual([
      `DOOR_KEY_FILE: không đọc được tệp ${join(folder, 'none')} / the file cannot be read: ${join(folder, 'none')}`,
    ]);
  });
});

describe('variables in files', () => {
  it('go before the variables themselves, and every file that cannot be read is named', () => {
    const file = join(folder, 'name');
    writeFileSync(file, 'from the file\n');
    expect(readEnvironment(Door, { DOOR_NAME_FILE: file, DOOR_NAME: 'a' }).name).toBe('from the file');
    expect(readEnvironment(Door, { DOOR_NAME_FILE: '', DOOR_NAME: 'a' }).name).toBe('a');
    expect(faults({ DOOR_NAME_FILE: '/none/a', DOOR_PORT_FILE: '/none/b' }).map((fault) => fault.split(':')[0])).toEqual([
      'DOOR_PORT_FILE',
      'DOOR_NAME_FILE',
    ]);
  });

  it('are left alone where the class hands their names on', () => {
    class Hand {
      @Expose({ name: 'KEY' })
      @IsOptional()
      key?: string;

      @Expose({ name: 'KEY_FILE' })
      @IsOptional()
      keyFile?: string;
    }
    expect({ ...readEnvironment(Hand, { KEY_FILE: '/none' }) }).toEqual({ keyFile: '/none' });
  });

  it('are those of the class', () => {
    expect(variablesOf(Door)).toEqual(['DOOR_PORT', 'DOOR_NAME', 'DOOR_COLOUR', 'DOOR_KEY']);
  });
});

describe('readSecrets', () => {
  const secret = Buffer.alloc(32, 1).toString('base64');

  it('reads values or files and refuses what is not 32 bytes', () => {
    const file = join(folder, 'pepper');
    writeFileSync(file, `${secret}\n`);
    expect(readSecrets({ PEPPER_FILE: file, WRAPPING_KEY: secret }).pepper).toHaveLength(32);
    const found = faultsOf(() => readSecrets({ PEPPER: 'c2hvcnQ=' }));
    expect(found).toHaveLength(2);
    expect(found.join()).toMatch(/^PEPPER: phải là 32 byte.*WRAPPING_KEY: /);
    expect(found.join()).not.toContain('c2hvcnQ=');
    expect(faultsOf(() => readSecrets({ PEPPER_FILE: join(folder, 'none'), WRAPPING_KEY: secret }))).toHaveLength(1);
  });

  it('of which the file is gone is refused by name', () => {
    expect(() => secretText('PEPPER', { PEPPER_FILE: '/none' })).toThrow(/PEPPER_FILE: không đọc được tệp/);
  });
});

describe('what every process goes by', () => {
  it('refuses words that are none, and fault points in production', () => {
    const found = faultsOf(() => readEnvironment(ProcessEnvironment, { NODE_ENV: 'prod', LOG_LEVEL: 'loud' }));
    expect(found.map((fault) => fault.split(':')[0])).toEqual(['NODE_ENV', 'LOG_LEVEL']);
    const armed = { NODE_ENV: 'production', FAULTS: '/tmp/faults.json' };
    expect(faultsOf(() => readEnvironment(ProcessEnvironment, armed))).toEqual([
      expect.stringMatching(/^FAULTS: không được đặt/),
    ]);
    expect(readEnvironment(ProcessEnvironment, { FAULTS: '/tmp/faults.json' }).armedBy).toBe('/tmp/faults.json');
  });

  it('logs at the default level until a wrong one is refused', () => {
    const before = process.env['LOG_LEVEL'];
    process.env['LOG_LEVEL'] = 'loud';
    expect(logLevel()).toBe('info');
    process.env['LOG_LEVEL'] = 'warn';
    expect(logLevel()).toBe('warn');
    if (before === undefined) delete process.env['LOG_LEVEL'];
    else process.env['LOG_LEVEL'] = before;
  });
});
