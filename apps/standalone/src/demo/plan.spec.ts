import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Trouble } from '../trouble.ts';
import type { Commune } from './communes.ts';
import { demandSameSeed, demoSource, planDemo, readMarker, writeMarker, type DemoMarker } from './plan.ts';

const COMMUNE: Commune = {
  ...{ code: '14797', name: 'Phường Hạc Thành', agencyCode: 'H56.14797', apiKey: 'k', username: 'u', password: 'p' },
  ...{ door: 'native', isLimited: false },
};
const folder = mkdtempSync(join(tmpdir(), 'one-stop-plan-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const sourceOf = (seed: number | undefined, today: string, marker?: DemoMarker) =>
  demoSource(marker, { seed, today, config: 'config' });
const plan = (seed: number | undefined, today: string) => planDemo([COMMUNE], sourceOf(seed, today));

describe('the demo of a seed', () => {
  it('is the same to the letter on every day, and another one for another seed', () => {
    expect(plan(7, '2026-11-26')).toEqual(plan(7, '2027-01-02'));
    expect(plan(8, '2026-11-26')).not.toEqual(plan(7, '2026-11-26'));
    expect(plan(0, '2026-11-26')).not.toEqual(plan(undefined, '2025-09-15'));
  });

  it('lies before the day of the first start where no seed is asked for', () => {
    expect(plan(undefined, '2026-11-26')).not.toEqual(plan(undefined, '2026-11-27'));
    expect(sourceOf(undefined, '2026-11-26')).toMatchObject({ before: '2026-11-26', seed: undefined });
  });

  it('goes on as a former start noted it, also when nobody asks for its seed again', () => {
    const file = join(folder, 'demo.json');
    const source = sourceOf(7, '2026-11-26');
    writeMarker(file, { ...source, isComplete: false, codes: [] });
    expect(sourceOf(undefined, '2027-01-02', readMarker(file))).toEqual(source);
  });

  it('goes on with a demo that an older version noted, which knew no seed', () => {
    const marker: DemoMarker = { before: '2026-11-20', procedures: ['2.000815'], isComplete: true, codes: [] };
    const source = sourceOf(undefined, '2027-01-02', marker);
    expect(source).toEqual({ before: '2026-11-20', procedures: ['2.000815'], seed: undefined });
    expect(planDemo([COMMUNE], source)[0]?.dossiers[0]?.dossierCode).toMatch(/^H56\.14797-26\d{4}-90001$/);
  });
});

describe('a data folder with a demo', () => {
  const marked = (seed: number | undefined): string => {
    const file = join(folder, `demo-${String(seed)}.json`);
    writeMarker(file, { ...sourceOf(seed, '2026-11-26'), isComplete: true, codes: [] });
    return file;
  };

  it('takes a start with the same seed or none', () => {
    for (const seed of [7, undefined])
      expect(() => {
        demandSameSeed(marked(7), seed);
      }).not.toThrow();
    expect(() => {
      demandSameSeed(join(folder, 'none.json'), 7);
    }).not.toThrow();
  });

  it.each([
    [7, '(--seed 7)'],
    [undefined, '(without --seed)'],
  ])('refuses another seed than its own, %p', (seed, named) => {
    expect(() => {
      demandSameSeed(marked(seed), 8);
    }).toThrow(Trouble);
    expect(() => {
      demandSameSeed(marked(seed), 8);
    }).toThrow(named);
  });
});
