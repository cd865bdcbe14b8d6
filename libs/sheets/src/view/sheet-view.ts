import { formatInstant, instantOf, type LegalDay } from '#canonical';
import type { DailySheet, DifferenceToSettle, OpenResend, SheetFacts, WaitingFor } from '#ledger';
import type { Text } from '#runtime';
import { nameOf } from '../destination-names.ts';
import { codeOf, OUTCOME_CODES, type OutcomeCode } from '../outcome-codes.ts';
import { RECONCILE_CAUSES } from '../reconcile-causes.ts';
import { WARNING_CODES } from '../warning-codes.ts';
import { taskOf } from './tasks.ts';

/** Dossiers that wait at a destination, in words. */
export interface WaitView extends Omit<WaitingFor, 'cause' | 'since'> {
  readonly code: OutcomeCode;
  readonly since: Date;
  readonly reason: Text;
  readonly next: Text;
}

/** A difference that is the commune's task, in words. */
export interface DifferenceView extends Omit<DifferenceToSettle, 'cause'> {
  readonly reason: Text;
  readonly next: Text;
}

/** What is asked for again, in words. */
export interface ResendView extends Omit<OpenResend, 'cause'> {
  readonly next: Text;
}

/** A warning, in words. */
export interface WarningView {
  readonly code: string;
  readonly given: number;
  readonly message: Text;
  readonly next: Text;
}

/** What is told of some units, in words. */
export interface FactsView extends Omit<SheetFacts, 'destinations' | 'waits' | 'differences' | 'resends' | 'warnings'> {
  readonly destinations: readonly (SheetFacts['destinations'][number] & { readonly name: Text })[];
  readonly waits: readonly WaitView[];
  readonly differences: { readonly byOwner: Readonly<Record<string, number>>; readonly own: readonly DifferenceView[] };
  readonly resends: readonly ResendView[];
  readonly warnings: readonly WarningView[];
}

/** A daily sheet with the words for its causes: what every form of it shows. */
export interface SheetView extends Pick<DailySheet, 'day' | 'madeAt' | 'of'> {
  readonly unit: { readonly code: string; readonly name: string } | null;
  readonly facts: FactsView;
  readonly rows: readonly { readonly unit: { readonly code: string; readonly name: string }; readonly facts: FactsView }[];
}

const UNKNOWN: Text = { vi: 'Xem trang vận hành của tỉnh.', en: "See the operators' page of the province." };
const CAUSES: Readonly<Record<string, Text>> = RECONCILE_CAUSES;
const WARNINGS: Readonly<Record<string, { readonly message: Text; readonly next: Text }>> = WARNING_CODES;

/** Puts a sheet into words. */
export function viewOf({ day, madeAt, of, unit, facts, rows }: DailySheet): SheetView {
  return {
    ...{ day, madeAt, of, unit: unit ?? null, facts: viewFacts(facts) },
    rows: rows.map((row) => ({ unit: row.unit, facts: viewFacts(row.facts) })),
  };
}

function viewFacts(facts: SheetFacts): FactsView {
  const { byOwner, own } = facts.differences;
  return {
    ...facts,
    destinations: facts.destinations.map((one) => ({ ...one, name: nameOf(one.destination) })),
    waits: facts.waits.map(({ cause, ...rest }) => {
      const code = codeOf({ state: rest.state, cause });
      const { message: reason, next } = OUTCOME_CODES[code];
      return { ...rest, code, reason, next };
    }),
    differences: {
      byOwner,
      own: own.map(({ cause, ...rest }) => ({ ...rest, reason: CAUSES[cause] ?? UNKNOWN, next: taskOf(rest.heal, cause) })),
    },
    resends: facts.resends.map(({ cause: _cause, ...rest }) => ({ ...rest, next: taskOf('resend', '') })),
    warnings: facts.warnings.map((warning) => ({
      ...warning,
      ...(WARNINGS[warning.code] ?? { message: UNKNOWN, next: UNKNOWN }),
    })),
  };
}

/** A day as people write it: dd/MM/yyyy. */
export function showDay(day: LegalDay): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${date}/${month}/${year}`;
}

/** A time as people write it, in Asia/Ho_Chi_Minh: dd/MM/yyyy HH:mm. */
export function showTime(at: Date): string {
  return formatInstant(instantOf(at), 'dd/MM/yyyy HH:mm');
}
