import { drawTable, type Column } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { isWhole, type Comparison } from './compare.ts';
import type { DemoDoor } from './communes.ts';
import type { CommunePlan } from './plan.ts';

/** A commune's dossiers with what became of each. */
export interface CommuneOutcome {
  readonly plan: CommunePlan;
  readonly comparisons: readonly Comparison[];
}

const COLUMNS: readonly Column[] = [
  { heading: { vi: 'Xã, phường', en: 'Commune' }, side: 'left' },
  { heading: { vi: 'Mã (demo)', en: 'Code (demo)' }, side: 'left' },
  { heading: { vi: 'Cửa', en: 'Door' }, side: 'left' },
  { heading: { vi: 'Hồ sơ đã gửi', en: 'Dossiers sent' }, side: 'right' },
  { heading: { vi: 'Bước đã gửi', en: 'Steps sent' }, side: 'right' },
  { heading: { vi: 'Cổng giữ', en: 'Portal has' }, side: 'right' },
  { heading: { vi: 'Bản ghi', en: 'Records' }, side: 'right' },
  { heading: { vi: 'Bước', en: 'Steps' }, side: 'right' },
  { heading: { vi: 'Xong', en: 'Finished' }, side: 'right' },
];

const DOOR_NAMES = {
  native: 'riêng · native',
  national: 'quốc gia · national',
  wrapper: 'hệ thống tỉnh · wrapper',
} as const satisfies Record<DemoDoor, string>;

/** Prints what the portal holds, commune by commune, and what the comparison found. Whether everything is there exactly once. */
export function report(terminal: Terminal, outcomes: readonly CommuneOutcome[]): boolean {
  terminal.line();
  terminal.line('Cổng quốc gia (mô phỏng) đang giữ  ·  What the (simulated) national portal holds');
  terminal.line();
  const rows = outcomes.map(({ plan, comparisons }) => [
    plan.commune.name.normalize('NFC'),
    plan.commune.agencyCode,
    DOOR_NAMES[plan.commune.door],
    ...numbers(plan, comparisons).map(String),
  ]);
  const sums = outcomes.map(({ plan, comparisons }) => numbers(plan, comparisons));
  const total = sums[0]?.map((_, at) => String(sums.reduce((sum, row) => sum + (row[at] ?? 0), 0))) ?? [];
  drawTable(COLUMNS, rows, [`Tổng cộng · Total: ${String(outcomes.length)}`, '', '', ...total]).forEach((line) => {
    terminal.line(`  ${line}`);
  });
  terminal.line();
  return verdict(
    terminal,
    outcomes.flatMap(({ comparisons }) => comparisons),
  );
}

function numbers({ dossiers }: CommunePlan, comparisons: readonly Comparison[]): number[] {
  const sum = (of: (comparison: Comparison) => number): number =>
    comparisons.reduce((total, comparison) => total + of(comparison), 0);
  return [
    dossiers.length,
    dossiers.reduce((total, { steps }) => total + steps.length, 0),
    sum(({ records }) => Number(records > 0)),
    sum(({ records }) => records),
    sum(({ steps }) => steps),
    sum(({ isFinished }) => Number(isFinished)),
  ];
}

function verdict(terminal: Terminal, comparisons: readonly Comparison[]): boolean {
  const faulty = comparisons.filter((comparison) => !isWhole(comparison));
  if (faulty.length === 0) {
    terminal.line('✔ Đã so từng hồ sơ, từng bước: không mất, không trùng, đúng thứ tự');
    terminal.line('  Every dossier and step compared: nothing lost, nothing doubled, all in order');
    return true;
  }
  const count = (of: (comparison: Comparison) => number): string =>
    String(faulty.reduce((total, comparison) => total + of(comparison), 0));
  const lost = count((comparison) => comparison.lost.length);
  const doubled = count((comparison) => comparison.doubled.length);
  const displaced = count((comparison) => Number(comparison.isOutOfOrder));
  terminal.line(
    `✘ ${String(faulty.length)} hồ sơ khác với bản đã gửi: thiếu ${lost}, trùng hoặc lạ ${doubled}, sai thứ tự ${displaced}`,
  );
  terminal.line(
    `  ${String(faulty.length)} dossiers differ from what was sent: missing ${lost}, doubled or foreign ${doubled}, out of order ${displaced}`,
  );
  faulty.slice(0, 10).forEach(({ dossierCode }) => {
    terminal.line(`    ${dossierCode}`);
  });
  return false;
}
