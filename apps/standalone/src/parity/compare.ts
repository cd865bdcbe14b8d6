import { writeFileSync } from 'node:fs';
import { ShadowArchive, type ArchivedDestination } from '#ledger';
import type { Parity } from '#protocols';
import { dvcqgParity } from '#protocols/dvcqg';
import { openLog } from '#runtime';
import { WrongUsage } from '../clients/wrong-usage.ts';
import type { ParityWanted } from './command.ts';
import type { ParityReport } from './report.ts';
import { runParity, type ParityGround } from './run-parity.ts';
import { writeMarkdown } from './write-markdown.ts';

/** How two systems are compared, by the dialect of a destination. */
const PARITIES: Readonly<Record<string, Parity>> = { dvcqg: dvcqgParity };

/** What comparing is done with: the owner's database, the key that opens what was kept, and who is told how far it is. */
export interface Desk {
  readonly ownerUrl: string;
  readonly wrappingKey: Buffer;
  readonly by: string;
  readonly onProgress: ParityGround['onProgress'];
}

/** Compares, writes the reports that are wanted, and notes in the audit that somebody has looked. @throws WrongUsage */
export async function compare(wanted: ParityWanted, { ownerUrl, wrappingKey, by, onProgress }: Desk): Promise<ParityReport> {
  const archive = ShadowArchive.open(ownerUrl, { wrappingKey, log: openLog('parity') });
  try {
    const destination = choose(await archive.destinations(), wanted.destination);
    const parity = PARITIES[destination.dialect];
    if (parity === undefined) throw notComparable(destination);
    const { exportFile, from, to, expected, mostExamples, reports } = wanted;
    const order = { destination, exportFile, time: { from, to }, expected, mostExamples };
    const report = await runParity(order, { archive, parity, onProgress });
    const { unexpected } = report;
    await archive.note({ by, destination: destination.id, details: { from: report.from, to: report.to, unexpected } });
    for (const file of reports) write(file, report);
    return report;
  } finally {
    await archive.close();
  }
}

/** The report for programs: habits by their ids, with what they are. */
export function toJson({ habits, ...report }: ParityReport): object {
  const named = habits.map(({ habit: { id, text, source }, count }) => ({ id, ...text, source, count }));
  return { ...report, habits: named };
}

function choose(known: readonly ArchivedDestination[], id: string): ArchivedDestination {
  const found = known.find((destination) => destination.id === id);
  if (found !== undefined) return found;
  const ids = known.map((destination) => destination.id).join(', ');
  throw new WrongUsage({ vi: `Không có nơi nhận “${id}”; có: ${ids}`, en: `There is no destination “${id}”; there are: ${ids}` });
}

function notComparable({ id, dialect }: ArchivedDestination): WrongUsage {
  const known = Object.keys(PARITIES).join(', ');
  return new WrongUsage({
    vi: `“${id}”: phương ngữ ${dialect} chưa đối chiếu được, chỉ có: ${known}. Những gì đã viết cho nơi nhận này vẫn được giữ.`,
    en: `“${id}”: the dialect ${dialect} cannot be compared yet, only: ${known}. What was written for this destination is kept.`,
  });
}

function write(file: string, report: ParityReport): void {
  const text = file.endsWith('.json') ? `${JSON.stringify(toJson(report), null, 2)}\n` : writeMarkdown(report);
  try {
    writeFileSync(file, text);
  } catch {
    throw new WrongUsage({ vi: `--report: không ghi được ${file}`, en: `--report: cannot write ${file}` });
  }
}
