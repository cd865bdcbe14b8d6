import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Block, LegalDay } from '#canonical';
import type { EvidenceRecord, SignedAnchor } from '#ledger';
import { Trouble } from '../trouble.ts';

const FORMAT = 'one-stop-gateway-evidence-1';

/** The first line of a file of evidence. */
export interface FileHead {
  readonly from: LegalDay;
  readonly to: LegalDay;
  /** The legal day on which it was written. */
  readonly readOn: LegalDay;
}

/** The lines of a file of evidence: a head, each record as JSON, and a last line by which one sees that it is whole. */
export async function* writeEvidence(head: FileHead, records: AsyncIterable<EvidenceRecord>): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: FORMAT, ...head })}\n`;
  let count = 0;
  for await (const record of records) {
    const line = lineOf(record);
    if (line === undefined) continue;
    count += 1;
    yield `${JSON.stringify(line)}\n`;
  }
  yield `${JSON.stringify({ end: count })}\n`;
}

/** What an item says of itself is not part of a file: it is verified where the items are. */
function lineOf(record: EvidenceRecord): object | undefined {
  switch (record.kind) {
    case 'anchor':
      return { [record.isBefore ? 'before' : 'anchor']: record.anchor };
    case 'block':
      return { block: record.block, link: record.link };
    case 'leaf':
      return { leaf: [record.position, record.leaf.toString('hex')] };
    case 'stray':
    case 'unsealed':
      return undefined;
  }
}

/** A file of evidence, read line by line. */
export class EvidenceFile {
  private constructor(
    readonly head: FileHead,
    private readonly lines: AsyncIterator<string>,
  ) {}

  /** @throws Trouble where it is no such file */
  static async open(file: Readable): Promise<EvidenceFile> {
    const lines = createInterface({ input: file })[Symbol.asyncIterator]();
    const first = await lines.next();
    const { format, ...head } = first.done === true ? {} : parse(first.value, 1);
    if (format === FORMAT) return new EvidenceFile(head as unknown as FileHead, lines);
    throw new Trouble({ vi: 'Tệp này không phải tệp bằng chứng của cổng', en: 'This is no file of evidence of the gateway' });
  }

  /** @throws Trouble naming a line that cannot be read, or where the end is missing */
  async *records(): AsyncGenerator<EvidenceRecord> {
    let [line, count] = [1, 0];
    for (let next = await this.lines.next(); next.done !== true; next = await this.lines.next()) {
      line += 1;
      const said = parse(next.value, line);
      if ('end' in said) {
        if (said['end'] !== count) throw incomplete();
        return;
      }
      count += 1;
      yield recordOf(said, line);
    }
    throw incomplete();
  }
}

type Said = Readonly<Record<string, unknown>>;

function parse(text: string, line: number): Said {
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said === 'object' && said !== null) return said as Said;
  } catch {
    // Said below.
  }
  throw unreadable(line);
}

function recordOf(said: Said, line: number): EvidenceRecord {
  if (isObject(said['before'])) return { kind: 'anchor', anchor: said['before'] as SignedAnchor, isBefore: true };
  if (isObject(said['anchor'])) return { kind: 'anchor', anchor: said['anchor'] as SignedAnchor, isBefore: false };
  if (isObject(said['block'])) return { kind: 'block', block: said['block'] as Block, link: String(said['link']) };
  const leaf = said['leaf'];
  if (Array.isArray(leaf) && Number.isSafeInteger(leaf[0]) && /^[0-9a-f]{64}$/.test(String(leaf[1])))
    return { kind: 'leaf', position: leaf[0] as number, leaf: Buffer.from(String(leaf[1]), 'hex') };
  throw unreadable(line);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function unreadable(line: number): Trouble {
  return new Trouble({
    vi: `Dòng ${String(line)} của tệp bằng chứng không đọc được: tệp đã bị sửa hoặc hỏng`,
    en: `Line ${String(line)} of the file of evidence cannot be read: it was changed, or is damaged`,
  });
}

function incomplete(): Trouble {
  return new Trouble({
    vi: 'Tệp bằng chứng không trọn vẹn: thiếu dòng cuối hoặc sai số dòng',
    en: 'The file of evidence is not whole: its end is missing, or says another number of lines',
  });
}
