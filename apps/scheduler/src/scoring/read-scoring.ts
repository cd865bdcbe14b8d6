import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSettingsFile } from '#runtime';
import type { Rules } from '#scoring';
import { ScoringFile } from './scoring-file.ts';

/** Reads the versions of the formulas of a folder of configuration, in the order of their files. @throws ConfigurationError */
export function readScoring(configDir: string): Rules[] {
  const folder = join(configDir, 'scoring');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.examples.yaml'));
  return files.sort().map((name) => readSettingsFile(join(folder, name), ScoringFile));
}
