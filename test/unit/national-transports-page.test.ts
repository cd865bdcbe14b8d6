import { describe, expect, it } from '@jest/globals';
import { DvcqgSettings } from '#protocols/dvcqg';
import { checkShape } from '#runtime';
import { getMetadataStorage } from 'class-validator';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Sample {
  readonly lookup?: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const page = readFileSync('docs/reference/national-transports.md', 'utf8');
const samples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text) as Sample);
const whole = samples.filter(({ settings }) => settings['samePlaceAs'] === undefined);
/** Settings that are the same whatever the way. */
const ELSEWHERE = ['procedureSuffix', 'supplementDates', 'connections', 'connectTimeoutMs', 'keepAliveMs'];

describe('the page about ways to the national portal', () => {
  it.each(whole)('has samples that are taken as they stand: $settings.transport', ({ lookup = 'steps', settings }) => {
    expect(checkShape(DvcqgSettings, settings, 'sample')).toMatchObject(settings);
    expect(DvcqgSettings.lookupsOver(settings)).toContain(lookup);
  });

  it('has a sample of the change of a way', () => {
    const [change] = samples.filter(({ settings }) => settings['samePlaceAs'] !== undefined);
    const [, wrapper] = whole;
    expect(checkShape(DvcqgSettings, { ...wrapper?.settings, ...change?.settings }, 'sample').samePlaceAs?.username).toBe('h56');
    expect(whole.length).toBeGreaterThanOrEqual(3);
  });

  it('tells of every setting that belongs to a way', () => {
    const all = getMetadataStorage()
      .getTargetValidationMetadatas(DvcqgSettings, '', true, false)
      .map(({ propertyName }) => propertyName);
    const untold = [...new Set(all)].filter((name) => !ELSEWHERE.includes(name) && !page.includes(`\`${name}\``));
    expect(untold).toEqual([]);
  });
});
