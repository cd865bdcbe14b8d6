import { ConfigurationError, type Text } from '#runtime';
import { WrongUsage } from './clients/wrong-usage.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

const FAILED = 1;
const WRONG_USAGE = 2;
const UNDEFINED_IN_DATABASE = /^42(P01|703|883)$/;
const NO_FILE = /^E(NOENT|ACCES|ISDIR)$/;

/**
 * Runs a command: what it says goes to stdout, whatever is wrong to stderr, in both languages and with what to do next. `work` answers
 * `false` where not all is well.
 */
export async function runCommand(
  name: string,
  help: Text,
  work: (words: readonly string[], terminal: Terminal) => Promise<unknown>,
): Promise<void> {
  const terminal = new Terminal();
  const words = process.argv.slice(2);
  try {
    if (words.includes('--help') || words.includes('-h')) terminal.line(`${help.vi}\n\n${help.en}`);
    else if ((await work(words, terminal)) === false) process.exitCode = FAILED;
  } catch (error) {
    fail(error, name);
  }
}

/** Says what kept a command from being done, and ends the process so. */
export function fail(error: unknown, name: string): void {
  const complaints = new Terminal(process.stderr);
  process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : FAILED;
  if (error instanceof WrongUsage) complaints.warn(error.text, [`npm run ${name} -- --help`]);
  else if (error instanceof Trouble) complaints.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) complaints.line(error.message);
  else complain(error, complaints);
}

function complain(error: unknown, complaints: Terminal): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (UNDEFINED_IN_DATABASE.test(code)) complaints.warn(OLD_SCHEMA);
  else if (NO_FILE.test(code)) complaints.warn({ vi: `Không mở được tệp: ${message}`, en: 'A file cannot be opened' });
  else complaints.line(error instanceof Error ? (error.stack ?? message) : message);
}

const OLD_SCHEMA: Text = {
  vi: 'Cơ sở dữ liệu chưa được cập nhật: chạy npm run migrate (hoặc khởi động lại npm start) trước.',
  en: 'The database is not up to date: run npm run migrate (or start npm start again) first.',
};
