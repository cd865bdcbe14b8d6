import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ClientRefused, ClientRegister } from '#ledger';
import { Province } from '#protocols';
import { readEnvironment, readSettingsFile } from '#runtime';
import { carryOut, type Outcome } from './clients/carry-out.ts';
import { readCommand, type Command } from './clients/command.ts';
import { findPepper } from './clients/find-pepper.ts';
import { HELP } from './clients/help.ts';
import { sentenceFor } from './clients/refusals.ts';
import { fail } from './command-line.ts';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { StandaloneSettings } from './settings.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

// npm run client: adds, rotates, revokes, scopes and lists the systems that may call the doors, beside running ones. What was asked
// for goes to stdout, whatever is wrong to stderr.

const terminal = new Terminal();
try {
  const command = readCommand(process.argv.slice(2));
  if (command.act.kind === 'help') terminal.line(`${HELP.vi}\n\n${HELP.en}`);
  else tell(await run(command.act, command), command.asJson);
} catch (error) {
  fail(error instanceof ClientRefused ? new Trouble(sentenceFor(error), error.lines) : error, 'client');
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
