import { join } from 'node:path';
import { projectFolder } from '#runtime';

/** The file of a program of ours, by its room below `apps/`. */
export function programFile(room: string): string {
  return join(projectFolder(), 'dist/programs', room, 'main.js');
}
