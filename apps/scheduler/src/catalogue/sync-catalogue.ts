import type { FinishedSync, LaidPart, SyncTask } from '#ledger';
import { CROSS_WALKS, nextNightly, PROCEDURE_LIST, type CataloguePolicy, type DestinationSettings } from '#protocols';
import { gauge } from '#runtime';
import type { Looking } from '../checks/check.ts';
import type { Duty } from '../duties/duty.ts';

const EVERY_MS = 1_000;

const waiting = gauge('gateway_catalogue_changes_waiting', 'Changes of the catalogue that wait for a person');
const oldest = gauge(
  'gateway_catalogue_oldest_change_timestamp_seconds',
  'Since when the oldest change of the catalogue waits for a person; 0 = none does',
);
const lastOrdered = gauge('gateway_catalogue_last_sync_timestamp_seconds', 'When the last sync of the catalogue was ordered', [
  'destination',
] as const);

/**
 * Orders the sync of each night, lays out what an ordered one asks for, and once relays have read it compares it with what is believed.
 * What is safe by policy comes into force, the rest waits for a person.
 */
export function syncCatalogue(looking: Looking, everyMs = EVERY_MS): Duty {
  const { ledger, clock, log } = looking;
  return {
    name: 'catalogue',
    everyMs,
    rest: () => {
      waiting.set(0);
      oldest.set(0);
      lastOrdered.reset();
    },
    run: async () => {
      const read: string[] = [];
      for (const destination of looking.destinations()) {
        if (destination.catalogue === undefined) continue;
        await orderAndLayOut(destination, destination.catalogue, looking);
        read.push(destination.id);
      }
      await ledger.syncs.turnDown(read, clock.now());
      const finished = await ledger.syncs.finishNext(clock.now());
      if (finished !== undefined) {
        log.event('catalogue.compared', { ...finished }, finished.suspicious ? 'warn' : 'info');
        await tell(finished, looking);
      }
      await measure(looking);
      return undefined;
    },
  };
}

async function orderAndLayOut(
  { id }: DestinationSettings,
  policy: CataloguePolicy,
  { ledger, clock, log }: Looking,
): Promise<void> {
  const now = clock.now();
  const last = await ledger.syncs.lastOrdered(id);
  lastOrdered.set({ destination: id }, last === undefined ? 0 : last.getTime() / 1_000);
  // The first one does not wait for the night: until then nothing is known of any procedure but what the files say.
  const due = last === undefined ? new Date(0) : nextNightly(policy, last);
  if (due <= now) {
    const ordered = await ledger.syncs.orderNightly({ destination: id, due, now });
    if (ordered !== undefined) log.event('catalogue.ordered', { sync: ordered, partner: id });
  }
  await ledger.syncs.layOut(id, taskOf(policy), { parts: partsOf(policy), now });
}

function taskOf({ lists, crossCheck, refreshDays, leastShare, recentDays, activation }: CataloguePolicy): SyncTask {
  const { itself, waitsWhileOpen } = activation;
  return { lists, crossCheck: crossCheck !== undefined, refreshDays, leastShare, recentDays, itself, waitsWhileOpen };
}

function partsOf({ lists, crossCheck }: CataloguePolicy): LaidPart[] {
  return [
    { part: PROCEDURE_LIST, kind: 'procedures' },
    ...lists.map((part) => ({ part, kind: 'list' as const })),
    ...(crossCheck === undefined ? [] : CROSS_WALKS.map((part) => ({ part, kind: 'cross' as const }))),
  ];
}

/** A list that shrank is a task for people until one of the usual length has come. */
async function tell({ suspicious, listed, known }: FinishedSync, { ledger, clock }: Looking): Promise<void> {
  const now = clock.now();
  const fingerprint = 'check|catalogue|list';
  if (!suspicious) {
    await ledger.incidents.clearOthers(fingerprint, [], now);
    return;
  }
  const sample = `listed=${String(listed)} known=${String(known)}`;
  await ledger.incidents.open({ fingerprint, kind: 'self-check', mustAct: 'national', count: 1, sample }, now);
}

async function measure({ ledger }: Looking): Promise<void> {
  const { count, since } = await ledger.syncs.waiting();
  waiting.set(count);
  oldest.set(since === null ? 0 : since.getTime() / 1_000);
}
