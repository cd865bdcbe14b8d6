import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { ArrayMinSize, IsInt, IsObject, IsString, Matches, Min, ValidateNested } from 'class-validator';
import { faultsOf } from '../process.ts';
import { Fits, Setting } from './setting.ts';
import { checkShape, openSettingsFile, readSettingsFile, type SettingsFileOptions } from './settings-file.ts';
import { showSettingsFile } from './show.ts';

class Patience {
  @Setting({ vi: 'chờ', en: 'wait' })
  @IsInt()
  @Min(0)
  waitMs = 10;
}

class Road {
  @Setting({ vi: 'độ dài', en: 'length', example: '7' })
  @IsInt()
  length!: number;
}

class Place {
  @Setting({ vi: 'tên', en: 'name', example: 'north' })
  @Matches(/^[a-z]+$/, { message: 'chữ thường / lower case letters' })
  id!: string;

  @Setting({ vi: 'địa chỉ', en: 'address', example: 'http://a' })
  @IsString()
  address!: string;

  @Setting({ vi: 'mật khẩu', en: 'password', example: '…', secret: true })
  @IsString()
  password = '';

  @Setting({ vi: 'nhiều nhất', en: 'most' })
  @IsInt()
  @Min(1)
  most = 16;

  @Setting({ vi: 'cùng lúc', en: 'together' })
  @IsInt()
  @Fits<Place>({
    says: { vi: 'không được quá most', en: 'may not be above most' },
    involves: ['most'],
    holds: (_, { together, most }) => together <= most,
    write: ({ most }) => String(most),
  })
  together = 1;

  @Setting({ vi: 'kiên nhẫn', en: 'patience' })
  @ValidateNested()
  @Type(() => Patience)
  patience = new Patience();

  @Setting({ vi: 'phần riêng', en: 'own part', example: '{}' })
  @IsObject()
  own: Record<string, unknown> = {};
}

class Places {
  @Setting({ vi: 'các nơi', en: 'places', key: 'id' })
  @ValidateNested({ each: true })
  @Type(() => Place)
  @ArrayMinSize(1)
  places!: Place[];
}

let folder = '';
let file = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  file = join(folder, 'places.yaml');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(lines: readonly string[]): string {
  writeFileSync(file, lines.join('\n'));
  return file;
}

const ROADS: SettingsFileOptions<Places> = {
  source: { SET: 'http://set', EMPTY: '' },
  partOf: (owner, property) => (owner instanceof Place && property === 'own' && owner.id === 'road' ? Road : undefined),
};

function faults(...lines: string[]): string[] {
  return faultsOf(() => readSettingsFile(write(lines), Places, ROADS)).map((fault) => fault.replace(`${folder}/`, ''));
}

describe('a settings file', () => {
  it('is read with variables and their defaults, and frozen', () => {
    const text = ['places:', '  - {id: a, address: "${SET}"}', '  - {id: b, address: "${NOT_SET:-http://b}/x${EMPTY:-y}"}'];
    const { places } = readSettingsFile(write(text), Places, ROADS);
    expect(places.map(({ address }) => address)).toEqual(['http://set', 'http://b/xy']);
    expect(places[0]).toMatchObject({ most: 16, patience: { waitMs: 10 } });
    expect([places, places[0], places[0]?.patience].every(Object.isFrozen)).toBe(true);
  });

  it('takes what stands in the file of a variable, and a part by the class that describes it', () => {
    writeFileSync(join(folder, 'word'), 'secret\n');
    const text = ['places: [{id: road, address: a, password: "${WORD}", own: {length: 3}}]'];
    const { places } = readSettingsFile(write(text), Places, { ...ROADS, source: { WORD_FILE: join(folder, 'word') } });
    expect(places[0]?.password).toBe('secret');
    expect(places[0]?.own).toBeInstanceOf(Road);
  });

  it.each<[string, string[], unknown[]]>([
    ['nothing', ['# only a remark'], ['places.yaml:1:1: tệp không có thiết lập nào / there are no settings in the file']],
    ['a list', ['- a'], ['places.yaml:1:1: tệp không có thiết lập nào / there are no settings in the file']],
    [
      'broken YAML',
      ['places:', '  - id: a', '    address: "secret'],
      [expect.stringMatching(/^places.yaml:3:\d+: (?!.*secret)/)],
    ],
    [
      'a key twice, and what else is wrong',
      ['places:', '  - id: a', '    address: x', '    address: y', '    most: 0'],
      [
        'places.yaml:4:5: places[0].address: thiết lập này có hai lần / this setting is there twice',
        'places.yaml:5:5: places[0].most: phải là số nguyên, ít nhất 1; đang là 0 / must be a whole number, at least 1; it is 0 → viết / write: most: 16',
      ],
    ],
    [
      'an unknown setting beside one of that name, and far from any',
      ['places:', '  - id: a', '    adress: x', '    colour_of_the_door: red'],
      [
        'places.yaml:2:5: places[0].address: thiếu; phải là văn bản / missing; must be text → viết / write: address: http://a',
        'places.yaml:3:5: places[0].adress: không có thiết lập này / there is no such setting → viết / write: address: …',
        expect.stringMatching(/^places.yaml:4:5: places\[0\].colour_of_the_door: không có thiết lập này; có: id, address/),
      ],
    ],
    [
      'names that mean something to the language',
      ['places:', '  - id: a', '    address: x', '    constructor: 1', '__proto__: {}'],
      [
        'places.yaml:4:5: places[0].constructor: không có thiết lập này / there is no such setting',
        'places.yaml:5:1: __proto__: không có thiết lập này / there is no such setting',
      ],
    ],
    [
      'a key twice where groups stand on one line',
      ['places: [{id: a, address: x}, {id: b, address: x, own: {length: 3, length: 4}}]'],
      ['places.yaml:1:68: places[1].own.length: thiết lập này có hai lần / this setting is there twice'],
    ],
    [
      'groups that are none',
      ['places:', '  - a', '  -', '  - id: b', '    address: x', '    patience: 5', '    own: []'],
      [
        expect.stringMatching(/^places.yaml:2:5: places\[0\]: phải là nhóm thiết lập/),
        expect.stringMatching(/^places.yaml:3:.*: places\[1\]: phải là nhóm thiết lập/),
        expect.stringMatching(/^places.yaml:6:5: places\[2\].patience: phải là nhóm thiết lập/),
        expect.stringMatching(/^places.yaml:7:5: places\[2\].own: phải là nhóm thiết lập/),
      ],
    ],
    [
      'a group in the place of a list',
      ['places:', '  id: a', '  address: x'],
      [expect.stringMatching(/^places.yaml:1:1: places: phải là danh sách, mỗi mục là nhóm thiết lập/)],
    ],
    [
      'a name twice',
      ['places:', '  - {id: a, address: x}', '  - {address: y, id: a}'],
      [
        'places.yaml:3:18: places[1].id: trùng với places[0].id = "a" / is the same as places[0].id = "a" → viết / write: id: a-2',
      ],
    ],
    [
      'what does not go together',
      ['places:', '  - id: a', '    address: x', '    most: 4', '    together: 5'],
      [
        'places.yaml:5:5: places[0].together: không được quá most; đang là 5 / may not be above most; it is 5 → viết / write: together: 4',
      ],
    ],
    [
      'the part of another class',
      ['places:', '  - id: road', '    address: x', '    own:', '      lenght: 7'],
      [
        'places.yaml:4:5: places[0].own.length: thiếu; phải là số nguyên / missing; must be a whole number → viết / write: length: 7',
        'places.yaml:5:7: places[0].own.lenght: không có thiết lập này / there is no such setting → viết / write: length: …',
      ],
    ],
    [
      'variables that are not set, or no names',
      ['places:', '  - id: ${NAME}', '    address: ${EMPTY}', '  - id: b', '    address: ${set}/${SET'],
      [
        expect.stringMatching(/^places.yaml:2:9: places\[0\].id: biến môi trường NAME chưa đặt; đặt NAME, hoặc NAME_FILE/),
        expect.stringMatching(/^places.yaml:3:14: places\[0\].address: biến môi trường EMPTY chưa đặt.*write: EMPTY=…$/),
        expect.stringMatching(/^places.yaml:5:14: places\[1\].address: tham chiếu viết sai.*write: \$\{SET\}$/),
      ],
    ],
  ])('is refused with %s', (_, lines, expected) => {
    expect(faults(...lines)).toEqual(expected);
  });

  it('never shows a secret, nor what came from a variable', () => {
    const found = faults(
      'places:',
      '  - id: a',
      '    address: https://user:hunter2@host',
      '    password: 4711',
      '    pasword: hunter2',
      '    most: "https://user:hunter2@host"',
      '    together: ${SET}',
    );
    expect(found).toHaveLength(4);
    expect(found.join('\n')).not.toMatch(/hunter2|4711|http:\/\/set/);
    expect(found[2]).toContain('đang là "https://***@host"');
  });

  it('takes what begins with a star for an alias, and says so', () => {
    const [lost = '', ...more] = faults('places:', '  - id: a', '    address: *.example.vn', '    pasword: x');
    expect(lost).toMatch(/:3:14: .* → viết \/ write: '\*…'$/);
    expect(lost).not.toContain('example');
    expect(more).toEqual([]);
  });

  it('is refused where its aliases unfold without end', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...['b', 'c', 'd'].map((name, at) => {
        const before = 'abc'.charAt(at);
        return `${name}: &${name} [${Array(10).fill(`*${before}`).join(', ')}]`;
      }),
    ];
    expect(faults(...bomb)).toEqual([expect.stringContaining('there are no settings in the file')]);
  });

  it.each([
    ['Latin-1', Buffer.from('# dau\nplaces:\n  - id: Thanh H\xf3a\n', 'latin1'), '3:16'],
    ['UTF-16', Buffer.from('\ufeffplaces: []\n', 'utf16le'), '1:1'],
  ])('in %s is refused, with the place', (_, bytes, place) => {
    writeFileSync(file, bytes);
    expect(faultsOf(() => readSettingsFile(file, Places))).toEqual([
      expect.stringMatching(new RegExp(`places\\.yaml:${place}: .*not UTF-8; save the file as UTF-8`)),
    ]);
  });

  it('that cannot be read is refused', () => {
    expect(faultsOf(() => readSettingsFile('/none.yaml', Places))).toEqual([
      '/none.yaml: không đọc được tệp / the file cannot be read',
    ]);
  });

  it('shows where each setting comes from', () => {
    const opened = openSettingsFile(write(['places:', '  - id: a', '    address: ${SET}', '    password: x']), Places, ROADS);
    const rows = showSettingsFile(opened).map(({ name, value, from }) => [name, value, from.replace(`${folder}/`, '')]);
    expect(rows).toEqual([
      ['places[0].id', '"a"', 'places.yaml:2'],
      ['places[0].address', '"http://set"', 'places.yaml:3 (${SET})'],
      ['places[0].password', '***', 'places.yaml:4'],
      ['places[0].most', '16', 'mặc định / default'],
      ['places[0].together', '1', 'mặc định / default'],
      ['places[0].patience.waitMs', '10', 'mặc định / default'],
    ]);
  });
});

describe('settings from elsewhere than a file', () => {
  it('are checked all the same', () => {
    expect(checkShape(Road, { length: 3 }, 'road').length).toBe(3);
    expect(faultsOf(() => checkShape(Road, { lenght: 3 }, 'road'))).toHaveLength(2);
    expect(faultsOf(() => checkShape(Road, null, 'road'))).toEqual([expect.stringMatching(/^road: length: thiếu/)]);
  });
});
