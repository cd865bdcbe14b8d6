import type { LegalDay } from '#canonical';
import type { NamedUnit } from '../desk/name-units.ts';
import type { OutcomeState } from '../lanes/write-outcomes.ts';
import type { DiscrepancyKind, Heal, Tier } from '../reconcile/kinds.ts';

/**
 * Dossiers of a day. `received`, `finished`, `returned`, `refused`: of that day · `registered`: not received yet, as of when the sheet was made ·
 * `inProgress`: at the end of the day · `waitsForCitizen`: of these, those with status 5 or 6 · `withoutDueDate`: of these, without one ·
 * `unread`: of these, those of which nobody has read the times yet.
 */
export interface DossierCounts {
  readonly received: number;
  readonly registered: number;
  readonly inProgress: number;
  readonly waitsForCitizen: number;
  readonly finished: number;
  readonly returned: number;
  readonly refused: number;
  readonly withoutDueDate: number;
  readonly unread: number;
}

/** A dossier in progress by the day on which it is due. `worked`: working days since then, or until then; undefined: the calendar lacks a year. */
export interface DueDossier {
  readonly code: string;
  readonly procedure: string;
  readonly status: number;
  readonly dueOn: LegalDay;
  readonly worked: number | undefined;
}

/** What is due when. `soon`: on each of the next working days, and on days off before them; undefined: the calendar lacks a year. */
export interface Due {
  readonly overdue: number;
  readonly today: number;
  readonly soon: readonly { readonly day: LegalDay; readonly dossiers: number }[] | undefined;
  /** The first ones, the longest overdue first. */
  readonly dossiers: readonly DueDossier[];
}

/**
 * A destination. What became of items on the day: `delivered` (acknowledged), `refused`, `held`, `released` · how dossiers stand as of when the sheet
 * was made: `acknowledged` whole, `waiting` to be sent, `heldNow`, `blockedNow`.
 */
export interface DestinationDay {
  readonly destination: string;
  readonly mode: 'live' | 'shadow';
  readonly standing: 'open' | 'paused' | 'stopped' | 'maintenance';
  readonly delivered: number;
  readonly refused: number;
  readonly held: number;
  readonly released: number;
  readonly acknowledged: number;
  readonly waiting: number;
  readonly heldNow: number;
  readonly blockedNow: number;
}

/** Dossiers that wait at a destination for one reason, as its outcome was told. */
export interface WaitingFor {
  readonly destination: string;
  readonly state: Extract<OutcomeState, 'held' | 'refused'>;
  readonly cause: string;
  readonly mustAct: string;
  readonly since: Date;
  readonly dossiers: number;
  /** Some of them. */
  readonly codes: readonly string[];
}

/** A difference that is the commune's task. */
export interface DifferenceToSettle {
  readonly dossierCode: string;
  readonly side: string;
  readonly tier: Tier;
  readonly kind: DiscrepancyKind;
  readonly field: string;
  readonly heal: Heal;
  readonly cause: string;
  readonly firstAt: Date;
}

/** What reconciliation finds open. `byOwner`: how many by who must act. */
export interface Differences {
  readonly byOwner: Readonly<Record<string, number>>;
  readonly own: readonly DifferenceToSettle[];
}

/** What a system is asked to send again. `dossierCode` null: everything since then. */
export interface OpenResend {
  readonly client: string;
  readonly dossierCode: string | null;
  readonly cause: string;
  readonly since: Date;
  readonly at: Date;
}

/** A system of the unit, and when it called last; null: not since that is noted. */
export interface SystemContact {
  readonly client: string;
  readonly name: string;
  readonly lastAt: Date | null;
}

/** What is told of some units together. */
export interface SheetFacts {
  readonly dossiers: DossierCounts;
  readonly due: Due;
  readonly destinations: readonly DestinationDay[];
  /** For how many reasons dossiers wait, and the first of them, those that concern most first. */
  readonly waitReasons: number;
  readonly waits: readonly WaitingFor[];
  readonly differences: Differences;
  /** How many are open, and the first of them, the oldest first. */
  readonly resendsOpen: number;
  readonly resends: readonly OpenResend[];
  /** One per kind of warning: there are a dozen of them. */
  readonly warnings: readonly { readonly code: string; readonly given: number }[];
  /** How many there are, and those that called last. */
  readonly systemsKnown: number;
  readonly systems: readonly SystemContact[];
}

/** A unit in the sheet of several. */
export interface SheetRow {
  readonly unit: NamedUnit;
  readonly facts: SheetFacts;
}

/** The daily sheet of a unit, of the units of a client, or of the province. Codes, days and causes alone: nothing of a person. */
export interface DailySheet {
  readonly day: LegalDay;
  readonly madeAt: Date;
  /** `units`: those of one client. */
  readonly of: 'unit' | 'units' | 'province';
  /** The unit, where it is that of one. */
  readonly unit: NamedUnit | undefined;
  readonly facts: SheetFacts;
  /** Each unit, where it is that of several; what a divided unit has not handed over yet is in each of its successors, and once in `facts`. */
  readonly rows: readonly SheetRow[];
}
