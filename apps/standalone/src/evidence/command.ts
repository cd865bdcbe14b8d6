import { parseLegalDay, type LegalDay } from '#canonical';
import { readOptions, type Options } from '../clients/read-options.ts';
import { textOf, type Values } from '../clients/values.ts';
import { WrongUsage } from '../clients/wrong-usage.ts';

/** Legal days, both included. */
export interface EvidenceDays {
  readonly from: LegalDay;
  readonly to: LegalDay;
}

/** What is to be verified. Without `file`: what the database holds. */
export interface VerifyCommand extends EvidenceDays {
  readonly file: string | undefined;
  /** Files with public keys; none: the key of this gateway. */
  readonly keys: readonly string[];
  readonly receipts: string | undefined;
  readonly asJson: boolean;
}

/** What is to be written, and where: undefined = stdout. */
export interface ExportCommand extends EvidenceDays {
  readonly out: string | undefined;
}

const DAYS: Options = { from: { type: 'string' }, to: { type: 'string' } };
const VERIFY: Options = {
  ...DAYS,
  file: { type: 'string' },
  key: { type: 'string', multiple: true },
  receipts: { type: 'string' },
  json: { type: 'boolean' },
};

/** Reads the command line of `npm run verify-evidence`. @throws WrongUsage */
export function readVerifyCommand(words: readonly string[]): VerifyCommand | 'help' {
  if (asksForHelp(words)) return 'help';
  const values = valuesOf('verify-evidence', VERIFY, words);
  const [file, receipts] = [textOf(values, 'file'), textOf(values, 'receipts')];
  const keys = (textOf(values, 'key') ?? '').split(',').filter((name) => name !== '');
  return { ...daysOf(values), file, receipts, keys, asJson: values['json'] === true };
}

/** Reads the command line of `npm run export-evidence`. @throws WrongUsage */
export function readExportCommand(words: readonly string[]): ExportCommand | 'help' {
  if (asksForHelp(words)) return 'help';
  const values = valuesOf('export-evidence', { ...DAYS, out: { type: 'string' } }, words);
  return { ...daysOf(values), out: textOf(values, 'out') };
}

function asksForHelp(words: readonly string[]): boolean {
  return words.length === 0 || words.includes('--help') || words.includes('-h');
}

function valuesOf(verb: string, options: Options, words: readonly string[]): Values {
  const { values, positionals } = readOptions(verb, options, words);
  const [more] = positionals;
  if (more !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${more}”`, en: `One argument too many: “${more}”` });
  return values;
}

function daysOf(values: Values): EvidenceDays {
  const [from, to] = [dayOf(values, 'from'), dayOf(values, 'to')];
  if (from <= to) return { from, to };
  throw new WrongUsage({ vi: '--from phải không sau --to', en: '--from must not be after --to' });
}

function dayOf(values: Values, name: 'from' | 'to'): LegalDay {
  const text = textOf(values, name);
  const day = text === undefined ? undefined : parseLegalDay(text);
  if (day !== undefined) return day;
  throw new WrongUsage({
    vi: text === undefined ? `Thiếu --${name}` : `--${name} “${text}” sai: viết như 2026-11-30`,
    en: text === undefined ? `--${name} is missing` : `--${name} “${text}” is wrong: write 2026-11-30`,
  });
}
