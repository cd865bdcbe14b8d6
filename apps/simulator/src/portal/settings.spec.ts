import { describe, expect, it } from '@jest/globals';
import { NATIONAL } from '../national/traits.ts';
import { PROVINCE } from '../province/traits.ts';
import { settingProblems } from './settings.ts';

describe.each([['national', NATIONAL.rules] as const, ['province', PROVINCE.rules] as const])('settings of %s', (_, rules) => {
  it.each([
    [{}],
    [{ lookup: 'steps' }],
    [{ lookup: 'dossier', sessionSeconds: 0.5 }],
    [{ lookup: 'none', sessionSeconds: 600, dedupeTraces: true, newLoginEndsOld: false }],
  ])('may be %j', (body) => {
    expect(settingProblems(body, rules)).toEqual([]);
  });

  it.each([
    ['lookup', 'all'],
    ['lookup', null],
    ['sessionSeconds', 0],
    ['sessionSeconds', -1],
    ['sessionSeconds', '600'],
    ['dedupeTraces', 1],
    ['newLoginEndsOld', 'true'],
    ['colour', 'red'],
    ['toString', true],
  ])('may not have %s = %j', (name, value) => {
    expect(settingProblems({ dedupeTraces: true, [name]: value }, rules).map(({ field }) => field)).toEqual([`/${name}`]);
  });

  it.each([[null], [[]], ['lookup'], [undefined]])('are refused whole when they are %j', (body) => {
    expect(settingProblems(body, rules)).toEqual([{ field: '', message: 'object' }]);
  });
});

it('only the province has those that decide its assumptions', () => {
  const assumed = { upsert: false, acceptsNoAttachments: false, traceStatus: 'any' };
  expect(settingProblems(assumed, PROVINCE.rules)).toEqual([]);
  expect(settingProblems({ upsert: 'no', acceptsNoAttachments: 0, traceStatus: 4 }, PROVINCE.rules)).toHaveLength(3);
  expect(settingProblems(assumed, NATIONAL.rules).map(({ message }) => message)).toEqual(['unknown', 'unknown', 'unknown']);
});
