import { userInfo } from 'node:os';
import { readEnvironment } from '#runtime';
import { fail } from './command-line.ts';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { readParityCommand, type ParityWanted } from './parity/command.ts';
import { compare, toJson } from './parity/compare.ts';
import { findWrappingKey } from './parity/find-wrapping-key.ts';
import { PARITY_HELP } from './parity/help.ts';
import type { ParityReport } from './parity/report.ts';
import { showReport } from './parity/show-report.ts';
import { StandaloneSettings } from './settings.ts';
import { Terminal } from './terminal/terminal.ts';

// npm run parity: compares what a destination in shadow would have been sent with what the former system sent, beside a running gateway.
// The report goes to stdout, progress and whatever is wrong to stderr.
const DIFFERS = 1;

const terminal = new Terminal();
const complaints = new Terminal(process.stderr);
try {
  const command = readParityCommand(process.argv.slice(2));
  if (command.kind === 'help') terminal.line(`${PARITY_HELP.vi}\n\n${PARITY_HELP.en}`);
  else {
    const report = await run(command);
    tell(report, command.asJson);
    process.exitCode = report.unexpected === 0 ? 0 : DIFFERS;
  }
} catch (error) {
  fail(error, 'parity');
}

async function run(wanted: ParityWanted): Promise<ParityReport> {
  const settings = readEnvironment(StandaloneSettings);
  const places = layOut(settings);
  const { ownerUrl } = await findDatabase(places, settings.ownerUrl);
  const by = wanted.by ?? userInfo().username;
  const onProgress = (what: 'lines' | 'dossiers', done: number): void => {
    complaints.progress(what === 'lines' ? `${done} dòng · lines` : `${done} hồ sơ · dossiers`, false);
  };
  return compare(wanted, { ownerUrl, wrappingKey: findWrappingKey(places), by, onProgress });
}

function tell(report: ParityReport, asJson: boolean): void {
  if (asJson) terminal.line(JSON.stringify(toJson(report), null, 2));
  else for (const line of showReport(report)) terminal.line(line);
}
