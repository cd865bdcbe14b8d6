import { BackupRefused } from '#ledger';
import { ConfigurationError, type Text } from '#runtime';
import { WrongUsage } from '../clients/wrong-usage.ts';
import { Terminal } from '../terminal/terminal.ts';
import { Trouble } from '../trouble.ts';
import { sentenceFor } from './refusals.ts';

const WRONG_USAGE = 2;
const MISSING_TABLE = '42P01';

/** Runs a command: what it says goes to stdout, whatever is wrong to stderr, in both languages and with what to do next. */
export async function runCommand(
  name: string,
  help: Text,
  work: (words: readonly string[], terminal: Terminal) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal();
  const words = process.argv.slice(2);
  try {
    if (words.includes('--help') || words.includes('-h')) terminal.line(`${help.vi}\n\n${help.en}`);
    else await work(words, terminal);
  } catch (error) {
    explain(error, name);
    process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : 1;
  }
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

function explain(error: unknown, name: string): void {
  const complaints = new Terminal(process.stderr);
  if (error instanceof WrongUsage) complaints.warn(error.text, [`npm run ${name} -- --help`]);
  else if (error instanceof Trouble) complaints.warn(error.text, error.lines);
  else if (error instanceof BackupRefused) complaints.warn(sentenceFor(error.refusal), error.details);
  else if (error instanceof ConfigurationError) complaints.line(error.message);
  else if (isOldSchema(error)) {
    complaints.warn({
      vi: 'Cơ sở dữ liệu chưa được cập nhật: chạy npm run migrate (hoặc khởi động lại npm start) trước.',
      en: 'The database is not up to date: run npm run migrate (or start npm start again) first.',
    });
  } else complaints.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function isOldSchema(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === MISSING_TABLE;
}
