import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeByRename } from '../disk/write-by-rename.ts';
import type { Places } from '../disk/places.ts';
import { Trouble } from '../trouble.ts';
import { copyBinaries, findBinaries, type Binaries } from './binaries.ts';
import { canEnter, canRun, postgresUser, type RunAs } from './postgres-user.ts';

/** Where the cluster lies and what runs it. */
export interface ClusterHome {
  /** Folder above the cluster. */
  readonly folder: string;
  /** The cluster itself. */
  readonly cluster: string;
  /** Whether it is apart from the data folder, because that is closed to the user who runs PostgreSQL. */
  readonly isApart: boolean;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
}

const APART = '/var/lib';

/** Finds the home of the cluster: in the data folder, or apart where a folder above it or above the binaries is closed to PostgreSQL. */
export async function findHome(places: Places): Promise<ClusterHome> {
  const runAs = postgresUser();
  const binaries = findBinaries();
  const isApart =
    runAs.uid !== undefined && (wasApart(places) || !canEnter(places.data, runAs) || !canRun(binaries.postgres, runAs));
  if (isApart && existsSync(join(places.data, 'postgres', 'PG_VERSION'))) throw closedCluster(places);
  noteApart(places, isApart);
  if (!isApart) return { folder: places.data, cluster: join(places.data, 'postgres'), isApart, binaries, runAs };
  const folder = folderApart(places.data);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  return { folder, cluster: join(folder, 'postgres'), isApart, binaries: await copyBinaries(binaries, folder), runAs };
}

/** The folder that stands in for a data folder: named after it, so that two clones never share a cluster. */
export function folderApart(data: string): string {
  return join(APART, `one-stop-gateway-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`);
}

// A cluster that once went apart stays there, also when the folder is opened later: its data would seem to be lost.
function wasApart({ run }: Places): boolean {
  try {
    return readFileSync(join(run, 'cluster-home'), 'utf8').trim() === 'apart';
  } catch {
    return false;
  }
}

function noteApart({ run }: Places, isApart: boolean): void {
  writeByRename(join(run, 'cluster-home'), isApart ? 'apart\n' : 'data\n');
}

function closedCluster({ data }: Places): Trouble {
  return new Trouble({
    vi: `Người dùng postgres không còn vào được ${data} (hoặc thư mục chương trình), nơi có cụm PostgreSQL. Hãy mở quyền đi qua (chmod o+x) các thư mục phía trên.`,
    en: `The user postgres can no longer enter ${data} (or the folder of the programs), where the PostgreSQL cluster lies. Open the folders above it (chmod o+x).`,
  });
}
