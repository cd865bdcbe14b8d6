import type { Channel, LegalDay, Status } from '#canonical';

/** The figures that are computed here, as the decision numbers them. */
export const FIGURES = ['1.4', '2.1', '2.2', '3.3', '3.5', '3.6', '4.1', '4.2', '4.3', '4.4', '4.5', '5.4'] as const;
export type Figure = (typeof FIGURES)[number];

/** Words in both languages. */
interface Words {
  readonly vi: string;
  readonly en: string;
}

/** A figure of one version of the formulas. */
export interface FigureRule {
  readonly number: Figure;
  readonly name: Words;
  /** From which percentage on all points are given; null = from 100. */
  readonly threshold: number | null;
  /** Most points; null = not known. */
  readonly points: number | null;
  /** What of the formula cannot be computed here, or was taken for granted. */
  readonly limits: Words | null;
}

/** What in the formulas is open to interpretation. */
export interface Parameters {
  /** Statuses of steps that finish a dossier: the first group of which there is a step counts. */
  readonly finishing: readonly (readonly Status[])[];
  /** Those of them that count only where the dossier had been received before. */
  readonly finishesIfReceived: readonly Status[];
  /** Of several steps of a finishing group the first or the last. */
  readonly repeatedStep: 'first' | 'last';
  readonly supplementRequested: Status;
  /** Statuses of steps by which a citizen has come back. */
  readonly supplementAnsweredBy: readonly Status[];
  /** A request that nobody answered: until the finish it counts as time of the citizen, or not at all. */
  readonly openSupplement: 'until-finish' | 'nothing';
  /** As what an empty channel counts. */
  readonly emptyChannel: Channel;
  readonly onlineChannel: Channel;
  readonly paidOnline: readonly string[];
  /** Codes of the population database; none = whichever database was consulted. */
  readonly populationDatabases: readonly string[];
  /** How long before a period a dossier may have been received to be still looked for among those in hand; months. */
  readonly lookBackMonths: number;
}

/** One version of the formulas. */
export interface Rules {
  readonly version: string;
  /** The first day of the periods that it is for. */
  readonly validFrom: LegalDay;
  readonly source: Words;
  readonly sourceDate: LegalDay;
  /** Whether the province has confirmed it. */
  readonly confirmed: boolean;
  readonly parameters: Parameters;
  readonly figures: readonly FigureRule[];
}

/** The version for a period that begins on that day: the latest that was valid by then. */
export function rulesFor(versions: readonly Rules[], from: LegalDay): Rules | undefined {
  return versions
    .filter(({ validFrom }) => validFrom <= from)
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .at(-1);
}
