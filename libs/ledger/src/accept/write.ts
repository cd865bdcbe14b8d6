import type pg from 'pg';
import { faultPoint, uuidv7, type TraceContext } from '#runtime';
import type { Cipher } from '../cipher.ts';
import { sendAll } from '../database.ts';
import { insertLiveOutcomes } from '../lanes/write-outcomes.ts';
import { columns } from './columns.ts';
import type { Collision } from './fold.ts';
import type { DossierMemory } from './memory.ts';
import type { DoorName } from './submission.ts';
import { insertDossiers, leaveBuckets, updateDossiers } from './write-dossiers.ts';
import { insertItems } from './write-items.ts';
import { releasedItems, writeLanes, type LaneToWrite } from './write-lanes.ts';

/** What a group adds to the ledger. */
export interface GroupToWrite {
  readonly memories: readonly DossierMemory[];
  readonly requests: readonly {
    readonly clientId: number;
    readonly door: DoorName;
    readonly raw: Buffer;
    readonly trace?: TraceContext | undefined;
  }[];
  readonly collisions: readonly Collision[];
  readonly destinationsOf: (clientId: number) => readonly string[];
  readonly now: Date;
}

/** A dossier that was new when it was loaded is there now: the whole group is loaded and judged again. */
export class LostRace extends Error {}

/**
 * Writes a group in two round trips: what gives new dossiers their ids, then what needs them. The positions come last, those of the
 * items before those of the outcomes, as everywhere.
 */
export async function write(db: pg.PoolClient, cipher: Cipher, group: GroupToWrite): Promise<void> {
  const touched = group.memories.filter(({ changed }) => changed);
  const notes = noteCollisions(group.collisions, group.now);
  if (touched.length === 0) {
    await sendAll(db, notes);
    return;
  }
  const requests = keptRequests(touched, group);
  const fresh = touched.filter(({ id }) => id === undefined);
  const first = [
    ...notes,
    insertRequests(cipher, requests, group.now),
    ...updateDossiers(touched),
    ...leaveBuckets(touched),
    ...insertDossiers(fresh, group.now),
  ];
  const ids = new Map((await sendAll<{ id: number; code: string }>(db, first)).map(({ code, id }) => [code, id]));
  const dossiers = touched
    .map((memory) => ({ memory, id: memory.id ?? ids.get(memory.code) ?? lost() }))
    .sort((a, b) => a.id - b.id);
  faultPoint('door.holding');
  const lanes = dossiers.flatMap((dossier) => lanesOf(dossier, group));
  const requestIds = new Map(requests.map(({ index, id }) => [index, id]));
  await sendAll(db, [
    ...writeLanes(lanes, group.now),
    insertItems(cipher, { dossiers, requestIds, traces: group.requests.map(({ trace }) => trace), now: group.now }),
    ...insertLiveOutcomes(releasedItems(lanes), group.now),
  ]);
}

interface KeptRequest {
  readonly id: string;
  /** In the group. */
  readonly index: number;
  readonly clientId: number;
  readonly door: DoorName;
  readonly raw: Buffer;
}

/** The requests of which something is kept. */
function keptRequests(touched: readonly DossierMemory[], { requests, now }: GroupToWrite): KeptRequest[] {
  const used = new Set(touched.flatMap(({ fresh }) => fresh.map(({ request }) => request)));
  return requests.flatMap((request, index) => (used.has(index) ? [{ ...request, index, id: uuidv7(now) }] : []));
}

function insertRequests(cipher: Cipher, requests: readonly KeptRequest[], now: Date): pg.QueryConfig {
  const rows = requests.map(({ id, clientId, door, raw }) => ({ id, clientId, door, ...cipher.seal(raw, id) }));
  const values = [now, ...columns(rows, ['id', 'clientId', 'door', 'data', 'keyId'])];
  return { name: 'accept-requests', text: INSERT_REQUESTS, values };
}

const INSERT_REQUESTS = `
  INSERT INTO request (id, received_at, client_id, door, raw_enc, key_id)
  SELECT id, $1, client_id, door, raw_enc, key_id
  FROM unnest($2::uuid[], $3::int[], $4::text[], $5::bytea[], $6::int[]) AS r (id, client_id, door, raw_enc, key_id)`;

function lanesOf({ memory, id }: { memory: DossierMemory; id: number }, { destinationsOf }: GroupToWrite): LaneToWrite[] {
  if (memory.id === undefined) return destinationsOf(memory.clientId).map((destination) => ({ id, destination, memory }));
  return memory.lanes.map((lane) => ({ id, destination: lane.destination, memory, lane }));
}

/** One incident per system that sends codes which others hold; in the order of the systems, so that no two doors wait for each other. */
function noteCollisions(collisions: readonly Collision[], now: Date): pg.QueryConfig[] {
  if (collisions.length === 0) return [];
  const senders = [...new Set(collisions.map(({ clientId }) => clientId))].sort((a, b) => a - b);
  const rows = senders.flatMap((clientId) => {
    const same = collisions.filter((one) => one.clientId === clientId);
    return same.slice(0, 1).map(({ code }) => ({ fingerprint: `code-taken|${String(clientId)}`, code, count: same.length }));
  });
  const values = [now, rows.map(() => uuidv7(now)), ...columns(rows, ['fingerprint', 'code', 'count'])];
  return [{ name: 'accept-collisions', text: NOTE_COLLISIONS, values }];
}

const NOTE_COLLISIONS = `
  INSERT INTO incident (id, fingerprint, kind, must_act, sample_dossier_id, count, opened_at, last_at)
  SELECT n.id, n.fingerprint, 'code-taken', 'province', d.id, n.count, $1, $1
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::int[]) AS n (id, fingerprint, code, count) LEFT JOIN dossier d ON d.code = n.code
  ON CONFLICT (fingerprint) WHERE cleared_at IS NULL
  DO UPDATE SET count = incident.count + excluded.count, last_at = excluded.last_at`;

function lost(): never {
  throw new LostRace();
}
