import { OUTCOME_TABLE, type Flaw, type OutcomeRow, type Service } from './outcome-table.ts';

/** What is known of an answer when the table is asked. */
export interface Facts {
  readonly service: Service;
  readonly http: number;
  readonly flaw: Flaw | undefined;
  /** The portal's code as an integer in text, where there is one. */
  readonly code: string | undefined;
  /** All its messages, as `foldText` makes them. */
  readonly text: string;
}

const SUCCESSFUL_HTTP = [200, 201] as const;

/** The first line of the outcome table that holds; its last line always does. */
export function judge(facts: Facts): OutcomeRow {
  const row = OUTCOME_TABLE.find((candidate) => holds(candidate, facts));
  if (row === undefined) throw new Error('the outcome table has no last line');
  return row;
}

/** A text as fragments are compared with it: NFC, lower case, single spaces. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

function holds(row: OutcomeRow, { service, http, flaw, code, text }: Facts): boolean {
  const [from, to] = row.http ?? SUCCESSFUL_HTTP;
  return (
    http >= from &&
    http <= to &&
    (row.services?.includes(service) ?? true) &&
    (row.flaws === undefined || (flaw !== undefined && row.flaws.includes(flaw))) &&
    isOneOf(row.codes, code) &&
    (row.texts === undefined || speaksOf(text, row.texts)) &&
    (row.beside === undefined || speaksOf(text, row.beside)) &&
    (row.without === undefined || !speaksOf(text, row.without))
  );
}

function isOneOf(codes: OutcomeRow['codes'], code: string | undefined): boolean {
  if (codes === undefined) return true;
  if (code === undefined) return false;
  return codes === 'failure' ? code !== '0' : codes.includes(code);
}

function speaksOf(text: string, fragments: readonly string[]): boolean {
  return fragments.some((fragment) => text.includes(fragment));
}
