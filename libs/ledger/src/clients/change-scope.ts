import type { LegalDay } from '#canonical';
import { lockClient, type Change, type Changed } from './change.ts';
import { ClientRefused } from './refused.ts';
import { demandLiving, findUnits, type FoundUnit } from './units.ts';

/** Units that a client speaks for, or no longer, from a day on; absent = today. */
export interface ScopeChange {
  readonly code: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly from?: LegalDay;
}

/** What became of a scope: codes of units that were added, that were removed, and that were to be added but are served already. */
export interface ChangedScope {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly alreadyServed: readonly string[];
  readonly from: LegalDay;
}

/** Adds and ends units of a client's scope from a day on; what held before that day stays as it was. @throws ClientRefused */
export async function changeScope(change: Change, wanted: ScopeChange): Promise<Changed<ChangedScope>> {
  const { add, remove, from = change.today } = wanted;
  const client = await lockClient(change.db, wanted.code);
  if (client.sandbox) throw new ClientRefused('unit.test', client.code);
  if (remove.length > 0) await end(change, client.id, { units: await findUnits(change.db, remove, from), from });
  const units = add.length > 0 ? await findUnits(change.db, add, from) : [];
  await demandLiving(change, units);
  const served = await servedFrom(change, client.id, { units, from });
  const fresh = units.filter(({ id }) => !served.has(id));
  if (fresh.length > 0) await begin(change, client.id, { units: fresh, from });
  const added = fresh.map(({ code }) => code);
  const alreadyServed = units.filter(({ id }) => served.has(id)).map(({ code }) => code);
  const isChanged = added.length + remove.length > 0;
  return {
    result: { added, removed: remove, alreadyServed, from },
    details: isChanged ? { add: added, remove, from } : undefined,
  };
}

interface Part {
  readonly units: readonly FoundUnit[];
  readonly from: LegalDay;
}

/** Those of the units that the client speaks for from that day on without end. */
async function servedFrom({ db }: Change, client: number, { units, from }: Part): Promise<ReadonlySet<number>> {
  const rows = await db.query<{ id: number }[]>(
    'SELECT unit_id AS id FROM client_scope WHERE client_id = $1 AND unit_id = ANY($2) AND valid @> daterange($3, NULL)',
    [client, units.map(({ id }) => id), from],
  );
  return new Set(rows.map(({ id }) => id));
}

async function begin({ db }: Change, client: number, { units, from }: Part): Promise<void> {
  const ids = units.map(({ id }) => id);
  const touched = await db.query<{ id: number; valid: string }[]>(
    `WITH gone AS (
       DELETE FROM client_scope WHERE client_id = $1 AND unit_id = ANY($2)
         AND (valid && daterange($3, NULL) OR valid -|- daterange($3, NULL)) RETURNING unit_id, valid
     ) SELECT unit_id AS id, valid::text AS valid FROM gone`,
    [client, ids, from],
  );
  const parts = [...touched, ...ids.map((id) => ({ id, valid: `[${from},)` }))];
  await db.query(
    `INSERT INTO client_scope (client_id, unit_id, valid)
     SELECT $1, id, range_merge(range_agg(valid::daterange)) FROM unnest($2::int[], $3::text[]) AS p (id, valid) GROUP BY id`,
    [client, parts.map(({ id }) => id), parts.map(({ valid }) => valid)],
  );
}

async function end({ db }: Change, client: number, { units, from }: Part): Promise<void> {
  const ended = await db.query<{ id: number; before: string }[]>(
    `WITH gone AS (
       DELETE FROM client_scope WHERE client_id = $1 AND unit_id = ANY($2) AND valid && daterange($3, NULL) RETURNING unit_id, valid
     ) SELECT unit_id AS id, (valid * daterange(NULL, $3))::text AS before FROM gone`,
    [client, units.map(({ id }) => id), from],
  );
  const strangers = units.filter(({ id }) => !ended.some((row) => row.id === id));
  if (strangers.length > 0) throw new ClientRefused('unit.not-served', strangers.map(({ code }) => code).join(', '));
  const kept = ended.filter(({ before }) => before !== 'empty');
  await db.query(
    'INSERT INTO client_scope (client_id, unit_id, valid) SELECT $1, id, before::daterange FROM unnest($2::int[], $3::text[]) AS p (id, before)',
    [client, kept.map(({ id }) => id), kept.map(({ before }) => before)],
  );
}
