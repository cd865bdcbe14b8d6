import { userInfo } from 'node:os';
import { OperatorRefused, OperatorRegister } from '#ledger';
import { ConfigurationError, readEnvironment } from '#runtime';
import { WrongUsage } from './clients/wrong-usage.ts';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { carryOut, type Outcome } from './operators/carry-out.ts';
import { readCommand, type Command } from './operators/command.ts';
import { HELP } from './operators/help.ts';
import { sentenceFor } from './operators/refusals.ts';
import { StandaloneSettings } from './settings.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

// npm run operator: adds people who operate the gateway, gives them passwords and roles, and lists them, beside a running console. What
// was asked for goes to stdout, whatever is wrong to stderr.
const WRONG_USAGE = 2;
const UNDEFINED_IN_DATABASE = /^42(P01|703|883)$/;

const terminal = new Terminal();
const complaints = new Terminal(process.stderr);
try {
  const command = readCommand(process.argv.slice(2));
  if (command.act.kind === 'help') terminal.line(`${HELP.vi}\n\n${HELP.en}`);
  else tell(await run(command.act, command), command.asJson);
} catch (error) {
  explain(error);
  process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : 1;
}

async function run(act: Parameters<typeof carryOut>[0], { by }: Command): Promise<Outcome> {
  const settings = readEnvironment(StandaloneSettings);
  const { ownerUrl } = await findDatabase(layOut(settings), settings.ownerUrl);
  const register = await OperatorRegister.open(ownerUrl);
  try {
    return await carryOut(act, { register, by: by ?? userInfo().username });
  } finally {
    await register.close();
  }
}

function tell({ lines, json }: Outcome, asJson: boolean): void {
  if (asJson) terminal.line(JSON.stringify(json, null, 2));
  else for (const line of lines) terminal.line(line);
}

function explain(error: unknown): void {
  if (error instanceof WrongUsage) complaints.warn(error.text, ['npm run operator -- --help']);
  else if (error instanceof OperatorRefused) complaints.warn(sentenceFor(error));
  else if (error instanceof Trouble) complaints.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) complaints.line(error.message);
  else if (isOldSchema(error)) {
    complaints.warn({
      vi: 'Cơ sở dữ liệu chưa được cập nhật: chạy npm run migrate (hoặc khởi động lại npm start) trước.',
      en: 'The database is not up to date: run npm run migrate (or start npm start again) first.',
    });
  } else complaints.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function isOldSchema(error: unknown): boolean {
  return error instanceof Error && 'code' in error && UNDEFINED_IN_DATABASE.test(String(error.code));
}
