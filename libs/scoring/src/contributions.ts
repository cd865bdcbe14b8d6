import type { ScoreFacts } from '#canonical';
import type { ProcedureTraits, Side } from './dossier-sides.ts';
import { durationOf, punctualityOf, type Duration, type Ground, type Punctuality } from './on-time.ts';
import { FIGURES, type Figure, type Parameters } from './rules.ts';

/** What a dossier adds to a figure: to what is counted, and to what it is divided by. `unknown`: it cannot be told, and adds nothing. */
export interface Contribution {
  readonly numerator: number;
  readonly denominator: number;
  readonly unknown: boolean;
}

/** It is not of the figure. */
export const NOTHING: Contribution = { numerator: 0, denominator: 0, unknown: false };
const UNKNOWN: Contribution = { numerator: 0, denominator: 0, unknown: true };

/** Figures that are made of another one's sums, and are counted there. */
export const DERIVED: Readonly<Partial<Record<Figure, Figure>>> = { '5.4': '2.1' };

/** Figures that dossiers add to. */
export const COUNTED_FIGURES = FIGURES.filter((figure) => DERIVED[figure] === undefined);

/** What a dossier of one side adds to each figure. */
export function contributionsOf(side: Side, traits: ProcedureTraits, ground: Ground): ReadonlyMap<Figure, Contribution> {
  const { facts, isThere } = side;
  if (!isThere) return all(NOTHING);
  if (facts === undefined) return all(UNKNOWN);
  const added = new Map<Figure, Contribution>([
    ['2.1', ofPunctuality(punctualityOf(side, traits, ground))],
    ['2.2', ofDuration(durationOf(side, ground))],
  ]);
  const isReceived =
    facts.received !== undefined && facts.received >= ground.period.starts && facts.received < ground.period.ends;
  for (const figure of COUNTED_FIGURES)
    if (!added.has(figure)) added.set(figure, isReceived ? OF_RECEIVED[figure](facts, traits, ground.parameters) : NOTHING);
  return added;
}

function all(contribution: Contribution): ReadonlyMap<Figure, Contribution> {
  return new Map(COUNTED_FIGURES.map((figure) => [figure, contribution]));
}

function ofPunctuality(punctuality: Punctuality): Contribution {
  if (punctuality === 'out') return NOTHING;
  return punctuality === 'unknown' ? UNKNOWN : shareOf(punctuality === 'on-time');
}

function ofDuration(days: Duration): Contribution {
  if (days === 'out') return NOTHING;
  return days === 'unknown' ? UNKNOWN : { numerator: days, denominator: 1, unknown: false };
}

type Formula = (facts: ScoreFacts, traits: ProcedureTraits, parameters: Parameters) => Contribution;

const OF_RECEIVED: Readonly<Record<Figure, Formula>> = {
  '1.4': () => shareOf(true),
  '2.1': () => NOTHING,
  '2.2': () => NOTHING,
  '3.3': (facts, traits, parameters) => {
    const isOnline = channelOf(facts, parameters) === parameters.onlineChannel;
    return shareOf(isOnline && whereDue(traits.endsInPaper, facts.resultLink === true && facts.resultCode === true));
  },
  // Of procedures, not of dossiers: those of a procedure are put together when all are there.
  '3.5': (facts, { hasFee }) => onlyWhere(hasFee, () => shareOf(facts.fees === 'charged')),
  '3.6': (facts, { hasFee }, { paidOnline }) =>
    onlyWhere(hasFee, () =>
      facts.fees === 'zero' ? NOTHING : shareOf(facts.paid !== undefined && paidOnline.includes(facts.paid)),
    ),
  '4.1': (facts, { endsInPaper }) => onlyWhere(endsInPaper, () => shareOf(facts.resultLink === true)),
  '4.2': (facts, { endsInPaper }) => shareOf(facts.file === true && whereDue(endsInPaper, facts.resultLink === true)),
  '4.3': (facts, _, parameters) => {
    const isOnline = channelOf(facts, parameters) === parameters.onlineChannel;
    return shareOf(facts.digitised === true || (isOnline && facts.paperDigitised === true));
  },
  '4.4': (facts) => shareOf(facts.fromStore === true),
  '4.5': (facts, _, { populationDatabases }) =>
    shareOf(facts.vneid === true || facts.fromStore === true || (facts.databases ?? []).some(isOneOf(populationDatabases))),
  '5.4': () => NOTHING,
};

function channelOf({ channel }: ScoreFacts, { emptyChannel }: Parameters): string {
  return channel ?? emptyChannel;
}

/** Whether there is what has to be there where the procedure ends in a paper. Undefined: the catalogue does not say whether it does. */
function whereDue(endsInPaper: boolean | undefined, isThere: boolean): boolean | undefined {
  if (isThere || endsInPaper === false) return true;
  return endsInPaper === undefined ? undefined : false;
}

function isOneOf(codes: readonly string[]): (code: string) => boolean {
  return (code) => codes.length === 0 || codes.includes(code);
}

function onlyWhere(is: boolean | undefined, add: () => Contribution): Contribution {
  if (is === undefined) return UNKNOWN;
  return is ? add() : NOTHING;
}

function shareOf(is: boolean | undefined): Contribution {
  return is === undefined ? UNKNOWN : { numerator: is ? 1 : 0, denominator: 1, unknown: false };
}

/** Whether one contribution is worse than another: less is counted, or more is missed. Of an average it is the longer one. */
export function isWorse(figure: Figure, counted: Contribution, did: Contribution): boolean {
  if (counted.unknown || did.unknown) return false;
  if (figure === '2.2') return counted.denominator === 1 && did.denominator === 1 && counted.numerator > did.numerator;
  const missed = (one: Contribution): number => one.denominator - one.numerator;
  return counted.numerator < did.numerator || missed(counted) > missed(did);
}
