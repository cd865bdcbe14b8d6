/**
 * How the province is scored (Decision 766/QĐ-TTg): what a dossier adds to each figure, as it was done and as it counts at the national portal,
 * and why the two differ. Pure functions over plain facts, told by versioned rules. No file, no database, no dialect, no clock.
 */
export { COUNTED_FIGURES, DERIVED, type Contribution } from './contributions.ts';
export { type ProcedureTraits } from './dossier-sides.ts';
export { judge, LOSS_CAUSES, type Judgement, type Loss, type LossCause } from './losses.ts';
export { type Ground } from './on-time.ts';
export {
  daysLeft,
  parsePeriod,
  PERIOD_KINDS,
  PERIOD_NAME,
  periodBefore,
  periodsAt,
  type Period,
  type PeriodKind,
} from './period.ts';
export { type DossierRecord } from './record.ts';
export { FIGURES, rulesFor, type Figure, type FigureRule, type Parameters, type Rules } from './rules.ts';
export { Tally, valueOf, type FigureSum, type FigureValue } from './tally.ts';
export { traitsOf } from './traits.ts';
