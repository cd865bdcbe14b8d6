import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json, from which the files that come along are found: what is built lies deeper than its source. */
export function projectFolder(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('package.json not found');
  return projectFolder(above);
}
