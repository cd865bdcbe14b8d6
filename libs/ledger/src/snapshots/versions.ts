import type pg from 'pg';
import { query } from '../database.ts';

/** What processes hold in memory, each with the version of its last change. */
export const SNAPSHOT_LISTS = ['clients', 'codes', 'procedures', 'units'] as const;
export type SnapshotList = (typeof SNAPSHOT_LISTS)[number];

/** Grows with every transaction that changes something of a list. */
export type Versions = Readonly<Record<SnapshotList, number>>;

/** The versions of everything that is committed. */
export function readVersions(db: pg.Pool): Promise<Versions> {
  return query<Versions>(db, STATEMENT).then(onlyOne);
}

/** The same, as a transaction sees it. */
export async function readVersionsIn(db: pg.PoolClient): Promise<Versions> {
  return onlyOne((await db.query<Versions>(STATEMENT)).rows);
}

/**
 * Takes the locks under which versions of units and clients are given out, before anything of them is touched. Whoever changes both, and
 * whoever changes clients, takes them in this order and before every other lock: of two at once one waits, and none for ever.
 */
export async function takeVersions(
  db: { query(text: string): Promise<unknown> },
  lists: 'clients' | 'units and clients',
): Promise<void> {
  if (lists !== 'clients') await db.query(`SELECT catalogue_version('units')`);
  await db.query(`SELECT snapshot_version('clients')`);
}

function onlyOne([versions]: readonly Versions[]): Versions {
  if (versions === undefined) throw new Error('the database has no versions');
  return versions;
}

const CATALOGUE = (list: SnapshotList): string =>
  `(SELECT version FROM catalogue_version WHERE list = '${list}' ORDER BY version DESC LIMIT 1) AS ${list}`;
const OWN = (list: SnapshotList): string => `(SELECT version FROM snapshot_version WHERE list = '${list}') AS ${list}`;

const STATEMENT = {
  name: 'snapshot-versions',
  text: `SELECT ${[OWN('clients'), OWN('codes'), CATALOGUE('procedures'), CATALOGUE('units')].join(', ')}`,
};
