import type { Verdict } from './partner-client.ts';

/**
 * What is wrong with an answer before its words are weighed: it is no envelope · it speaks of another call or dossier than ours ·
 * the envelope and its items say different things · the part that was asked for is missing.
 */
export type Flaw = 'unreadable' | 'stale' | 'contradictory' | 'incomplete';

/**
 * One line of a dialect's table: every condition that is given must hold, and the first line that holds decides. Texts are
 * fragments, compared in NFC and lower case with the partner's messages; `beside` must occur too, `without` must not.
 */
export interface OutcomeRow<Service extends string = string, Cause extends string = string> {
  readonly services?: readonly Service[];
  /** HTTP status, from and to; without it 200–201. */
  readonly http?: readonly [number, number];
  readonly flaws?: readonly Flaw[];
  /** The partner's code as an integer in text, or whether it means success. */
  readonly codes?: readonly string[] | 'success' | 'failure';
  readonly texts?: readonly string[];
  readonly beside?: readonly string[];
  readonly without?: readonly string[];
  readonly verdict: Verdict;
  readonly cause: Cause;
  /** The request certainly had no effect. */
  readonly withoutEffect?: true;
}

/** What is known of an answer when the table is asked. */
export interface Facts<Service extends string = string> {
  readonly service: Service;
  readonly http: number;
  readonly flaw: Flaw | undefined;
  /** The partner's code as an integer in text, where there is one. */
  readonly code: string | undefined;
  /** Whether that code means success. */
  readonly succeeded: boolean;
  /** All its messages, as `foldText` makes them. */
  readonly text: string;
}

const SUCCESSFUL_HTTP = [200, 201] as const;

/** The first line of the table that holds; its last line always does. */
export function judge<Service extends string>(table: readonly OutcomeRow<Service>[], facts: Facts<Service>): OutcomeRow<Service> {
  const row = table.find((candidate) => holds(candidate, facts));
  if (row === undefined) throw new Error('the outcome table has no last line');
  return row;
}

/** A text as fragments are compared with it: NFC, lower case, single spaces. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function holds<Service extends string>(row: OutcomeRow<Service>, facts: Facts<Service>): boolean {
  const { service, http, flaw, text } = facts;
  const [from, to] = row.http ?? SUCCESSFUL_HTTP;
  return (
    http >= from &&
    http <= to &&
    (row.services?.includes(service) ?? true) &&
    (row.flaws === undefined || (flaw !== undefined && row.flaws.includes(flaw))) &&
    hasCode(row, facts) &&
    (row.texts === undefined || speaksOf(text, row.texts)) &&
    (row.beside === undefined || speaksOf(text, row.beside)) &&
    (row.without === undefined || !speaksOf(text, row.without))
  );
}

function hasCode({ codes }: Pick<OutcomeRow, 'codes'>, { code, succeeded }: Pick<Facts, 'code' | 'succeeded'>): boolean {
  if (codes === undefined) return true;
  if (code === undefined) return false;
  if (codes === 'success' || codes === 'failure') return succeeded === (codes === 'success');
  return codes.includes(code);
}

function speaksOf(text: string, fragments: readonly string[]): boolean {
  return fragments.some((fragment) => text.includes(fragment));
}
