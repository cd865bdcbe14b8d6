import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EvidenceArchive } from '#ledger';
import { readEnvironment } from '#runtime';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { readExportCommand, type ExportCommand } from './evidence/command.ts';
import { writeEvidence } from './evidence/evidence-file.ts';
import { EXPORT_HELP } from './evidence/help.ts';
import { runCommand } from './evidence/run-command.ts';
import { StandaloneSettings } from './settings.ts';

// npm run export-evidence: writes the chain of evidence to a file, which is verified without the gateway.
await runCommand('export-evidence', async (terminal) => {
  const command = readExportCommand(process.argv.slice(2));
  if (command === 'help') terminal.line(`${EXPORT_HELP.vi}\n\n${EXPORT_HELP.en}`);
  else await run(command);
  return true;
});

async function run({ from, to, out }: ExportCommand): Promise<void> {
  const settings = readEnvironment(StandaloneSettings);
  const { ownerUrl } = await findDatabase(layOut(settings), settings.ownerUrl);
  const archive = await EvidenceArchive.open(ownerUrl);
  try {
    const head = { from, to, readOn: await archive.today() };
    const lines = Readable.from(writeEvidence(head, archive.read(head)));
    if (out === undefined) await pipeline(lines, process.stdout, { end: false });
    else await pipeline(lines, createWriteStream(out));
  } finally {
    await archive.close();
  }
}
