import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MUST_ACT, type MustAct } from '#canonical';
import { ConfigurationError, nearest, readCsvFile, shownPath, type Column, type CsvRow, type RowFault } from '#runtime';
import { DIALECTS, type DialectName } from './dialects.ts';
import type { OutcomeCause } from './outcome-causes.ts';
import { foldText } from './outcome-table.ts';
import type { PushKind, Verdict } from './partner-client.ts';

/** What an operator may say of an answer: never that something was taken, which only the portal's own word or a look-up proves. */
const OUTCOMES = ['refused', 'deferred', 'exists', 'not-found', 'session'] as const satisfies readonly Verdict[];
type OwnVerdict = (typeof OUTCOMES)[number];

const SERVICES: readonly PushKind[] = ['create', 'update', 'steps'];
/** Only there it means something: a create that exists, what is missing when it is changed. */
const SERVICES_OF: Partial<Readonly<Record<OwnVerdict, readonly PushKind[]>>> = {
  exists: ['create'],
  'not-found': ['update', 'steps'],
};

/** A line of `config/outcomes/<dialect>.csv`: every condition that is given must hold. Texts are folded as they are compared. */
export interface OwnOutcome {
  readonly services: readonly PushKind[];
  readonly http: readonly [number, number] | undefined;
  readonly code: string | undefined;
  readonly text: string | undefined;
  readonly without: string | undefined;
  readonly verdict: OwnVerdict;
  readonly cause: string;
  readonly means: OutcomeCause;
}

/** The lines of one's own, by dialect. */
export type OwnOutcomes = Readonly<Partial<Record<DialectName, readonly OwnOutcome[]>>>;

type Name = 'services' | 'http' | 'code' | 'text' | 'without' | 'outcome' | 'cause' | 'must_act' | 'vi' | 'en';

const HTTP = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/;

const COLUMNS: readonly Column<Name>[] = [
  {
    name: 'services',
    says: { vi: 'create, update, steps, cách nhau bằng |', en: 'create, update, steps, with | between them' },
    example: 'create|update',
    fits: (cell) => cell.split('|').every((service) => SERVICES.some((known) => known === service)),
    isOptional: true,
  },
  {
    name: 'http',
    says: { vi: 'mã HTTP, hoặc hai mã với dấu -', en: 'an HTTP status, or two with - between them' },
    example: '400-499',
    fits: (cell) => HTTP.test(cell),
    isOptional: true,
  },
  { name: 'code', says: { vi: 'mã của cổng', en: 'a code of the portal' }, example: '-7', isOptional: true },
  { name: 'text', says: { vi: 'đoạn văn bản', en: 'a fragment of text' }, example: 'khoá sổ', isOptional: true },
  { name: 'without', says: { vi: 'đoạn văn bản', en: 'a fragment of text' }, example: 'tài khoản', isOptional: true },
  {
    name: 'outcome',
    says: { vi: `một trong ${OUTCOMES.join(', ')}`, en: `one of ${OUTCOMES.join(', ')}` },
    example: 'deferred',
    fits: (cell) => OUTCOMES.some((known) => known === cell),
  },
  {
    name: 'cause',
    says: {
      vi: 'own. rồi chữ thường, số và dấu -',
      en: 'own. and then lower case letters, digits and -',
    },
    example: 'own.books-closed',
    fits: (cell) => /^own\.[a-z][a-z0-9-]{0,40}$/.test(cell),
  },
  {
    name: 'must_act',
    says: { vi: `một trong ${MUST_ACT.join(', ')}`, en: `one of ${MUST_ACT.join(', ')}` },
    example: 'province',
    fits: (cell) => MUST_ACT.some((known) => known === cell),
  },
  { name: 'vi', says: { vi: 'câu tiếng Việt', en: 'a sentence in Vietnamese' }, example: 'Cổng đang khoá sổ.' },
  { name: 'en', says: { vi: 'câu tiếng Anh', en: 'a sentence in English' }, example: 'The portal has closed its books.' },
];

/**
 * Reads what an operator adds to the outcome tables, one file per dialect; a folder or a file that is not there adds nothing.
 * @throws ConfigurationError with the faults of all files
 */
export function readOwnOutcomes(folder: string): OwnOutcomes {
  if (!existsSync(folder)) return {};
  const known = Object.keys(DIALECTS);
  const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const faults: string[] = [];
  const read: Partial<Record<DialectName, readonly OwnOutcome[]>> = {};
  for (const name of names.toSorted()) {
    const dialect = name.slice(0, -'.csv'.length);
    try {
      if (!isDialect(dialect)) throw unknownFile(join(folder, name), dialect, known);
      read[dialect] = readCsvFile(join(folder, name), COLUMNS, findFaults).map(({ cells }) => toOutcome(cells));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
  return read;
}

/** What one's own causes mean, whatever the dialect. */
export function ownCauses(own: OwnOutcomes): ReadonlyMap<string, OutcomeCause> {
  return new Map(Object.values(own).flatMap((rows) => rows.map(({ cause, means }) => [cause, means] as const)));
}

function isDialect(name: string): name is DialectName {
  return Object.hasOwn(DIALECTS, name);
}

function unknownFile(file: string, dialect: string, known: readonly string[]): ConfigurationError {
  const all = known.map((name) => `${name}.csv`).join(', ');
  const reason = { vi: `không có phương ngữ này; có: ${all}`, en: `there is no such dialect; there are: ${all}` };
  return ConfigurationError.of([{ place: shownPath(file), reason, write: `${nearest(dialect, known) ?? known[0] ?? ''}.csv` }]);
}

function findFaults(rows: readonly CsvRow<Name>[]): RowFault[] {
  return rows.flatMap(({ line, cells }) => [
    ...withoutCondition(line, cells),
    ...wrongService(line, cells),
    ...otherMeaning(line, cells, rows),
  ]);
}

function withoutCondition(line: number, { http, code, text }: CsvRow<Name>['cells']): RowFault[] {
  if (http !== '' || code !== '' || text !== '') return [];
  const reason = { vi: 'phải có http, code hoặc text', en: 'http, code or text must be given' };
  return [{ line, reason, write: 'khoá sổ' }];
}

function wrongService(line: number, { services, outcome }: CsvRow<Name>['cells']): RowFault[] {
  const fitting = SERVICES_OF[outcome as OwnVerdict];
  if (fitting === undefined || servicesOf(services).every((service) => fitting.includes(service))) return [];
  const all = fitting.join('|');
  const reason = { vi: `${outcome} chỉ có nghĩa với ${all}`, en: `${outcome} means something for ${all} alone` };
  return [{ line, column: 'services', reason, write: all }];
}

function otherMeaning(line: number, cells: CsvRow<Name>['cells'], rows: readonly CsvRow<Name>[]): RowFault[] {
  const first = rows.find((row) => row.cells.cause === cells.cause)?.cells ?? cells;
  const isSame = (['must_act', 'vi', 'en'] as const).every((name) => first[name] === cells[name]);
  if (isSame) return [];
  const reason = {
    vi: 'nguyên nhân này có nghĩa khác ở dòng trước: must_act, vi và en phải như nhau',
    en: 'this cause means something else in a line before: must_act, vi and en must be the same',
  };
  return [{ line, column: 'cause', reason, write: `${cells.cause}-2` }];
}

function toOutcome(cells: CsvRow<Name>['cells']): OwnOutcome {
  const [, from, to] = HTTP.exec(cells.http) ?? [];
  return {
    services: servicesOf(cells.services),
    http: from === undefined ? undefined : [Number(from), Number(to ?? from)],
    code: given(cells.code),
    text: given(foldText(cells.text)),
    without: given(foldText(cells.without)),
    verdict: cells.outcome as OwnVerdict,
    cause: cells.cause,
    means: { mustAct: cells.must_act as MustAct, says: { vi: cells.vi, en: cells.en } },
  };
}

function servicesOf(cell: string): readonly PushKind[] {
  return cell === '' ? SERVICES : (cell.split('|') as PushKind[]);
}

function given(text: string): string | undefined {
  return text === '' ? undefined : text;
}
