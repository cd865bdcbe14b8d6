import type { ShownSetting } from '#runtime';
import { drawTable, type Column } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Checked, Checkup } from './check.ts';

const column = (vi: string, en: string): Column => ({ heading: { vi, en }, side: 'left' });

/** Says of each part whether it is sound, and then everything that is wrong. Answers how much that is. */
export function tellFaults(checked: readonly Checked[], terminal: Terminal): number {
  for (const { what, faults } of checked) terminal.line(`  ${faults.length === 0 ? '✓' : '✗'} ${what}`);
  const faults = checked.flatMap((part) => part.faults);
  terminal.line();
  if (faults.length === 0) terminal.say({ vi: 'Cấu hình đúng', en: 'The configuration is sound' });
  else terminal.warn({ vi: `${String(faults.length)} lỗi:`, en: `${String(faults.length)} faults:` }, faults);
  return faults.length;
}

/** Shows the values in force, those that several processes have in common once. */
export function tellValues({ reports }: Checkup, terminal: Terminal): void {
  const shown = new Set<string>();
  for (const { name, values } of reports) {
    const fresh = values.filter((value) => !shown.has(keyOf(value)));
    fresh.forEach((value) => shown.add(keyOf(value)));
    terminal.line();
    terminal.line(name);
    const rows = fresh.map(({ name: setting, value, from }) => [setting, value, from]);
    const columns = [column('Thiết lập', 'Setting'), column('Giá trị', 'Value'), column('Lấy từ', 'From')];
    for (const line of drawTable(columns, rows)) terminal.line(`  ${line}`);
  }
}

function keyOf({ name, value, from }: ShownSetting): string {
  return JSON.stringify([name, value, from]);
}
