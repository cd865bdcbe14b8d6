import type { Readable } from 'node:stream';

/** A line of the export by its number, from 1 on, or why it cannot be read. */
export type ExportLine = { readonly line: number } & ({ readonly text: string } | { readonly fault: LineFault });

export type LineFault = 'encoding' | 'too-long';

/** Longer than any request body that a door of ours would take. */
const LONGEST_BYTES = 16 * 1_048_576;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\uFEFF';

/** Splits bytes into lines of UTF-8. At most one line is held at a time, and none that is longer than any request. Empty lines are left out. */
export async function* readLines(bytes: Readable, longest = LONGEST_BYTES): AsyncGenerator<ExportLine> {
  let held: Buffer[] = [];
  let size = 0;
  let line = 0;
  const finish = (last: Buffer): ExportLine | undefined => {
    line += 1;
    const whole = size + last.length > longest ? undefined : Buffer.concat([...held, last]);
    [held, size] = [[], 0];
    return whole === undefined ? { line, fault: 'too-long' } : decode(whole, line);
  };
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      const read = finish(chunk.subarray(from, end));
      if (read !== undefined) yield read;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    size += rest.length;
    // What is too long already is not kept until its end comes.
    held = size > longest ? [] : [...held, rest];
  }
  const last = size > 0 ? finish(Buffer.alloc(0)) : undefined;
  if (last !== undefined) yield last;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer, line: number): ExportLine | undefined {
  try {
    const text = utf8.decode(bytes);
    const plain = (line === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim();
    return plain === '' ? undefined : { line, text: plain };
  } catch {
    return { line, fault: 'encoding' };
  }
}
