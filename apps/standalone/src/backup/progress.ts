import type { Passed } from '#ledger';
import type { Terminal } from '../terminal/terminal.ts';

/** Shows how far a table is, and what it came to. */
export function showTables(terminal: Terminal): (table: string, passed: Passed, isDone: boolean) => void {
  return (table, { rows, bytes }, isDone) => {
    const line = `${table.padEnd(18)} ${String(rows).padStart(12)} dòng/rows ${sizeOf(bytes).padStart(10)}`;
    if (isDone) terminal.progress('', false);
    if (isDone) terminal.line(`  ${line}`);
    else terminal.progress(line, false);
  };
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes for people. */
export function sizeOf(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1_024)));
  const value = bytes / 1_024 ** power;
  return `${power === 0 ? String(bytes) : value.toFixed(1)} ${UNITS[power] ?? ''}`;
}
