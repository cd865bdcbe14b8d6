import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '#runtime';
import { WrongUsage } from './clients/wrong-usage.ts';
import { checkEdition, checkProcesses, checkYear } from './configuration/check.ts';
import { CONFIG_HELP, readConfigCommand, type ConfigCommand } from './configuration/command.ts';
import { writeReference } from './configuration/reference.ts';
import { tellFaults, tellValues } from './configuration/tell.ts';
import { layOut } from './disk/places.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

// npm run config: looks through the configuration without starting anything, shows the values in force, and writes the reference. What
// was asked for goes to stdout, what is wrong with the command to stderr.
const WRONG_USAGE = 2;

const terminal = new Terminal();
const complaints = new Terminal(process.stderr);
try {
  process.exitCode = await run(readConfigCommand(process.argv.slice(2)));
} catch (error) {
  explain(error);
  process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : 1;
}

/** Answers the exit code. */
async function run(command: ConfigCommand): Promise<number> {
  switch (command.kind) {
    case 'help':
      terminal.line(`${CONFIG_HELP.vi}\n\n${CONFIG_HELP.en}`);
      return 0;
    case 'check': {
      const { checked } = await (command.apart ? checkProcesses() : checkEdition());
      return Number(tellFaults([...checked, checkYear()], terminal) > 0);
    }
    case 'show': {
      const checkup = await (command.apart ? checkProcesses() : checkEdition());
      tellValues(checkup, terminal);
      terminal.line();
      return Number(tellFaults(checkup.checked, terminal) > 0);
    }
    case 'reference': {
      const text = await writeReference();
      if (!command.write) terminal.line(text);
      else writeFileSync(join(layOut({ dataDir: '.data' }).project, 'docs', 'configuration.md'), text);
      return 0;
    }
  }
}

function explain(error: unknown): void {
  if (error instanceof WrongUsage) complaints.warn(error.text, ['npm run config -- --help']);
  else if (error instanceof Trouble) complaints.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) complaints.line(error.message);
  else complaints.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
