import { BackupRefused } from '#ledger';
import type { Text } from '#runtime';
import { WrongUsage } from '../clients/wrong-usage.ts';
import { runCommand } from '../command-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { Trouble } from '../trouble.ts';
import { sentenceFor } from './refusals.ts';

/** Runs a command of backups, with what may be refused to them. */
export function runBackupCommand(
  name: string,
  help: Text,
  work: (words: readonly string[], terminal: Terminal) => Promise<void>,
): Promise<void> {
  return runCommand(name, help, async (words, terminal) => {
    try {
      await work(words, terminal);
    } catch (error) {
      throw error instanceof BackupRefused ? new Trouble(sentenceFor(error.refusal), error.details) : error;
    }
  });
}

/** A span of time such as 90s, 60m, 2h, 1d in milliseconds. @throws WrongUsage */
export function readSpan(option: string, text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * UNITS[unit as keyof typeof UNITS];
  throw new WrongUsage({
    vi: `${option}: cần một khoảng thời gian như 90s, 60m, 2h, 1d`,
    en: `${option}: a span of time is needed, such as 90s, 60m, 2h, 1d`,
  });
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
