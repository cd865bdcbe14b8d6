import { join } from 'node:path';
import { instantOf, legalDay, type LegalDay } from '#canonical';
import { readCalendar, readTables } from '#ledger';
import { enabledDestinations, openPartners, Province, readOwnOutcomes } from '#protocols';
import {
  Clock,
  ConfigurationError,
  faultsOf,
  glanceAtEnvironment,
  ProcessEnvironment,
  readEnvironment,
  readSettingsFile,
  shownPath,
  type ConfigurationReport,
  type Shape,
  type Source,
} from '#runtime';
import { DIALECT_SETTINGS, DIALECT_TABLES, type NeededTables } from '../dialects.ts';
import { layOut, type Places } from '../disk/places.ts';
import { StandaloneSettings } from '../settings.ts';
import { askProcess } from './ask-process.ts';
import { demandCodes } from './code-gaps.ts';
import { withPrograms } from './stand-ins.ts';

/** A part of the configuration, and what is wrong with it. */
export interface Checked {
  readonly what: string;
  readonly faults: readonly string[];
}

/** What came of looking through a whole configuration. */
export interface Checkup {
  readonly checked: readonly Checked[];
  /** What each process says of its own part. */
  readonly reports: readonly ConfigurationReport[];
}

/** Looks through all that `npm start` goes by: its environment, those of the processes that it starts, and every file. */
export async function checkEdition(): Promise<Checkup> {
  const settings = glanceAtEnvironment(StandaloneSettings);
  const places = layOut(settings);
  return withPrograms(settings, places, async ({ simulator, door, relay, scheduler }) => {
    const rooms = [simulator, door, relay, scheduler];
    const reports = await Promise.all(rooms.map(({ room, environment }) => askProcess(room, environment)));
    return { checked: inTurn([...checkFiles(places, relay.environment), checkOwn(), ...byProcess(reports)]), reports };
  });
}

/** Looks through what a door, a relay and a scheduler go by that are started on their own, each with the environment of this process. */
export async function checkProcesses(): Promise<Checkup> {
  const { dataDir, configDir, partnersFile = 'config/partners.yaml' } = glanceAtEnvironment(StandaloneSettings);
  const places = layOut({ dataDir, partnersFile, ...(configDir !== undefined && { configDir }) });
  const reports = await Promise.all(['partner-api', 'relay', 'scheduler'].map((room) => askProcess(room)));
  return { checked: inTurn([...checkFiles(places), ...byProcess(reports)]), reports };
}

/** Refuses a configuration with faults. @throws ConfigurationError */
export function demandSound({ checked }: Checkup): void {
  const faults = checked.flatMap((part) => part.faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
}

/** Whether the calendar knows the year that it is: nothing but what computes working days hangs on it, so no start is refused for that. */
export function checkYear(): Checked {
  const { config } = layOut(glanceAtEnvironment(StandaloneSettings));
  const file = shownPath(join(config, 'calendars', 'vn.csv'));
  const year = today().slice(0, 4);
  const what = `${file} ${year}`;
  try {
    if (readCalendar(config).years.includes(Number(year))) return { what, faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { what, faults: [] }; // the file itself is named among the others
  }
  const reason = { vi: `chưa có ngày nào của năm ${year}`, en: `there is no day of the year ${year}` };
  return { what, faults: ConfigurationError.of([{ place: file, reason, write: `${year}-01-01,off,Tết Dương lịch,…` }]).faults };
}

function checkFiles({ config, partnersFile }: Places, source?: Source): Checked[] {
  const province = join(config, 'province.yaml');
  const check = (file: string, read: () => unknown): Checked => ({ what: shownPath(file), faults: faultsOf(read) });
  return [
    check(province, () => readSettingsFile(province, Province)),
    check(partnersFile, () => openPartners(partnersFile, DIALECT_SETTINGS, source)),
    check(join(config, '{code-tables,procedures,units}'), () => {
      demandCodes(readTables(config), neededBy(partnersFile, source), { configDir: config, day: today() });
    }),
    check(join(config, 'outcomes', '*.csv'), () => readOwnOutcomes(join(config, 'outcomes'))),
    check(join(config, 'calendars', 'vn.csv'), () => readCalendar(config)),
  ];
}

/** The tables that the dialects of a file of destinations need; none while the file is wrong, which is said of the file. */
function neededBy(partnersFile: string, source: Source | undefined): NeededTables[] {
  try {
    const { destinations } = openPartners(partnersFile, DIALECT_SETTINGS, source).settings;
    const spoken = new Set<string>(enabledDestinations({ destinations }).map(({ dialect }) => dialect));
    return Object.entries(DIALECT_TABLES).flatMap(([dialect, tables]) => (spoken.has(dialect) ? [tables] : []));
  } catch (error) {
    if (error instanceof ConfigurationError) return [];
    throw error;
  }
}

function checkOwn(): Checked {
  const shapes: readonly Shape[] = [ProcessEnvironment, StandaloneSettings];
  return {
    what: 'môi trường / environment: npm start',
    faults: shapes.flatMap((shape) => faultsOf(() => readEnvironment(shape))),
  };
}

function byProcess(reports: readonly ConfigurationReport[]): Checked[] {
  return reports.map(({ name, faults }) => ({ what: `môi trường / environment: ${name}`, faults }));
}

/** Each fault is named once, where it is found first. */
function inTurn(parts: readonly Checked[]): Checked[] {
  const named = new Set<string>();
  return parts.map(({ what, faults }) => {
    const fresh = faults.filter((fault) => !named.has(fault));
    fresh.forEach((fault) => named.add(fault));
    return { what, faults: fresh };
  });
}

function today(): LegalDay {
  return legalDay(instantOf(new Clock().now()));
}
