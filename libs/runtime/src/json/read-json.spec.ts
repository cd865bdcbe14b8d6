import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJson } from './read-json.ts';

const read = (text: string): ReturnType<typeof readJson> => readJson(Buffer.from(text));

describe('readJson', () => {
  it.each([
    ['a cut text', '{"a":'],
    ['nothing', ''],
    ['a byte order mark', '\ufeff{}'],
    ['a name twice', '{"a":1,"b":2,"a":1}'],
    ['a name twice, once escaped', String.raw`{"a":1,"\u0061":2}`],
    ['a name twice, deep down', '{"x":[{"y":{"a":1, "a" :2}}]}'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33)],
    ['100 levels', '{"a":'.repeat(100) + '1' + '}'.repeat(100)],
    ['a number that becomes infinite', '{"a":1e400}'],
    ['a negative number that becomes infinite', '[0, -1E+999]'],
    ['four hundred digits', `[${'9'.repeat(400)}]`],
    ['an infinite number at the end', '1e400'],
    ['a text without an end', '{"a":"b'],
    ['a wrong escape in a name', String.raw`{"\x":1}`],
    ['a number that is none', '[1-2e]'],
    ['a million brackets', '['.repeat(1_000_000)],
  ])('refuses %s', (_name, text) => {
    expect(read(text)).toEqual({ kind: 'invalid' });
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(readJson(Buffer.from('{"a":"Thẩm định"}', 'utf16le'))).toEqual({ kind: 'invalid' });
    expect(readJson(Buffer.from([0x22, 0xe9, 0x22]))).toEqual({ kind: 'invalid' });
  });

  it.each([
    ['the same name in different objects', '{"a":{"a":[{"a":1},{"a":2}]},"b":1}'],
    ['a value that equals a name', '{"a":"a","b":"a"}'],
    ['brackets and quotes within texts', String.raw`{"a":"{\"b\":[","c":"\\","d":"}\""}`],
    ['exponents within texts', '{"a":"1e400","b":1e300}'],
    ['32 levels', '['.repeat(32) + ']'.repeat(32)],
  ])('reads %s', (_name, text) => {
    expect(read(text)).toEqual({ kind: 'json', value: JSON.parse(text) as unknown });
  });

  it('keeps a member called __proto__ as a plain member', () => {
    const reading = read('{"__proto__":{"polluted":1}}');
    expect(reading.kind === 'json' && Object.hasOwn(reading.value as object, '__proto__')).toBe(true);
  });

  it('reads every JSON text that holds none of these faults', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(read(text)).toEqual({ kind: 'json', value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('finds a repeated name wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 5 }),
        fc.nat(),
        (object, pick) => {
          const members = Object.entries(object).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
          const repeated = members[pick % members.length] ?? '';
          expect(read(`[{${[...members, repeated].join(',')}}]`)).toEqual({ kind: 'invalid' });
        },
      ),
    );
  });
});
