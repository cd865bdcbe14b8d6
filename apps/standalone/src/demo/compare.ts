import type { HeldDossier } from './portal.ts';
import type { DemoDossier, DemoStep } from './write-dossiers.ts';

/** What one dossier came to: counts, and how what the portal holds differs from what was sent. */
export interface Comparison {
  readonly dossierCode: string;
  readonly records: number;
  readonly steps: number;
  readonly isFinished: boolean;
  /** Steps that were sent and are not there, or a record that is missing or lags behind. */
  readonly lost: readonly string[];
  /** Steps that are there more often than they were sent, or were never sent. */
  readonly doubled: readonly string[];
  /** Whether the steps stand in another order than they were sent. */
  readonly isOutOfOrder: boolean;
}

/** Compares a dossier with what the portal holds of it: every step by itself, the last record by its status and procedure. */
export function compare({ dossierCode, body, steps }: DemoDossier, held: HeldDossier | undefined): Comparison {
  const sent = steps.map(sentStep);
  const there = (held?.steps ?? []).map(({ item }) => heldStep(item));
  const lost = without(sent, there);
  const doubled = without(there, sent);
  const last = held?.records.at(-1)?.item;
  const status = String(steps.at(-1)?.status ?? body['status']);
  const isCurrent = last?.['TrangThaiHoSo'] === status && String(last['MaTTHC']).startsWith(String(body['procedureCode']));
  return {
    dossierCode,
    records: held?.records.length ?? 0,
    steps: there.length,
    isFinished: isCurrent && (status === '9' || status === '10'),
    lost: isCurrent ? lost : [...lost, `record ${dossierCode} ${status}`],
    doubled,
    isOutOfOrder: lost.length === 0 && doubled.length === 0 && sent.some((step, at) => step !== there[at]),
  };
}

/** Whether everything that was sent has arrived, and nothing else. */
export function isWhole({ lost, doubled, isOutOfOrder }: Comparison): boolean {
  return lost.length === 0 && doubled.length === 0 && !isOutOfOrder;
}

function sentStep({ status, occurredAt, officer, title, department, content }: DemoStep): string {
  return JSON.stringify([occurredAt.replace(/[+-]\d\d:\d\d$|\D/g, ''), String(status), officer, title, department, content]);
}

function heldStep(item: Readonly<Record<string, unknown>>): string {
  const names = ['ThoiDiemXuLy', 'TrangThai', 'NguoiXuLy', 'ChucDanh', 'PhongBanXuLy', 'NoiDungXuLy'];
  return JSON.stringify(names.map((name) => String(item[name])));
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
