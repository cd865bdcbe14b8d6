import type { Client, Receipt } from '#ledger';
import { faultPoint, type Asker } from '#runtime';
import { ownRefusal } from '../accept/intake.ts';
import { countItems, noteAccepted, type Noted } from '../accept/note.ts';
import { MAX_ITEMS } from '../accept/parcel.ts';
import type { Door } from '../door.ts';
import { failed, tooFast, type DialectDoor, type Said } from './envelope.ts';
import { readItems, type PushKind } from './read-items.ts';
import { showReceipts } from './show-receipts.ts';

/** A call that sends dossiers or steps, by whom and through which door. */
export interface Push {
  readonly asker: Asker;
  readonly client: Client;
  readonly door: DialectDoor;
  readonly service: string;
  readonly kind: PushKind;
  /** What stands in the place of the list. */
  readonly data: unknown;
  readonly raw: Buffer;
}

/** Takes a push in, as one or not at all: reads it, has the ledger judge and keep it, and answers only after that is committed. */
export async function push(door: Door, { data, ...call }: Push): Promise<Said> {
  if (call.client.role !== 'commune') return failed('role.no-push');
  const values = listOf(data);
  if (values === undefined) return failed('data.missing');
  if (values.length === 0) return failed('batch.empty');
  if (values.length > MAX_ITEMS) return failed('batch.too-many');
  const wait = door.limits.takeItems(call.client, values.length);
  if (wait !== undefined) return tooFast(wait);
  const items = await readItems(call.kind, values, door.reading());
  faultPoint('partner-api.read');
  const began = door.clock.monotonic();
  const receipts = refusedByDoor(items) ?? (await submit(door, call, items));
  faultPoint('partner-api.committed');
  const said = showReceipts(call.kind, receipts);
  note(door, call, { receipts, isRefused: said.fault !== undefined, durationMs: door.clock.monotonic() - began });
  return said;
}

/** A list, or the one object that stands for it. */
function listOf(data: unknown): readonly unknown[] | undefined {
  if (Array.isArray(data)) return data as readonly unknown[];
  return typeof data === 'object' && data !== null ? [data] : undefined;
}

type Items = Awaited<ReturnType<typeof readItems>>;

async function submit(
  door: Door,
  { asker, client, door: name, raw }: Omit<Push, 'data'>,
  items: Items,
): Promise<readonly Receipt[]> {
  const common = { trace: asker.trace, isAtomic: true, idempotency: undefined, validateOnly: false } as const;
  const acceptance = await door.ledger.accept({ clientId: client.id, door: name, raw, items, ...common });
  if (acceptance.kind !== 'judged') throw new Error(`a call without a key was answered as ${acceptance.kind}`);
  return acceptance.receipts;
}

// There is nothing to ask the ledger about items that are all refused already.
function refusedByDoor(items: Items): readonly Receipt[] | undefined {
  const receipts = items.map(ownRefusal).filter((receipt) => receipt !== undefined);
  return receipts.length === items.length ? receipts : undefined;
}

function note(
  door: Door,
  { asker, client, door: name, service }: Omit<Push, 'data'>,
  { receipts, isRefused, durationMs }: { receipts: readonly Receipt[]; isRefused: boolean; durationMs: number },
): void {
  const noted: Noted = { asker, client, door: name, intake: service };
  const judged = { receipts, validateOnly: false, durationMs };
  countItems(door, noted, judged);
  if (!isRefused) noteAccepted(door, noted, judged);
}
