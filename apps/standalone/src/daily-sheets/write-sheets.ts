import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SheetRefused, type DailySheet, type SheetArchive } from '#ledger';
import { fileStems, writeSheet } from '#sheets';
import { makeFolder } from '../disk/make-folder.ts';
import { Trouble } from '../trouble.ts';
import type { SheetsCommand } from './command.ts';

/** What was written. */
export interface WrittenSheets {
  readonly units: number;
  readonly files: number;
}

/** Writes the sheets of all units of a day and that of the province, each in each form. @throws Trouble for a day that has not begun, or a folder that cannot be written to */
export async function writeSheets({ sheets, today }: SheetArchive, command: SheetsCommand): Promise<WrittenSheets> {
  const { day = today, out, formats } = command;
  makeFolder(out);
  const { province, units } = await sheets.all(day).catch((error: unknown) => {
    throw error instanceof SheetRefused && error.code === 'sheet.future' ? new Trouble(FUTURE) : error;
  });
  const written: readonly DailySheet[] = [province, ...units];
  const stems = fileStems(written);
  for (const [index, sheet] of written.entries())
    for (const format of formats) writeFileSync(join(out, `${stems[index] ?? ''}.${format}`), writeSheet(sheet, format).text);
  return { units: units.length, files: (units.length + 1) * formats.length };
}

const FUTURE = {
  vi: 'Ngày chưa tới: phiếu hằng ngày chỉ có cho hôm nay và những ngày đã qua',
  en: 'The day has not begun: there are daily sheets of today and of days before',
};
