import { statfs } from 'node:fs/promises';
import type { Check, Finding, Looking } from './check.ts';

const GIB = 2 ** 30;

/** What is limited: from which share on it is told of, which disks, and how large the database may get. */
export interface Caps {
  readonly everyMs: number;
  readonly percent: number;
  readonly disks: readonly string[];
  readonly databaseGib: number | undefined;
}

interface Use {
  readonly subject: string;
  readonly used: number;
  readonly most: number;
}

/** Whatever is near its cap: connections to the database, its size, and the disks. */
export function checkCaps({ ledger }: Looking, { everyMs, percent, disks, databaseGib }: Caps): Check {
  return {
    name: 'caps',
    everyMs,
    look: async () => {
      const { connections, mostConnections, bytes } = await ledger.watch.databaseUse();
      const uses: Use[] = [
        { subject: 'connections', used: connections, most: mostConnections },
        ...(databaseGib === undefined ? [] : [{ subject: 'database-size', used: bytes, most: databaseGib * GIB }]),
        ...(await Promise.all(disks.map(diskUse))),
      ];
      return { findings: uses.flatMap((use) => findingOf(use, percent)) };
    },
  };
}

/** As much as anybody but root may still take is free. */
async function diskUse(folder: string): Promise<Use> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return { subject: `disk ${folder}`, used, most: used + bavail };
}

function findingOf({ subject, used, most }: Use, percent: number): Finding[] {
  const share = (100 * used) / Math.max(1, most);
  if (share < percent) return [];
  return [{ subject, mustAct: 'province', count: 1, sample: `${subject} percent=${share.toFixed(1)}` }];
}
