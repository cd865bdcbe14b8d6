import { describe, expect, it } from '@jest/globals';
import { STATUS_TEXTS } from '#canonical';
import { DICTIONARIES } from '../../apps/console/page/src/texts/dictionaries.ts';

/** Every text of a dictionary with the way to it; texts that are made of something are made of a sample. */
function textsOf(value: unknown, way = ''): [string, string][] {
  if (typeof value === 'string') return [[way, value]];
  if (typeof value === 'function') return [[way, String((value as (...samples: unknown[]) => unknown)(7, 8, 9))]];
  return Object.entries(value as object).flatMap(([name, member]) => textsOf(member, `${way}.${name}`));
}

describe.each(['vi', 'en'] as const)('the dictionary %s', (language) => {
  const texts = textsOf(DICTIONARIES[language]);

  it('says everything, composed as Unicode wants it', () => {
    expect(texts.length).toBeGreaterThan(150);
    expect(
      texts.filter(([, text]) => text.trim() === '' || text !== text.normalize('NFC') || text.includes('undefined')),
    ).toEqual([]);
  });

  it('names the statuses as the gateway does', () => {
    const named = Object.entries(STATUS_TEXTS).map(([status, text]) => [status, text[language]]);
    expect(DICTIONARIES[language].dossiers.statuses).toEqual(Object.fromEntries(named));
  });
});

describe('the two dictionaries', () => {
  it('say the same things in the same places', () => {
    const [vi, en] = [textsOf(DICTIONARIES.vi), textsOf(DICTIONARIES.en)].map((texts) => texts.map(([way]) => way));
    expect(en).toEqual(vi);
  });

  it('are really two languages', () => {
    const english = new Map(textsOf(DICTIONARIES.en));
    const same = textsOf(DICTIONARIES.vi).filter(([way, text]) => english.get(way) === text && /\p{L}{3}/u.test(text));
    // Names that both languages write alike.
    expect(same.map(([, text]) => text)).toEqual(['HTTP']);
  });
});
