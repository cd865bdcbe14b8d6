import type { EntityManager } from 'typeorm';
import { ClientRefused } from './refused.ts';

/** How the gateway deals with a client; a member that is absent stays as it is. */
export interface Manners {
  readonly name?: string;
  /** Destinations of its dossiers; null = all. */
  readonly destinations?: readonly string[] | null;
  readonly closingStep?: boolean;
  readonly errorCodeAsText?: boolean;
  /** Most requests and items in a second; null = without limit. */
  readonly requestsPerSecond?: number | null;
  readonly itemsPerSecond?: number | null;
  /** Networks from which it may call; null = from anywhere. */
  readonly networks?: readonly string[] | null;
  /** The destination whose own system it is; null = a system of communes. */
  readonly speaksFor?: string | null;
}

const COLUMNS = {
  name: 'name',
  destinations: 'destinations',
  closingStep: 'closing_step',
  errorCodeAsText: 'error_code_as_text',
  requestsPerSecond: 'requests_per_second',
  itemsPerSecond: 'items_per_second',
  networks: 'networks',
  speaksFor: 'speaks_for',
} as const satisfies Record<keyof Manners, string>;

/** Writes the manners that are given. @throws ClientRefused for a destination that does not exist */
export async function setManners(db: EntityManager, client: number, manners: Manners): Promise<void> {
  if (manners.destinations != null) await demandDestinations(db, manners.destinations);
  if (manners.speaksFor != null) await demandDestinations(db, [manners.speaksFor]);
  const given = Object.entries(manners) as [keyof Manners, unknown][];
  if (given.length === 0) return;
  const assignments = given.map(([member], at) => `${COLUMNS[member]} = $${String(at + 2)}`).join(', ');
  await db.query(`UPDATE client SET ${assignments} WHERE id = $1`, [client, ...given.map(([, value]) => value)]);
}

async function demandDestinations(db: EntityManager, wanted: readonly string[]): Promise<void> {
  const rows = await db.query<{ id: string }[]>('SELECT id FROM destination ORDER BY id');
  const known = rows.map(({ id }) => id);
  const missing = wanted.filter((id) => !known.includes(id));
  if (missing.length > 0) throw new ClientRefused('destination.unknown', missing.join(', '), [known.join(', ')]);
}
