import { OF_THE_DESK } from './desk-mutants.ts';
import { OF_THE_DOORS } from './door-mutants.ts';
import { OF_THE_CORE, type Mutant } from './mutants.ts';
import { OF_THE_PORTALS } from './portal-mutants.ts';
import { OF_THE_MODELS } from './model-mutants.ts';
import { OF_REPLAYS } from './replay-mutants.ts';
import { OF_A_RESTORE } from './restore-mutants.ts';
import { OF_THE_SHADOW } from './shadow-mutants.ts';
import { OF_RECONCILIATION } from './reconcile-mutants.ts';
import { OF_UNITS } from './unit-mutants.ts';

/** Every mistake that a test must notice. */
export const MUTANTS: readonly Mutant[] = [
  ...OF_THE_CORE,
  ...OF_THE_DOORS,
  ...OF_A_RESTORE,
  ...OF_THE_PORTALS,
  ...OF_THE_SHADOW,
  ...OF_THE_DESK,
  ...OF_THE_MODELS,
  ...OF_REPLAYS,
  ...OF_UNITS,
  ...OF_RECONCILIATION,
];
