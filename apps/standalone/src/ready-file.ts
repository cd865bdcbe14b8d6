import { rmSync } from 'node:fs';
import { writeByRename } from './disk/write-by-rename.ts';

/** A name and password for the doors where a system logs in. */
export interface ReadyAccount {
  readonly username: string;
  readonly password: string;
}

/** A commune that can log in at the doors. */
export interface ReadyCommune extends ReadyAccount {
  readonly id: string;
  readonly agencyCode: string;
  readonly apiKey: string;
}

/** A person who can log in at the console. */
export interface ReadyOperator extends ReadyAccount {
  readonly role: 'viewer' | 'operator' | 'admin';
}

/** What other programs read to find the running edition. Addresses are base addresses without a slash at the end. */
export interface Ready {
  readonly pid: number;
  readonly startedAt: string;
  readonly partnerApi: string;
  readonly console: string;
  readonly simulator: string;
  readonly communes: readonly ReadyCommune[];
  readonly national: ReadyAccount;
  readonly operators: readonly ReadyOperator[];
}

/** Says that everything answers. The only place that shows credentials, hence for its owner alone. */
export function writeReadyFile(file: string, ready: Ready): void {
  writeByRename(file, `${JSON.stringify(ready, null, 2)}\n`);
}

export function removeReadyFile(file: string): void {
  rmSync(file, { force: true });
}
