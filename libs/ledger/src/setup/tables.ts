import { readTogether } from '#runtime';
import { readCodeTables, type CodeTables } from './code-tables.ts';
import { readUnits, type Units } from './read-units.ts';

/** What the tables below a folder of configuration say. */
export interface Tables extends CodeTables {
  readonly units: Units;
}

/** Reads every table that a database is filled from, before anything is written. @throws ConfigurationError with every faulty line of all */
export function readTables(configDir: string): Tables {
  const { codes, units } = readTogether({ codes: () => readCodeTables(configDir), units: () => readUnits(configDir) });
  return { ...codes, units };
}
