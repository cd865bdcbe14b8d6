import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ClientRefused, ClientRegister } from '#ledger';
import { Province } from '#protocols';
import { ConfigurationError, readEnvironment, readSettingsFile } from '#runtime';
import { carryOut, type Outcome } from './clients/carry-out.ts';
import { readCommand, type Command } from './clients/command.ts';
import { findPepper } from './clients/find-pepper.ts';
import { HELP } from './clients/help.ts';
import { sentenceFor } from './clients/refusals.ts';
import { WrongUsage } from './clients/wrong-usage.ts';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { StandaloneSettings } from './settings.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

// npm run client: adds, rotates, revokes, scopes and lists the systems that may call the doors, beside running ones. What was asked
// for goes to stdout, whatever is wrong to stderr.
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
  const places = layOut(settings);
  const { code: province } = readSettingsFile(join(places.config, 'province.yaml'), Province);
  const { ownerUrl } = await findDatabase(places, settings.ownerUrl);
  const register = await ClientRegister.open(ownerUrl, findPepper(places));
  try {
    return await carryOut(act, { register, by: by ?? userInfo().username, province });
  } finally {
    await register.close();
  }
}

function tell({ lines, json }: Outcome, asJson: boolean): void {
  if (asJson) terminal.line(JSON.stringify(json, null, 2));
  else for (const line of lines) terminal.line(line);
}

function explain(error: unknown): void {
  if (error instanceof WrongUsage) {
    complaints.warn(error.text, ['npm run client -- --help']);
  } else if (error instanceof ClientRefused) complaints.warn(sentenceFor(error), error.lines);
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
