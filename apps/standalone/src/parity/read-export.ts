import { createReadStream } from 'node:fs';
import type { Parity, SentItem } from '#protocols';
import { WrongUsage } from '../clients/wrong-usage.ts';
import { readCsvRows } from './csv-rows.ts';
import { readLines, type LineFault } from './export-lines.ts';

/** Why a line of the export was passed over. `content`: it holds nothing of the dialect; `item`: one of its members is no item of it. */
export type ExportFault = LineFault | 'json' | 'csv' | 'content' | 'item';

/** What a line of the export holds. */
export interface ExportPiece {
  readonly line: number;
  readonly items: readonly SentItem[];
  readonly fault: ExportFault | undefined;
}

/** Reads what the other system sent, line by line. @throws WrongUsage when there is no such file, or when it is of neither form */
export async function* readExport(file: string, parity: Parity): AsyncGenerator<ExportPiece> {
  const form = await formOf(file);
  if (form.kind === 'csv') {
    const fields = [...parity.record, ...parity.step];
    for await (const row of readCsvRows(createReadStream(file), { fields, delimiter: form.delimiter }))
      yield 'fault' in row ? { line: row.line, items: [], fault: row.fault } : toPiece(row.line, row.content, parity);
    return;
  }
  for await (const row of readLines(createReadStream(file)))
    yield 'fault' in row ? { line: row.line, items: [], fault: row.fault } : parsePiece(row.line, row.text, parity);
}

type Form = { readonly kind: 'json' } | { readonly kind: 'csv'; readonly delimiter: string };

/** A header has the name of the code as one of its names; JSON begins with a bracket, or as a text that holds JSON. */
async function formOf(file: string): Promise<Form> {
  const first = await firstLine(file);
  if (first === undefined) return { kind: 'json' };
  const delimiter = [',', ';', '\t'].find((sign) => namesOf(first, sign).includes('MaHoSo'));
  if (delimiter !== undefined) return { kind: 'csv', delimiter };
  if (/^[[{"]/.test(first)) return { kind: 'json' };
  throw new WrongUsage({
    vi: '--export: dòng đầu không phải JSON, cũng không phải dòng tên cột có MaHoSo',
    en: '--export: the first line is neither JSON nor a header with MaHoSo',
  });
}

async function firstLine(file: string): Promise<string | undefined> {
  const bytes = createReadStream(file);
  try {
    for await (const line of readLines(bytes)) return 'text' in line ? line.text : undefined;
    return undefined;
  } catch {
    throw new WrongUsage({ vi: `--export: không đọc được tệp ${file}`, en: `--export: the file cannot be read: ${file}` });
  } finally {
    bytes.destroy();
  }
}

function namesOf(header: string, delimiter: string): string[] {
  return header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}

function parsePiece(line: number, text: string, parity: Parity): ExportPiece {
  let content: unknown;
  try {
    content = JSON.parse(text) as unknown;
  } catch {
    return { line, items: [], fault: 'json' };
  }
  return toPiece(line, content, parity);
}

function toPiece(line: number, content: unknown, parity: Parity): ExportPiece {
  const sent = parity.itemsOf(content);
  if (sent === undefined) return { line, items: [], fault: 'content' };
  return { line, items: sent.items, fault: sent.unreadable > 0 ? 'item' : undefined };
}
