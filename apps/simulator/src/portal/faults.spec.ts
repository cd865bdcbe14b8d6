import { describe, expect, it } from '@jest/globals';
import { FaultPicker, MODES, readFaults, seeded, type Fault } from './faults.ts';

const CALL = { service: 'DongBoHoSoMC', codes: ['a'], now: Date.parse('2026-11-23T08:00:00Z') };

function read(...given: object[]): readonly Fault[] {
  return readFaults(given) as readonly Fault[];
}

function strikes(fault: object, call: object = {}): boolean {
  return new FaultPicker().pick(read(fault), { ...CALL, ...call }) !== undefined;
}

describe('a request to set faults', () => {
  it.each(MODES.map((mode) => [mode, ['slow', 'late', 'drop-reply', 'stale-reply', 'garbage'].includes(mode)] as const))(
    'takes mode %s, applied %s unless it says otherwise',
    (mode, applied) => {
      const rest = { rate: 1, delayMs: 1_000, until: null, services: null, codes: null, what: 'dossiers', seed: 1 };
      expect(readFaults({ mode })).toEqual([{ mode, applied, ...rest }]);
      expect(read({ mode, applied: !applied })[0]?.applied).toBe(!applied);
    },
  );

  it.each([
    ['mode', 'explode'],
    ['mode', null],
    ['mode', ['down']],
    ['applied', 'true'],
    ['rate', -0.1],
    ['rate', 1.1],
    ['rate', '1'],
    ['rate', null],
    ['delayMs', -1],
    ['delayMs', 1.5],
    ['delayMs', 3_600_001],
    ['until', 'tomorrow'],
    ['until', '2026'],
    ['until', '2026-11-23T08:00:00'],
    ['until', '2026-13-23T08:00:00Z'],
    ['services', 'TraCuuHoSo'],
    ['services', [1]],
    ['codes', {}],
    ['what', 'papers'],
    ['seed', 0.5],
    ['toString', true],
    ['constructor', 1],
  ])('is refused with %s = %j, named by its place', (name, value) => {
    expect(readFaults({ mode: 'down', [name]: value })).toEqual([expect.objectContaining({ field: `/${name}` })]);
    expect(readFaults([{ mode: 'down' }, { mode: 'down', [name]: value }])).toEqual([
      expect.objectContaining({ field: `/1/${name}` }),
    ]);
  });

  it.each([[null], [7], ['down'], [undefined]])('is refused when it is %j', (body) => {
    expect(readFaults(body)).toEqual([{ field: '', message: 'object' }]);
  });
});

describe('a fault', () => {
  it.each([
    [{ mode: 'down' }, {}, true],
    [{ mode: 'down' }, { service: 'login', codes: [] }, false],
    [{ mode: 'down', services: ['login'] }, { service: 'login', codes: [] }, true],
    [{ mode: 'login-refused' }, { service: 'login', codes: [] }, true],
    [{ mode: 'login-refused' }, {}, false],
    [{ mode: 'down', services: ['TraCuuHoSo'] }, {}, false],
    [{ mode: 'down', codes: ['b'] }, {}, false],
    [{ mode: 'down', codes: ['b'] }, { codes: ['a', 'b'] }, true],
    [{ mode: 'down', codes: [] }, {}, false],
    [{ mode: 'down', until: '2026-11-23T15:00:01+07:00' }, {}, true],
    [{ mode: 'down', until: '2026-11-23T15:00:00+07:00' }, {}, false],
    [{ mode: 'down', rate: 0 }, {}, false],
    [{ mode: 'forget' }, {}, false],
  ])('%j on a call %j strikes: %s', (fault, call, expected) => {
    expect(strikes(fault, call)).toBe(expected);
  });

  it('gives way to an earlier one that matches, and `none` spares what it names', () => {
    const faults = read({ mode: 'none', codes: ['a'] }, { mode: 'http-500', services: ['TraCuuHoSo'] }, { mode: 'down' });
    const pick = (call: object): string | undefined => new FaultPicker().pick(faults, { ...CALL, ...call })?.mode;
    expect([pick({}), pick({ codes: ['b'] }), pick({ codes: ['b'], service: 'TraCuuHoSo' })]).toEqual([
      'none',
      'down',
      'http-500',
    ]);
  });

  it('strikes its share, always the same calls for the same seed and others for another', () => {
    const run = (seed: number): string => {
      const picker = new FaultPicker();
      const faults = read({ mode: 'down', rate: 0.3, seed });
      return Array.from({ length: 2_000 }, () => (picker.pick(faults, CALL) === undefined ? '.' : 'x')).join('');
    };
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
    const struck = run(1).replaceAll('.', '').length;
    expect(struck).toBeGreaterThan(520);
    expect(struck).toBeLessThan(680);
  });

  it('does not use up its share on calls that are not its own', () => {
    const picker = new FaultPicker();
    const faults = read({ mode: 'down', rate: 0.5, seed: 3, codes: ['a'] });
    const share = seeded(3);
    for (let index = 0; index < 50; index += 1) {
      expect(picker.pick(faults, { ...CALL, codes: ['b'] })).toBeUndefined();
      expect(picker.pick(faults, CALL) !== undefined).toBe(share() < 0.5);
    }
  });
});
