import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeByRename } from '../disk/write-by-rename.ts';
import { Trouble } from '../trouble.ts';
import type { Commune } from './communes.ts';
import { writeDossier, type DemoDossier } from './write-dossiers.ts';

/** The dossiers of one commune. */
export interface CommunePlan {
  readonly commune: Commune;
  readonly dossiers: readonly DemoDossier[];
}

/** What is remembered of the demo between starts: enough to write the same dossiers again, and no content. */
export interface DemoMarker {
  readonly before: string;
  /** What the dossiers are about: the catalogue may have grown since. Absent in markers of former versions. */
  readonly procedures?: readonly string[];
  /** Absent: no seed was asked for. */
  readonly seed?: number | undefined;
  readonly isComplete: boolean;
  /** The portals that held everything. Absent in markers of former versions, which had the national one alone. */
  readonly portals?: readonly string[];
  /** Portals that were in shadow while it was sent: what they were told since then is another matter. */
  readonly untold?: readonly string[];
  readonly codes: readonly string[];
}

/** At least one. */
export type Procedures = readonly [string, ...string[]];

/** What the dossiers of a demo follow from. */
export interface DemoSource {
  /** The legal day before which all of them lie, `yyyy-MM-dd`. */
  readonly before: string;
  readonly procedures: Procedures;
  readonly seed: number | undefined;
}

const PER_COMMUNE = 10;

/** Before this day lies every demo that a seed was asked for, so that it is the same on every day. The units of today are older. */
const SEEDED_BEFORE = '2025-09-15';

/** What a demo follows from: what a former start noted, else the seed, else the day. An interrupted demo goes on with the same dossiers. */
export function demoSource(
  marker: DemoMarker | undefined,
  { seed, today, config }: { readonly seed: number | undefined; readonly today: string; readonly config: string },
): DemoSource {
  if (marker === undefined) {
    return { before: seed === undefined ? today : SEEDED_BEFORE, procedures: readProcedures(config), seed };
  }
  const [first, ...others] = marker.procedures ?? [];
  const procedures: Procedures = first === undefined ? readProcedures(config) : [first, ...others];
  return { before: marker.before, procedures, seed: marker.seed };
}

/** Stops a start that asks for another demo than the one that this data folder has: both would write the same dossiers. */
export function demandSameSeed(file: string, seed: number | undefined): void {
  const marker = readMarker(file);
  if (marker === undefined || seed === undefined || marker.seed === seed) return;
  const there = marker.seed === undefined ? undefined : `--seed ${String(marker.seed)}`;
  throw new Trouble({
    vi: `Thư mục dữ liệu này đã có hồ sơ mẫu (${there ?? 'không có --seed'}). Muốn có --seed ${String(seed)}: đặt DATA_DIR khác, hoặc xoá thư mục dữ liệu.`,
    en: `This data folder has a demo already (${there ?? 'without --seed'}). For --seed ${String(seed)} set another DATA_DIR, or delete the data folder.`,
  });
}

/** All that the demo sends. */
export function planDemo(communes: readonly Commune[], source: DemoSource): CommunePlan[] {
  return communes.map((commune) => ({
    commune,
    dossiers: Array.from({ length: PER_COMMUNE }, (_, at) =>
      writeDossier({ agencyCode: commune.agencyCode, agencyName: commune.name, ...source, number: at + 1 }),
    ),
  }));
}

/** What a former start noted; undefined where there was none. */
export function readMarker(file: string): DemoMarker | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoMarker) : undefined;
}

export function writeMarker(file: string, marker: DemoMarker): void {
  writeByRename(file, `${JSON.stringify(marker)}\n`);
}

/** The procedures of the catalogue. */
function readProcedures(config: string): Procedures {
  const file = readFileSync(join(config, 'procedures.csv'));
  const rows = parse<{ code: string }>(file, { columns: true, bom: true, comment: '#', trim: true, skip_empty_lines: true });
  const [first, ...others] = rows.map(({ code }) => code);
  if (first === undefined) throw new Error('procedures.csv is empty');
  return [first, ...others];
}
