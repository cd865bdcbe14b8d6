import { PORTAL_FORMS, type PortalForm } from './portal-forms.ts';
import type { HeldDossier, PortalName } from './portal.ts';
import type { DemoDossier } from './write-dossiers.ts';

/** What one dossier came to at a portal: counts, and how what the portal holds differs from what was sent. */
export interface Comparison {
  readonly dossierCode: string;
  readonly records: number;
  readonly steps: number;
  /** Steps that were sent and are not there, or a record that is missing or lags behind. */
  readonly lost: readonly string[];
  /** Steps that are there more often than they were sent, or were never sent. */
  readonly doubled: readonly string[];
  /** Whether the steps stand in another order than they were sent. */
  readonly isOutOfOrder: boolean;
}

type Item = Readonly<Record<string, unknown>>;

/** Compares a dossier with what a portal holds of it, in that portal's own words: every step, and the last record. */
export function compare(dossier: DemoDossier, portal: PortalName, held: HeldDossier | undefined): Comparison {
  const { dossierCode } = dossier;
  const form = PORTAL_FORMS[portal];
  const expected = dossier.steps.map(form.step);
  const [names = []] = expected.map(Object.keys);
  const sent = expected.map((step) => textOf(step, names));
  const there = (held?.steps ?? []).map(({ item }) => textOf(item, names));
  const lost = without(sent, there);
  const doubled = without(there, sent);
  const last = held?.records.at(-1)?.item;
  const isCurrent = last !== undefined && isLast(last, dossier, form);
  return {
    dossierCode,
    records: held?.records.length ?? 0,
    steps: there.length,
    lost: isCurrent ? lost : [...lost, `record ${dossierCode}`],
    doubled,
    isOutOfOrder: lost.length === 0 && doubled.length === 0 && sent.some((step, at) => step !== there[at]),
  };
}

/** Whether everything that was sent has arrived, and nothing else. */
export function isWhole({ lost, doubled, isOutOfOrder }: Comparison): boolean {
  return lost.length === 0 && doubled.length === 0 && !isOutOfOrder;
}

function isLast(last: Item, dossier: DemoDossier, { record, procedure }: PortalForm): boolean {
  const expected = record(dossier);
  const names = Object.keys(expected);
  const hasProcedure = String(last[procedure]).startsWith(String(dossier.body['procedureCode']));
  return hasProcedure && textOf(last, names) === textOf(expected, names);
}

function textOf(item: Item, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => item[name] ?? null));
}

/** What is left of a list when each member of another one takes one equal member away. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return list.filter((member) => {
    const count = left.get(member) ?? 0;
    left.set(member, count - 1);
    return count <= 0;
  });
}
