import type { Text } from '#runtime';
import { drawTable, type Column } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { isWhole, type Comparison } from './compare.ts';
import type { CommunePlan } from './plan.ts';
import type { PortalName } from './portal.ts';

/** A commune's dossiers with what became of each at each portal. */
export interface CommuneOutcome {
  readonly plan: CommunePlan;
  readonly at: ReadonlyMap<PortalName, readonly Comparison[]>;
}

const SENT: readonly Column[] = [
  { heading: { vi: 'Xã, phường', en: 'Commune' }, side: 'left' },
  { heading: { vi: 'Mã demo', en: 'Demo code' }, side: 'left' },
  { heading: { vi: 'Cửa', en: 'Door' }, side: 'left', mayYield: true },
  { heading: { vi: 'Hồ sơ', en: 'Sent' }, side: 'right' },
  { heading: { vi: 'bước', en: 'steps' }, side: 'right' },
];

const INDENT = '  ';

/** What a portal is called, in full and above its columns. */
const PORTALS: Readonly<Record<PortalName, { readonly name: Text; readonly short: Text }>> = {
  national: { name: { vi: 'Cổng quốc gia', en: 'national portal' }, short: { vi: 'QG', en: 'Nat.' } },
  province: { name: { vi: 'Cổng tỉnh', en: 'provincial portal' }, short: { vi: 'Tỉnh', en: 'Prov.' } },
};

function columnsOf(portal: PortalName): Column[] {
  return [
    { heading: PORTALS[portal].short, side: 'right' },
    { heading: { vi: 'bản ghi', en: 'records' }, side: 'right', mayYield: true },
    { heading: { vi: 'bước', en: 'steps' }, side: 'right' },
  ];
}

/** Prints what the portals hold, commune by commune, and what the comparison found. Whether everything is there exactly once. */
export function report(terminal: Terminal, outcomes: readonly CommuneOutcome[]): boolean {
  const portals = [...(outcomes[0]?.at.keys() ?? [])];
  terminal.heading({ vi: 'Các cổng (mô phỏng) đang giữ', en: 'What the simulated portals hold' });
  const rows = outcomes.map(({ plan, at }) => [
    plan.commune.name.normalize('NFC'),
    plan.commune.agencyCode,
    plan.commune.door,
    ...numbers(plan, at).map(String),
  ]);
  const sums = outcomes.map(({ plan, at }) => numbers(plan, at));
  const total = sums[0]?.map((_, column) => String(sums.reduce((sum, row) => sum + (row[column] ?? 0), 0))) ?? [];
  const columns = [...SENT, ...portals.flatMap(columnsOf)];
  const width = terminal.width === undefined ? undefined : terminal.width - INDENT.length;
  const table = drawTable(columns, rows, { total: [`Tổng · Total: ${String(outcomes.length)}`, '', '', ...total], width });
  for (const line of table) terminal.line(`${INDENT}${line}`);
  terminal.line();
  return portals.map((portal) => verdict(terminal, portal, outcomes)).every(Boolean);
}

/** Dossiers and steps that were sent, and for each portal dossiers, records and steps that are there. */
function numbers({ dossiers }: CommunePlan, at: CommuneOutcome['at']): number[] {
  const sum = (comparisons: readonly Comparison[], of: (comparison: Comparison) => number): number =>
    comparisons.reduce((total, comparison) => total + of(comparison), 0);
  return [
    dossiers.length,
    dossiers.reduce((total, { steps }) => total + steps.length, 0),
    ...[...at.values()].flatMap((comparisons) => [
      sum(comparisons, ({ records }) => Number(records > 0)),
      sum(comparisons, ({ records }) => records),
      sum(comparisons, ({ steps }) => steps),
    ]),
  ];
}

function verdict(terminal: Terminal, portal: PortalName, outcomes: readonly CommuneOutcome[]): boolean {
  const { short, name } = PORTALS[portal];
  const faulty = outcomes.flatMap(({ at }) => (at.get(portal) ?? []).filter((comparison) => !isWhole(comparison)));
  const [vi, en] = [`${short.vi} = ${name.vi}`, `${short.en} = ${name.en}`];
  if (faulty.length === 0) {
    terminal.done({
      vi: `${vi}: đã so từng hồ sơ, từng bước: không mất, không trùng, đúng thứ tự`,
      en: `${en}: every dossier and step: nothing lost, nothing doubled, all in order`,
    });
    return true;
  }
  const count = (of: (comparison: Comparison) => number): string =>
    String(faulty.reduce((total, comparison) => total + of(comparison), 0));
  const lost = count((comparison) => comparison.lost.length);
  const doubled = count((comparison) => comparison.doubled.length);
  const displaced = count((comparison) => Number(comparison.isOutOfOrder));
  const dossiers = String(faulty.length);
  terminal.fail(
    {
      vi: `${vi}: ${dossiers} hồ sơ khác bản đã gửi: thiếu ${lost}, trùng hoặc lạ ${doubled}, sai thứ tự ${displaced}`,
      en: `${en}: ${dossiers} dossiers differ: missing ${lost}, doubled or foreign ${doubled}, out of order ${displaced}`,
    },
    faulty.slice(0, 10).map(({ dossierCode }) => dossierCode),
  );
  return false;
}
