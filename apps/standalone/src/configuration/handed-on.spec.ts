import { describe, expect, it } from '@jest/globals';
import { readEnvironment, variablesOf } from '#runtime';
import { layOut } from '../disk/places.ts';
import { RelayHandedOn } from '../relay-handed-on.ts';
import { SchedulerHandedOn } from '../scheduler-handed-on.ts';
import { StandaloneSettings } from '../settings.ts';
import { withPrograms } from './stand-ins.ts';

const namesOf = (shape: Parameters<typeof variablesOf>[0]): string[] =>
  [...variablesOf(shape)].filter((name) => !name.endsWith('_FILE'));
const TO_SCHEDULER = namesOf(SchedulerHandedOn);
const TO_RELAY = namesOf(RelayHandedOn).filter((name) => !TO_SCHEDULER.includes(name));

describe('what the single-machine edition hands on', () => {
  it.each([
    ['relay', TO_RELAY],
    ['scheduler', TO_SCHEDULER],
  ] as const)('reaches its %s, every variable', async (program, names) => {
    const given = Object.fromEntries(names.map((name) => [name, `given as ${name}`]));
    const settings = readEnvironment(StandaloneSettings, given);
    await withPrograms(settings, layOut(settings), (programs) => {
      expect(programs[program].environment).toMatchObject(given);
      return Promise.resolve();
    });
  });

  it.each(['RECONCILE_NIGHTLY_HOUR', 'SCORE_FIRST_DAYS', 'SHADOW_MONTHS'])('is %s, among others', (name) => {
    expect(TO_RELAY).toContain(name);
  });
});
