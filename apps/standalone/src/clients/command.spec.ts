import { describe, expect, it } from '@jest/globals';
import { readCommand } from './command.ts';
import { WrongUsage } from './wrong-usage.ts';

const read = (line: string): unknown => readCommand(line === '' ? [] : line.split(' ')).act;
const base = { name: 'A', role: 'commune', manners: {} };

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
    ['set a --unlimited', { kind: 'set', code: 'a', manners: { requestsPerSecond: null, itemsPerSecond: null } }],
    [
      'set a --items-per-second 20 --no-closing-step',
      { kind: 'set', code: 'a', manners: { itemsPerSecond: 20, closingStep: false } },
    ],
    ['set a --networks any --destinations all', { kind: 'set', code: 'a', manners: { networks: null, destinations: null } }],
    [
      'set a --networks ::1,10.0.0.0/8 --error-code number',
      { kind: 'set', code: 'a', manners: { networks: ['::1', '10.0.0.0/8'], errorCodeAsText: false } },
    ],
    ['rotate a', { kind: 'rotate', code: 'a', overlapMs: 14 * 86_400_000 }],
    ['rotate a --overlap 90m', { kind: 'rotate', code: 'a', overlapMs: 90 * 60_000 }],
    ['rotate a --overlap 0', { kind: 'rotate', code: 'a', overlapMs: 0 }],
    ['revoke a', { kind: 'revoke', code: 'a', which: 'unambiguous' }],
    ['revoke a --all', { kind: 'revoke', code: 'a', which: 'every' }],
    ['revoke a --key 12', { kind: 'revoke', code: 'a', which: 12 }],
    ['scope a --add 14797', { kind: 'scope', change: { code: 'a', add: ['14797'], remove: [] } }],
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
  ])('refuses %s', (line) => {
    expect(() => read(line)).toThrow(WrongUsage);
  });

  it('says who does it, and for whom the output is', () => {
    expect(readCommand(['list', '--json', '--by', 'Lê Thị B'])).toEqual({ act: { kind: 'list' }, asJson: true, by: 'Lê Thị B' });
  });
});
