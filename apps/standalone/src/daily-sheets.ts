import { SheetArchive } from '#ledger';
import { openLog, readEnvironment } from '#runtime';
import { runCommand } from './command-line.ts';
import { readSheetsCommand, type SheetsCommand } from './daily-sheets/command.ts';
import { SHEETS_HELP } from './daily-sheets/help.ts';
import { writeSheets } from './daily-sheets/write-sheets.ts';
import { findDatabase } from './database/find-database.ts';
import { layOut } from './disk/places.ts';
import { StandaloneSettings } from './settings.ts';
import type { Terminal } from './terminal/terminal.ts';

// npm run daily-sheets: writes the daily sheets of all communes and that of the province to files, beside a running gateway.
await runCommand('daily-sheets', SHEETS_HELP, (words, terminal) => run(readSheetsCommand(words), terminal));

async function run(command: SheetsCommand, terminal: Terminal): Promise<void> {
  const settings = readEnvironment(StandaloneSettings);
  const { ownerUrl } = await findDatabase(layOut(settings), settings.ownerUrl);
  const archive = await SheetArchive.open(ownerUrl, openLog('daily-sheets'));
  try {
    const { units, files } = await writeSheets(archive, command);
    terminal.line(`${String(units)} đơn vị, ${String(files)} tệp · units, files: ${command.out}`);
  } finally {
    await archive.close();
  }
}
