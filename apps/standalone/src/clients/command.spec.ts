import { describe, expect, it } from '@jest/globals';
import { readCommand } from './command.ts';
import { WrongUsage } from './wrong-usage.ts';

const read = (line: string): unknown => readCommand(line === '' ? [] : line.split(' ')).act;
const base = { name: 'A', role: 'commune', manners: {} };
const set = (manners: object, more: object = {}): unknown => ({
  kind: 'set',
  change: { code: 'a', manners, apiKey: false, ...more },
});

function complaintOf(line: string): WrongUsage['text'] {
  try {
    read(line);
  } catch (error) {
    if (error instanceof WrongUsage) return error.text;
  }
  throw new Error(`it took ${line}`);
}

describe('the command line', () => {
  it.each([
    ['', { kind: 'help' }],
    ['add --help', { kind: 'help' }],
    ['list', { kind: 'list' }],
    ['show a', { kind: 'show', code: 'a' }],
    [
      'add a --name A --units 14797,14800',
      { kind: 'add', order: { ...base, code: 'a', units: { kind: 'codes', codes: ['14797', '14800'] } } },
    ],
    [
      'add a --name A --all-units --login a.b',
      { kind: 'add', order: { ...base, code: 'a', units: { kind: 'every' }, username: 'a.b' } },
    ],
    ['add a --name A --sandbox', { kind: 'add', order: { ...base, code: 'a', units: { kind: 'test' } } }],
    ['add a --name A --role portal', { kind: 'add', order: { ...base, role: 'portal', code: 'a', units: { kind: 'none' } } }],
    [
      'add a --name A --units 14797,14800 --units 14803',
      { kind: 'add', order: { ...base, code: 'a', units: { kind: 'codes', codes: ['14797', '14800', '14803'] } } },
    ],
    ['set a --unlimited', set({ requestsPerSecond: null, itemsPerSecond: null })],
    ['set a --items-per-second 20 --no-closing-step', set({ itemsPerSecond: 20, closingStep: false })],
    ['set a --networks any --destinations all', set({ networks: null, destinations: null })],
    ['set a --networks ::1,10.0.0.0/8 --error-code number', set({ networks: ['::1', '10.0.0.0/8'], errorCodeAsText: false })],
    [
      'set a --networks ::1 --networks 10.0.0.0/8 --destinations x --destinations y',
      set({ networks: ['::1', '10.0.0.0/8'], destinations: ['x', 'y'] }),
    ],
    ['set a --login a.b', set({}, { username: 'a.b' })],
    ['set a --api-key', set({}, { apiKey: true })],
    ['rotate a', { kind: 'rotate', code: 'a', overlapMs: 14 * 86_400_000 }],
    ['rotate a --overlap 90m', { kind: 'rotate', code: 'a', overlapMs: 90 * 60_000 }],
    ['rotate a --overlap 0', { kind: 'rotate', code: 'a', overlapMs: 0 }],
    ['revoke a', { kind: 'revoke', code: 'a', which: 'unambiguous' }],
    ['revoke a --all', { kind: 'revoke', code: 'a', which: 'every' }],
    ['revoke a --key 12', { kind: 'revoke', code: 'a', which: 12 }],
    ['scope a --add 14797', { kind: 'scope', change: { code: 'a', add: ['14797'], remove: [] } }],
    [
      'scope a --add 14797 --add 14800 --remove 14803 --remove 14806',
      { kind: 'scope', change: { code: 'a', add: ['14797', '14800'], remove: ['14803', '14806'] } },
    ],
    [
      'scope a --remove 14797 --from 2026-12-31',
      { kind: 'scope', change: { code: 'a', add: [], remove: ['14797'], from: '2026-12-31' } },
    ],
  ])('%s', (line, act) => {
    expect(read(line)).toEqual(act);
  });

  it.each([
    'delete a',
    'list a',
    'show',
    'show A',
    'show a b',
    'add a --units 14797',
    'add a --name A',
    'add a --name A --units 14797,',
    'add a --name A --role portal --units 14797',
    'add a --name A --role other --units 14797',
    'add a --name A --units 14797 --login a:b',
    'set a',
    'set a --unlimited --items-per-second 5',
    'set a --requests-per-second 0',
    'set a --requests-per-second 1e3',
    'set a --networks 10.0.0.0/33',
    'set a --error-code hex',
    'set a --closing-step --no-closing-step',
    'rotate a --overlap 2w',
    'rotate a --overlap 400d',
    'revoke a --key x',
    'revoke a --key 1 --all',
    'scope a',
    'scope a --add 14797 --remove 14797',
    'scope a --add 14797 --from 31/12/2026',
    'rotate a --all',
    'set a --login a:b',
    'set a --api-key=x',
    'set a --name A --name B',
    'set a --networks any --networks ::1',
    'set a --name --unlimited',
    'set a --name',
  ])('refuses %s', (line) => {
    expect(() => read(line)).toThrow(WrongUsage);
  });

  it.each([
    ['rotate a --overlap -1', '--overlap “-1” sai: viết như 14d', '--overlap “-1” is wrong: write 14d'],
    ['set a --items-per-second -5', 'số nguyên từ 1', 'an integer from 1'],
    ['rotate a --key 1', '“rotate” không có tuỳ chọn --key', '“rotate” has no option --key'],
    ['rotate a --overlap --json', '--overlap cần một giá trị', '--overlap needs a value'],
    ['revoke a --all=1', '--all không nhận giá trị', '--all takes no value'],
    ['revoke a --key abc', 'khoá được nêu bằng số của nó', 'named by its number'],
    ['revoke a --key 1 --all', 'không cả hai', 'not both'],
    ['scope a --add 14797 --from 2026-01-01 --from 2027-01-01', '--from được nêu hai lần', '--from is said twice'],
  ])('complains of %s in two languages, each in its own', (line, vi, en) => {
    const complaint = complaintOf(line);
    expect(complaint).toEqual({ vi: expect.stringContaining(vi), en: expect.stringContaining(en) });
    expect(complaint.vi).not.toMatch(/Option|argument|Unknown/);
  });

  it('says who does it, and for whom the output is', () => {
    expect(readCommand(['list', '--json', '--by', 'Lê Thị B'])).toEqual({ act: { kind: 'list' }, asJson: true, by: 'Lê Thị B' });
  });
});
