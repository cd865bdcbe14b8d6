import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { readLines, type ExportLine } from './export-lines.ts';

async function lines(
  bytes: Buffer,
  { chunk = 3, longest = 100 }: { chunk?: number; longest?: number } = {},
): Promise<ExportLine[]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) => bytes.subarray(at * chunk, (at + 1) * chunk));
  const read: ExportLine[] = [];
  for await (const line of readLines(Readable.from(chunks), longest)) read.push(line);
  return read;
}

describe('the lines of an export', () => {
  it.each([1, 2, 3, 7, 1_000])('are whole, whatever pieces they come in (%d bytes)', async (chunk) => {
    const text = '\uFEFF{"a":"Nguyễn"}\r\n\n  \n{"b":2}\n{"c":3}';
    expect(await lines(Buffer.from(text), { chunk })).toEqual([
      { line: 1, text: '{"a":"Nguyễn"}' },
      { line: 4, text: '{"b":2}' },
      { line: 5, text: '{"c":3}' },
    ]);
  });

  it('that are too long or no UTF-8 are named, and those after them are read', async () => {
    const bytes = Buffer.concat([Buffer.from(`${'x'.repeat(50)}\n`), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('{"b":2}\n')]);
    expect(await lines(bytes, { longest: 20 })).toEqual([
      { line: 1, fault: 'too-long' },
      { line: 2, fault: 'encoding' },
      { line: 3, text: '{"b":2}' },
    ]);
    expect(await lines(Buffer.from('x'.repeat(50)), { longest: 20 })).toEqual([{ line: 1, fault: 'too-long' }]);
  });

  it('are none in an empty file', async () => {
    expect(await lines(Buffer.alloc(0))).toEqual([]);
  });
});
