import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsString, ValidateNested } from 'class-validator';
import { changesBetween, namesOf, needingRestart } from './changes.ts';
import { inspect } from './inspect.ts';
import { Setting } from './setting.ts';

class Patience {
  @Setting({ vi: 'chờ', en: 'wait', reload: 'now' })
  @IsInt()
  waitMs = 10;
}

class Place {
  @Setting({ vi: 'tên', en: 'name' })
  @IsString()
  id!: string;

  @Setting({ vi: 'nhiều nhất', en: 'most', reload: 'now' })
  @IsInt()
  most = 16;

  @Setting({ vi: 'danh sách', en: 'list', reload: 'now' })
  @IsArray()
  list: number[] = [];

  @Setting({ vi: 'kiên nhẫn', en: 'patience' })
  @ValidateNested()
  @Type(() => Patience)
  patience = new Patience();

  @Setting({ vi: 'phần riêng', en: 'own part' })
  @IsObject()
  own: Record<string, unknown> = {};
}

class Places {
  @Setting({ vi: 'các nơi', en: 'places', key: 'id' })
  @ValidateNested({ each: true })
  @Type(() => Place)
  places!: Place[];
}

function changes(former: object[], next: object[]): string[] {
  const read = (places: object[]): Places => inspect(Places, { places }).settings;
  const found = changesBetween(read(former), read(next));
  const waiting = namesOf(needingRestart(found).map(({ path }) => ({ path, reload: 'restart' })));
  return namesOf(found).map((name) => (waiting.includes(name) ? `${name}!` : name));
}

describe('what changed between two readings', () => {
  const a = { id: 'a' };
  const b = { id: 'b' };

  it.each<[string, object[], object[], string[]]>([
    ['nothing', [a, b], [a, b], []],
    ['a default that is written out', [a], [{ ...a, most: 16 }], []],
    ['a value', [a, b], [a, { ...b, most: 8 }], ['places[1].most']],
    ['a list of values', [a], [{ ...a, list: [1] }], ['places[0].list']],
    ['a member of a group', [a], [{ ...a, patience: { waitMs: 1 } }], ['places[0].patience.waitMs']],
    ['what takes a restart, beside what does not', [a], [{ ...a, most: 1, own: { x: 1 } }], ['places[0].most', 'places[0].own!']],
    ['another group', [a], [a, b], ['places!']],
    ['a group less', [a, b], [a], ['places!']],
    ['another name', [a], [b], ['places!']],
    ['another order', [a, b], [b, a], ['places!']],
  ])('is told: %s', (_, former, next, expected) => {
    expect(changes(former, next)).toEqual(expected);
  });
});
