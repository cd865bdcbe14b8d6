import type { Chance } from '../harness/chance.ts';

/** What stands in every personal text that the fuzzer sends: nothing outside the encrypted bodies may ever hold it. */
export const PLANTED = 'BÍMẬT';

const TEXTS: readonly ((chance: Chance) => string)[] = [
  () => '',
  () => ' ',
  () => `${PLANTED} Nguyễn Thị Ánh`,
  () => `${PLANTED}\u0000`,
  () => `${PLANTED}\ud800`,
  () => `${PLANTED} \u202e\ufeff\u200b`,
  () => `${PLANTED} ${'\u0301'.repeat(200)}`,
  () => `${PLANTED} 👩‍👩‍👧‍👦🇻🇳`,
  () => `${PLANTED}'; DROP TABLE dossier; --`,
  () => `${PLANTED}<script>alert(1)</script>`,
  () => `${PLANTED}{{7*7}}\${7*7}%s%n`,
  () => '../../../../etc/passwd',
  () => '__proto__',
  () => '0001-01-01T00:00:00',
  () => '00010101000000',
  () => '2026-02-31T00:00:00+07:00',
  () => '2026-11-23T24:00:00+07:00',
  () => '20260231000000',
  () => '1e400',
  (chance) => `${PLANTED}${'x'.repeat(chance.pick([3_990, 4_001, 100_000]))}`,
  (chance) => String.fromCharCode(...Array.from({ length: 1 + chance.below(20) }, () => chance.below(0x10000))),
];

const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  11,
  1.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[]],
  [null],
  {
    toString: 'x',
    constructor: 1,
  },
];

/** A text that somebody did not expect. */
export function nastyText(chance: Chance): string {
  return chance.pick(TEXTS)(chance);
}

/** A value that somebody did not expect, of any kind. */
export function nastyValue(chance: Chance): unknown {
  const roll = chance.below(10);
  if (roll < 6) return nastyText(chance);
  if (roll < 9) return chance.pick(OTHERS);
  return Array.from({ length: chance.pick([1, 3, 201, 501]) }, () => chance.pick(OTHERS));
}

/** Nesting that many levels deep. */
export function deep(levels: number): unknown {
  let value: unknown = PLANTED;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
