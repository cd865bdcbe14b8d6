import { parseLegalDay, type LegalDay } from '#canonical';
import { SHEET_FORMATS, type SheetFormat } from '#sheets';
import { readOptions, type Options } from '../clients/read-options.ts';
import { textOf } from '../clients/values.ts';
import { WrongUsage } from '../clients/wrong-usage.ts';

/** What is to be written, and into which folder. `day` undefined: today. */
export interface SheetsCommand {
  readonly day: LegalDay | undefined;
  readonly out: string;
  readonly formats: readonly SheetFormat[];
}

const VERB = 'daily-sheets';
const OPTIONS: Options = {
  day: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string', multiple: true },
};
const USUAL_FORMATS = 'html,csv';

/** Reads the command line of `npm run daily-sheets`. @throws WrongUsage */
export function readSheetsCommand(words: readonly string[]): SheetsCommand {
  const { values, positionals } = readOptions(VERB, OPTIONS, words);
  const [more] = positionals;
  if (more !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${more}”`, en: `One argument too many: “${more}”` });
  const out = textOf(values, 'out') ?? '';
  if (out === '') throw new WrongUsage({ vi: 'Thiếu --out', en: '--out is missing' });
  return { day: dayOf(textOf(values, 'day')), out, formats: formatsOf(textOf(values, 'format') ?? USUAL_FORMATS) };
}

function dayOf(text: string | undefined): LegalDay | undefined {
  const day = text === undefined ? undefined : parseLegalDay(text);
  if (day !== undefined || text === undefined) return day;
  throw new WrongUsage({
    vi: `--day “${text}” sai: viết như 2026-11-26`,
    en: `--day “${text}” is wrong: write 2026-11-26`,
  });
}

function formatsOf(text: string): SheetFormat[] {
  const formats = [...new Set(text.split(',').map((name) => name.trim()))];
  const wrong = formats.find((name) => !(SHEET_FORMATS as readonly string[]).includes(name));
  if (wrong === undefined) return formats as SheetFormat[];
  const known = SHEET_FORMATS.join(', ');
  throw new WrongUsage({ vi: `--format “${wrong}” sai: chọn ${known}`, en: `--format “${wrong}” is wrong: choose ${known}` });
}
