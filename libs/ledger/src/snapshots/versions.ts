import type pg from 'pg';
import { query } from '../database.ts';

/** What processes hold in memory, each with the version of its last change. */
export const SNAPSHOT_LISTS = ['clients', 'codes', 'procedures', 'units'] as const;
export type SnapshotList = (typeof SNAPSHOT_LISTS)[number];

/** Grows with every transaction that changes something of a list. */
export type Versions = Readonly<Record<SnapshotList, number>>;

/** The versions that the version of a snapshot names. `units`: absent where they were not read. */
export type NamedVersions = Pick<Versions, 'codes' | 'procedures'> & Partial<Pick<Versions, 'units'>>;

const RADIX = 36;

/** The version of a snapshot of these lists: the versions of codes, procedures and, where they are known, units, in base 36. */
export function nameOf({ codes, procedures, units }: Versions, knowsUnits: boolean): string {
  return [codes, procedures, ...(knowsUnits ? [units] : [])].map((version) => version.toString(RADIX)).join('-');
}

/** What `nameOf` has named; undefined where a version was named in another way. */
export function versionsNamed(name: string): NamedVersions | undefined {
  if (!NAME.test(name)) return undefined;
  const [codes = NaN, procedures = NaN, units] = name.split('-').map((version) => Number.parseInt(version, RADIX));
  return { codes, procedures, ...(units === undefined ? {} : { units }) };
}

const NAME = /^[0-9a-z]{1,10}(?:-[0-9a-z]{1,10}){1,2}$/;

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
