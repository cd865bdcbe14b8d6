import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { writeByRename } from '../disk/write-by-rename.ts';
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
  readonly isComplete: boolean;
  /** The portals that held everything. Absent in markers of former versions, which had the national one alone. */
  readonly portals?: readonly string[];
  readonly codes: readonly string[];
}

/** At least one. */
export type Procedures = readonly [string, ...string[]];

const PER_COMMUNE = 10;

/** All that the demo sends. The day fixes the content: an interrupted demo goes on with the same dossiers. */
export function planDemo(communes: readonly Commune[], before: string, procedures: Procedures): CommunePlan[] {
  return communes.map((commune) => ({
    commune,
    dossiers: Array.from({ length: PER_COMMUNE }, (_, at) =>
      writeDossier({ agencyCode: commune.agencyCode, agencyName: commune.name, procedures, before, number: at + 1 }),
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
export function readProcedures(config: string): Procedures {
  const file = readFileSync(join(config, 'procedures.csv'));
  const rows = parse<{ code: string }>(file, { columns: true, bom: true, comment: '#', trim: true, skip_empty_lines: true });
  const [first, ...others] = rows.map(({ code }) => code);
  if (first === undefined) throw new Error('procedures.csv is empty');
  return [first, ...others];
}
