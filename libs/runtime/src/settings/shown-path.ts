import { isAbsolute, relative } from 'node:path';

/** A file as people name it: from the working directory where it lies below that. */
export function shownPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') || isAbsolute(short) ? file : short;
}
