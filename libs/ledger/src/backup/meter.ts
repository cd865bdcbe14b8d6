import { Transform } from 'node:stream';

const LINE_END = 0x0a;
const TELL_EVERY_MS = 250;

/** Rows and bytes of a table so far. */
export interface Passed {
  readonly rows: number;
  readonly bytes: number;
}

/** Counts the rows of a COPY in text form, which ends each by a line feed and has no other; tells now and then how far it is. */
export class Meter extends Transform {
  rows = 0;
  bytes = 0;
  private toldAt = 0;

  constructor(private readonly tell: (passed: Passed) => void) {
    super();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, at + 1)) this.rows += 1;
    if (performance.now() - this.toldAt > TELL_EVERY_MS) {
      this.toldAt = performance.now();
      this.tell(this);
    }
    done(null, chunk);
  }
}
