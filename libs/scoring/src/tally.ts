import { COUNTED_FIGURES, DERIVED, type Contribution } from './contributions.ts';
import type { Judgement } from './losses.ts';
import type { Figure, FigureRule } from './rules.ts';

/** What one side adds up to. */
export interface SideSum {
  readonly numerator: number;
  readonly denominator: number;
  /** Dossiers of which it cannot be told. */
  readonly unknown: number;
}

/** What a figure of a unit adds up to on both sides. `lost`: dossiers that count for less than was done. */
export interface FigureSum {
  readonly did: SideSum;
  readonly counted: SideSum;
  readonly lost: number;
}

/** Where a dossier is counted. */
export interface Place {
  readonly unit: number;
  readonly procedure: string;
}

/** All units together. */
const PROVINCE = 0;
const OF_PROCEDURES: Figure = '3.5';

/** Added to in place: there is one of these per unit and figure, and additions by the million. */
interface Sums {
  readonly did: Writable<SideSum>;
  readonly counted: Writable<SideSum>;
  lost: number;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** Adds up what dossiers contribute, by unit and for the province. What it holds grows with the units and their procedures, not with the dossiers. */
export class Tally {
  private readonly units = new Map<number, Map<Figure, Sums>>();
  /** Of figure 3.5 by unit: whether a fee was synchronised, by procedure. */
  private readonly procedures = new Map<number, Map<string, { did: Contribution; counted: Contribution }>>();

  add({ unit, procedure }: Place, judgement: Judgement): void {
    for (const place of [unit, PROVINCE]) {
      const sums = this.sumsOf(place);
      for (const figure of COUNTED_FIGURES) if (figure !== OF_PROCEDURES) addTo(sums, figure, judgement);
      this.addProcedure(place, procedure, judgement);
    }
  }

  /** The sums of each unit and, as unit 0, of the province. */
  *results(): Generator<{ readonly unit: number; readonly figure: Figure; readonly sum: FigureSum }> {
    for (const [unit, sums] of this.units) {
      for (const [figure, sum] of sums) yield { unit, figure, sum };
      yield { unit, figure: OF_PROCEDURES, sum: this.sumOfProcedures(unit) };
    }
  }

  /** Units with procedures of which a fee counts although some of their dossiers lost theirs: those cost nothing. */
  *covered(): Generator<Place> {
    for (const [unit, procedures] of this.procedures)
      for (const [procedure, { counted }] of procedures)
        if (unit !== PROVINCE && counted.numerator > 0) yield { unit, procedure };
  }

  private sumsOf(unit: number): Map<Figure, Sums> {
    const known = this.units.get(unit) ?? new Map<Figure, Sums>();
    this.units.set(unit, known);
    return known;
  }

  private addProcedure(unit: number, procedure: string, { did, counted }: Judgement): void {
    const procedures = this.procedures.get(unit) ?? new Map<string, { did: Contribution; counted: Contribution }>();
    this.procedures.set(unit, procedures);
    const [done, counts] = [did.get(OF_PROCEDURES), counted.get(OF_PROCEDURES)];
    if (done === undefined || counts === undefined) return;
    const before = procedures.get(procedure);
    procedures.set(procedure, { did: either(before?.did, done), counted: either(before?.counted, counts) });
  }

  private sumOfProcedures(unit: number): FigureSum {
    const sums = noSums();
    for (const { did, counted } of this.procedures.get(unit)?.values() ?? []) {
      add(sums.did, did);
      add(sums.counted, counted);
      if (counted.numerator < did.numerator) sums.lost += 1;
    }
    return sums;
  }
}

function noSums(): Sums {
  const none = { numerator: 0, denominator: 0, unknown: 0 };
  return { did: { ...none }, counted: { ...none }, lost: 0 };
}

function addTo(sums: Map<Figure, Sums>, figure: Figure, { did, counted, losses }: Judgement): void {
  const [done, counts] = [did.get(figure), counted.get(figure)];
  if (done === undefined || counts === undefined) return;
  const sum = sums.get(figure) ?? noSums();
  sums.set(figure, sum);
  add(sum.did, done);
  add(sum.counted, counts);
  if (losses.some((loss) => loss.figure === figure)) sum.lost += 1;
}

function add(sum: Writable<SideSum>, { numerator, denominator, unknown }: Contribution): void {
  sum.numerator += numerator;
  sum.denominator += denominator;
  if (unknown) sum.unknown += 1;
}

/** Of a procedure it is enough that one dossier has it. */
function either(one: Contribution | undefined, other: Contribution): Contribution {
  if (one === undefined) return other;
  const denominator = Math.max(one.denominator, other.denominator);
  return {
    numerator: Math.max(one.numerator, other.numerator),
    denominator,
    unknown: denominator === 0 && (one.unknown || other.unknown),
  };
}

/** What a figure comes to on one side. `reason`: why there is none. */
export interface FigureValue {
  /** Per cent, of figure 2.2 working days; two decimals. */
  readonly value: number | null;
  readonly reason: 'nothing-counted' | 'not-known' | null;
  /** How much of the points it gives, per cent. */
  readonly share: number | null;
  readonly points: number | null;
}

/** The value of a figure of one side, and the points that it gives: below the threshold in proportion. `sumOf`: the sums of that side. */
export function valueOf({ number, threshold, points }: FigureRule, sumOf: (figure: Figure) => SideSum | undefined): FigureValue {
  const sum = sumOf(DERIVED[number] ?? number);
  const ratio = ratioOf(sum);
  const rate = number === '3.3' ? ratioOf(sumOf('1.4')) : 1;
  if (ratio === undefined || rate === undefined)
    return { value: null, reason: (sum?.unknown ?? 0) > 0 ? 'not-known' : 'nothing-counted', share: null, points: null };
  if (number === '2.2') return { value: rounded(ratio), reason: null, share: null, points: null };
  const percent = 100 * ratio * rate;
  const share = Math.min(1, percent / (threshold ?? 100));
  return {
    value: rounded(percent),
    reason: null,
    share: rounded(100 * share),
    points: points === null ? null : rounded(points * share),
  };
}

function ratioOf(sum: SideSum | undefined): number | undefined {
  return sum === undefined || sum.denominator === 0 ? undefined : sum.numerator / sum.denominator;
}

/** To two decimals, halves up. */
function rounded(value: number): number {
  return Math.round((value + Number.EPSILON) * 100) / 100;
}
