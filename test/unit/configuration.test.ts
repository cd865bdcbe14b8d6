import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Partners, Province } from '#protocols';
import { describeEnvironment, rulesWithoutSentence, undescribed, variablesOf, type Shape } from '#runtime';
import { PARTNER_API } from '../../apps/partner-api/src/configuration.ts';
import { RELAY } from '../../apps/relay/src/configuration.ts';
import { DIALECT_SETTINGS } from '../../apps/relay/src/dialect-settings.ts';
import { SCHEDULER } from '../../apps/scheduler/src/configuration.ts';
import { SIMULATOR } from '../../apps/simulator/src/configuration.ts';
import { renderReference } from '../../apps/standalone/src/configuration/reference.ts';
import { DIALECT_SETTINGS as STANDALONE_DIALECTS } from '../../apps/standalone/src/dialects.ts';
import { StandaloneSettings } from '../../apps/standalone/src/settings.ts';

const PROCESSES = [PARTNER_API, RELAY, SCHEDULER, SIMULATOR] as const;
const ENVIRONMENT: readonly Shape[] = [
  ...new Set<Shape>([...PROCESSES.flatMap(({ environment }) => environment), StandaloneSettings]),
];
const FILES: readonly Shape[] = [Province, Partners, ...Object.values<Shape>(DIALECT_SETTINGS)];
const EVERY = [...ENVIRONMENT, ...FILES];

/** Read by the tests alone, or by a command for as long as it runs. */
const OF_NO_CLASS = ['TEST_AMQP_URL', 'BACKUP_PASSPHRASE'];

describe('the reference of the configuration', () => {
  it('is what the classes say: npm run config -- reference --write', () => {
    const described = PROCESSES.map(({ name, environment }) => ({
      name,
      environment: environment.flatMap((shape: Shape) => describeEnvironment(shape)),
    }));
    expect(readFileSync('docs/configuration.md', 'utf8')).toBe(renderReference(described));
  });

  it('covers the settings of every app', () => {
    const apps = readdirSync('apps').filter((app) => readdirSync(`apps/${app}/src`).includes('settings.ts'));
    const names = new Set(ENVIRONMENT.map(({ name }) => name));
    const missing = apps.flatMap((app) =>
      [...readFileSync(`apps/${app}/src/settings.ts`, 'utf8').matchAll(/^export class (\w+)/gm)]
        .map(([, name]) => name ?? '')
        .filter((name) => !names.has(name)),
    );
    expect(missing).toEqual([]);
  });

  it.each(EVERY.map((shape) => [shape.name, shape] as const))('has a text for every setting of %s', (_, shape) => {
    expect(undescribed(shape)).toEqual([]);
    expect(rulesWithoutSentence(shape)).toEqual([]);
  });
});

describe('config/gateway.env.example', () => {
  it('names every variable, and none that nobody reads', () => {
    const example = [...readFileSync('config/gateway.env.example', 'utf8').matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(
      ([, name]) => name,
    );
    const references = readdirSync('config')
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) =>
        [...readFileSync(`config/${file}`, 'utf8').matchAll(/^[^#\n]*\$\{([A-Z0-9_]+)/gm)].map(([, name]) => name),
      );
    const read = [...new Set([...ENVIRONMENT.flatMap((shape) => variablesOf(shape)), ...references, ...OF_NO_CLASS])];
    // A file in the place of a value is said of all variables at once.
    const isFileOf = (name: string): boolean => read.includes(name.replace(/_FILE$/, '')) && name.endsWith('_FILE');
    expect(example.toSorted()).toEqual(read.filter((name) => name !== undefined && !isFileOf(name)).toSorted());
  });
});

describe('the dialects', () => {
  it('that a relay speaks are those whose settings are checked before it starts', () => {
    expect(STANDALONE_DIALECTS).toEqual(DIALECT_SETTINGS);
  });
});
