import { ConfigurationError, type Text } from '#runtime';
import { WrongUsage } from '../clients/wrong-usage.ts';
import { Terminal } from '../terminal/terminal.ts';
import { Trouble } from '../trouble.ts';

const FAILED = 1;
const WRONG_USAGE = 2;
const UNDEFINED_IN_DATABASE = /^42(P01|703|883)$/;
const NO_FILE = /^E(NOENT|ACCES|ISDIR)$/;

/** Runs a command and says in both languages what keeps it from being done. `run` answers whether all is well. */
export async function runCommand(name: string, run: (terminal: Terminal) => Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await run(new Terminal())) ? 0 : FAILED;
  } catch (error) {
    process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : FAILED;
    explain(error, name);
  }
}

function explain(error: unknown, name: string): void {
  const complaints = new Terminal(process.stderr);
  if (error instanceof WrongUsage) complaints.warn(error.text, [`npm run ${name} -- --help`]);
  else if (error instanceof Trouble) complaints.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) complaints.line(error.message);
  else complaints.warn(textOf(error));
}

function textOf(error: unknown): Text {
  const [code, message] =
    error instanceof Error ? ['code' in error ? String(error.code) : '', error.message] : ['', String(error)];
  if (UNDEFINED_IN_DATABASE.test(code))
    return {
      vi: 'Cơ sở dữ liệu chưa được cập nhật: chạy npm run migrate (hoặc khởi động lại npm start) trước.',
      en: 'The database is not up to date: run npm run migrate (or start npm start again) first.',
    };
  if (NO_FILE.test(code)) return { vi: `Không mở được tệp: ${message}`, en: `A file cannot be opened: ${message}` };
  return { vi: `Không làm được: ${message}`, en: `It cannot be done: ${message}` };
}
