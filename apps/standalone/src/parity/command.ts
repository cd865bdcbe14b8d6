import { parseInstant } from '#canonical';
import { readOptions } from '../clients/read-options.ts';
import { textOf, type Values } from '../clients/values.ts';
import { WrongUsage } from '../clients/wrong-usage.ts';

/** A command line, read. */
export type ParityCommand = { readonly kind: 'help' } | ({ readonly kind: 'compare' } & ParityWanted);

/** What is to be compared, and where the report goes. */
export interface ParityWanted {
  readonly destination: string;
  readonly exportFile: string;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** Files ending in `.md` or `.json`. */
  readonly reports: readonly string[];
  readonly expected: ReadonlySet<string>;
  readonly mostExamples: number;
  readonly asJson: boolean;
  readonly by: string | undefined;
}

const LIST = { type: 'string', multiple: true } as const;
const OPTIONS = {
  destination: { type: 'string' },
  export: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  report: LIST,
  expect: LIST,
  examples: { type: 'string' },
  json: { type: 'boolean' },
  by: { type: 'string' },
} as const;

const VERB = 'parity';
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NAME = /^[A-Za-z][A-Za-z.[\]-]*$/;
const MOST_EXAMPLES = 100;
const USUAL_EXAMPLES = 3;

/** Reads the command line. @throws WrongUsage */
export function readParityCommand(words: readonly string[]): ParityCommand {
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) return { kind: 'help' };
  const { values, positionals } = readOptions(VERB, OPTIONS, words);
  const [more] = positionals;
  if (more !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${more}”`, en: `One argument too many: “${more}”` });
  const [from, to] = [readTime(values, 'from'), readTime(values, 'to')];
  if (from !== undefined && to !== undefined && from >= to)
    throw new WrongUsage({ vi: '--from phải trước --to', en: '--from has to be before --to' });
  return {
    kind: 'compare',
    destination: demand(values, 'destination'),
    exportFile: demand(values, 'export'),
    ...{ from, to, by: textOf(values, 'by'), asJson: values['json'] === true },
    reports: readReports(values),
    expected: new Set(listOf(values, 'expect').map(readName)),
    mostExamples: readExamples(values),
  };
}

function demand(values: Values, name: string): string {
  const text = textOf(values, name);
  if (text !== undefined && text !== '') return text;
  throw new WrongUsage({ vi: `Thiếu --${name}`, en: `--${name} is missing` });
}

/** A moment, or a whole day: `--to` includes it. */
function readTime(values: Values, name: 'from' | 'to'): Date | undefined {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const isDay = DAY.test(text);
  const instant = parseInstant(isDay ? `${text}T00:00:00+07:00` : text);
  if (instant !== undefined) return new Date(Date.parse(instant) + (isDay && name === 'to' ? DAY_MS : 0));
  throw new WrongUsage({
    vi: `--${name} “${text}” sai: viết như 2026-12-31 hoặc 2026-12-31T17:00:00+07:00`,
    en: `--${name} “${text}” is wrong: write 2026-12-31 or 2026-12-31T17:00:00+07:00`,
  });
}

function listOf(values: Values, name: string): string[] {
  return (textOf(values, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readReports(values: Values): string[] {
  const files = listOf(values, 'report');
  const wrong = files.find((file) => !/\.(?:md|json)$/.test(file));
  if (wrong === undefined) return files;
  throw new WrongUsage({ vi: `--report “${wrong}”: tệp .md hoặc .json`, en: `--report “${wrong}”: a file .md or .json` });
}

function readName(name: string): string {
  if (NAME.test(name)) return name;
  throw new WrongUsage({
    vi: `--expect “${name}” sai: tên như trong báo cáo, ví dụ TrichYeuHoSo, Step.ChucDanh, Dossiers.only-here`,
    en: `--expect “${name}” is wrong: a name as in the report, such as TrichYeuHoSo, Step.ChucDanh, Dossiers.only-here`,
  });
}

function readExamples(values: Values): number {
  const text = textOf(values, 'examples') ?? String(USUAL_EXAMPLES);
  if (/^\d{1,3}$/.test(text) && Number(text) <= MOST_EXAMPLES) return Number(text);
  throw new WrongUsage({
    vi: `--examples: số nguyên từ 0 đến ${MOST_EXAMPLES}`,
    en: `--examples: an integer from 0 to ${MOST_EXAMPLES}`,
  });
}
