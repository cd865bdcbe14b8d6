import type { Parity } from '#protocols';
import type { ExportIndex } from './export-index.ts';
import { showName } from './mask.ts';
import { readExport, type ExportFault } from './read-export.ts';
import { Sampler, type Samples } from './samples.ts';

/** A line of the export that was passed over, or of which a part was. */
export interface FaultyLine {
  readonly line: number;
  readonly fault: ExportFault;
}

/** What an export holds. */
export interface ExportSummary {
  readonly lines: number;
  readonly records: number;
  readonly steps: number;
  readonly faulty: Samples<FaultyLine>;
  /** Fields that the dialect does not know, and how many items have them; one that looks like no name is not shown. */
  readonly unknownFields: readonly { readonly name: string; readonly items: number }[];
}

const CODE_FIELD = 'MaHoSo';
const MOST_NAMED_LINES = 20;
const MOST_NAMES = 200;
const TELL_EVERY = 5_000;
const NO_NAME = '(…)';

/** Reads an export into the index. */
export async function indexExport(
  file: string,
  { parity, index, onProgress }: { parity: Parity; index: ExportIndex; onProgress: (lines: number) => void },
): Promise<ExportSummary> {
  const known = namesOf(parity);
  const unknown = new Map<string, number>();
  const faulty = new Sampler<FaultyLine>(MOST_NAMED_LINES);
  const counts = { lines: 0, record: 0, step: 0 };
  for await (const { line, items, fault } of readExport(file, parity)) {
    counts.lines += 1;
    if (fault !== undefined) faulty.add({ line, fault });
    for (const item of items) {
      counts[item.kind] += 1;
      for (const name of Object.keys(item.item)) if (!known[item.kind].has(name)) note(unknown, name);
      await index.add(item);
    }
    if (counts.lines % TELL_EVERY === 0) onProgress(counts.lines);
  }
  return {
    ...{ lines: counts.lines, records: counts.record, steps: counts.step, faulty: faulty.samples },
    unknownFields: [...unknown.entries()].map(([name, items]) => ({ name, items })).sort((a, b) => b.items - a.items),
  };
}

function namesOf({ record, step }: Parity): { readonly record: ReadonlySet<string>; readonly step: ReadonlySet<string> } {
  const names = (fields: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set([CODE_FIELD, ...fields.map(({ name }) => name)]);
  return { record: names(record), step: names(step) };
}

/** A bounded number of names: an export gone wrong may have a name of its own in every item. */
function note(unknown: Map<string, number>, name: string): void {
  const shown = showName(name) ?? NO_NAME;
  const key = unknown.has(shown) || unknown.size < MOST_NAMES ? shown : NO_NAME;
  unknown.set(key, (unknown.get(key) ?? 0) + 1);
}
