import type { ArchivedDestination, ArchivedTime, ShadowArchive } from '#ledger';
import type { Parity } from '#protocols';
import { ExportIndex } from './export-index.ts';
import { compareDossier } from './findings.ts';
import { indexExport } from './index-export.ts';
import { showCode } from './mask.ts';
import { countUnexpected, type OnlyThere, type ParityReport } from './report.ts';
import { Sampler } from './samples.ts';
import { Tally } from './tally.ts';

/** What is to be compared. */
export interface ParityOrder {
  readonly destination: ArchivedDestination;
  readonly exportFile: string;
  /** In which the gateway wrote what is compared. */
  readonly time: ArchivedTime;
  /** Names of fields and of whole findings that differ as they should. */
  readonly expected: ReadonlySet<string>;
  readonly mostExamples: number;
}

/** What comparing works with. */
export interface ParityGround {
  readonly archive: ShadowArchive;
  readonly parity: Parity;
  readonly onProgress: (what: 'lines' | 'dossiers', done: number) => void;
}

const TELL_EVERY = 5_000;
const CODES_AT_ONCE = 500;

/**
 * Compares everything that the gateway would have sent in that time with everything in the export, dossier by dossier. Memory grows with
 * the number of items in the export, not with what is in them. @throws WrongUsage when the export cannot be read at all
 */
export async function runParity(order: ParityOrder, ground: ParityGround): Promise<ParityReport> {
  const index = await ExportIndex.open();
  try {
    const { parity, onProgress } = ground;
    const onLines = (lines: number): void => {
      onProgress('lines', lines);
    };
    const sent = await indexExport(order.exportFile, { parity, index, onProgress: onLines });
    const { tally, onlyHere } = await compareAll(order, ground, index);
    const onlyThere = await sortOut(index.left(), order, ground);
    const dossiers = { ...tally.dossiers, onlyHere, onlyThere };
    const { unexplained } = tally;
    return {
      ...headOf(order),
      ...{ export: sent, dossiers, steps: tally.steps, fields: tally.counts(), habits: tally.habits() },
      unexpected: countUnexpected({ dossiers, export: sent }, { unexplained, expected: order.expected }),
    };
  } finally {
    await index.close();
  }
}

function headOf({
  destination: { id, dialect, mode },
  time: { from, to },
  expected,
}: ParityOrder): Pick<ParityReport, 'destination' | 'dialect' | 'mode' | 'from' | 'to' | 'expected'> {
  const time = { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
  return { destination: id, dialect, mode, ...time, expected: [...expected] };
}

async function compareAll(
  { destination, time, expected, mostExamples }: ParityOrder,
  { archive, parity, onProgress }: ParityGround,
  index: ExportIndex,
): Promise<{ tally: Tally; onlyHere: ParityReport['dossiers']['onlyHere'] }> {
  const tally = new Tally(expected, mostExamples);
  const onlyHere = new Sampler<string>(mostExamples);
  let done = 0;
  for await (const dossier of archive.walk(destination.id, time)) {
    const their = await index.take(dossier.code);
    if (their === undefined) onlyHere.add(dossier.code);
    else tally.add(dossier.code, compareDossier(parity, dossier, their));
    done += 1;
    if (done % TELL_EVERY === 0) onProgress('dossiers', done);
  }
  return { tally, onlyHere: onlyHere.samples };
}

/** Tells dossiers that only the other system has sent by what the gateway knows of them. */
async function sortOut(
  codes: readonly string[],
  { destination, mostExamples }: ParityOrder,
  { archive }: ParityGround,
): Promise<OnlyThere> {
  const unknown = new Sampler<string>(mostExamples);
  const waiting = new Sampler<OnlyThere['waiting']['first'][number]>(mostExamples);
  const notWritten = new Sampler<string>(mostExamples);
  for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
    const some = codes.slice(at, at + CODES_AT_ONCE);
    const standings = new Map((await archive.standings(destination.id, some)).map((standing) => [standing.code, standing]));
    for (const code of some) {
      const state = standings.get(code)?.state;
      if (!standings.has(code)) unknown.add(showCode(code));
      else if (state === undefined || state === 'idle') notWritten.add(code);
      else waiting.add({ dossier: code, state });
    }
  }
  return { unknown: unknown.samples, waiting: waiting.samples, notWritten: notWritten.samples };
}
