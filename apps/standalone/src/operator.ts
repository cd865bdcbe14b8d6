import { userInfo } from 'node:os';
import { OperatorRefused, OperatorRegister } from '#ledger';
import { readEnvironment } from '#runtime';
import { fail } from './command-line.ts';
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

const terminal = new Terminal();
try {
  const command = readCommand(process.argv.slice(2));
  if (command.act.kind === 'help') terminal.line(`${HELP.vi}\n\n${HELP.en}`);
  else tell(await run(command.act, command), command.asJson);
} catch (error) {
  fail(error instanceof OperatorRefused ? new Trouble(sentenceFor(error)) : error, 'operator');
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
