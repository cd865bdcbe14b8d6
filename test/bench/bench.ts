import { parseArgs } from 'node:util';
import type { Ground } from './ground.ts';
import type { SideName } from './sides.ts';

export const PARTS = ['first', 'rate', 'steps', 'portals'] as const;
export type PartName = (typeof PARTS)[number];

/** What is asked for on the command line. */
export interface BenchOptions {
  readonly parts: readonly PartName[];
  readonly sides: readonly SideName[];
  /** Per run of the first table. */
  readonly dossiers: number;
  readonly runs: number;
  /** Per window of the fixed rate. */
  readonly windowDossiers: number;
  readonly windows: number;
  /** Per line of the tables with steps. */
  readonly stepDossiers: number;
  readonly profiles: string | undefined;
}

/** What is asked for, and what it stands on. */
export interface Bench extends BenchOptions {
  readonly ground: Ground;
}

const USAGE =
  'npm run bench -- [--only first|rate|steps|portals] [--dossiers n] [--runs n] [--windows n] [--gateway-only] [--profile folder]';

/** Reads the command line. @throws Error with the usage */
export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      dossiers: { type: 'string', default: '3000' },
      runs: { type: 'string', default: '3' },
      windows: { type: 'string', default: '5' },
      profile: { type: 'string' },
      'gateway-only': { type: 'boolean', default: false },
    },
  });
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part);
  const [dossiers, runs, windows] = [values.dossiers, values.runs, values.windows].map(Number);
  const counts = [dossiers, runs, windows].every((count) => Number.isInteger(count) && Number(count) > 0);
  if (parts.length === 0 || !counts || dossiers === undefined || runs === undefined || windows === undefined)
    throw new Error(USAGE);
  return {
    ...{ parts, dossiers, runs, windows, profiles: values.profile },
    sides: values['gateway-only'] || values.profile !== undefined ? ['gateway'] : ['floor', 'gateway'],
    windowDossiers: Math.ceil((dossiers * 2) / 3),
    stepDossiers: Math.ceil(dossiers / 3),
  };
}

/** Whether there is enough of everything for a judgement: a p99 of fewer requests is chance. */
export function isFull({ dossiers, runs, windows }: BenchOptions): boolean {
  return dossiers >= 3_000 && runs >= 3 && windows >= 5;
}
