import { rmSync } from 'node:fs';
import { writeByRename } from './disk/write-by-rename.ts';

/** A commune that can log in at the door. */
export interface ReadyCommune {
  readonly id: string;
  readonly agencyCode: string;
  readonly apiKey: string;
  readonly username: null;
  readonly password: null;
}

/** What other programs read to find the running edition. Addresses are base addresses without a slash at the end; `null` = no such room yet. */
export interface Ready {
  readonly pid: number;
  readonly startedAt: string;
  readonly partnerApi: string;
  readonly console: null;
  readonly simulator: string;
  readonly communes: readonly ReadyCommune[];
  readonly national: null;
  readonly operators: null;
}

/** Says that everything answers. The only place that shows credentials, hence for its owner alone. */
export function writeReadyFile(file: string, ready: Ready): void {
  writeByRename(file, `${JSON.stringify(ready, null, 2)}\n`);
}

export function removeReadyFile(file: string): void {
  rmSync(file, { force: true });
}
