import type { Finding, Receipt, SubmittedItem } from '#ledger';
import { readJson } from '#runtime';
import { openBody, type ReceivedBody } from '../http/received-body.ts';
import type { ProblemCode } from '../problems/dictionary.ts';
import { readDossier, type ReadingContext } from '../read/read-dossier.ts';
import { readStep } from '../read/read-step.ts';
import { inSlices } from './slices.ts';
import { sortParcel } from './parcel.ts';

/** One of the two intakes of the door. */
export interface Intake {
  readonly path: '/v1/dossiers' | '/v1/status-changes';
  readonly read: (value: unknown, context: ReadingContext) => SubmittedItem;
}

export const DOSSIERS: Intake = { path: '/v1/dossiers', read: readDossier };
export const STATUS_CHANGES: Intake = { path: '/v1/status-changes', read: readStep };

/** What a body came to: items to submit, each well-formed or refused, or the reason why it cannot be read at all. */
export type Reading =
  | { readonly kind: 'items'; readonly isBatch: boolean; readonly raw: Buffer; readonly items: readonly SubmittedItem[] }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly findings?: readonly Finding[] }
  /** More items than the client may send now; whole seconds to wait. */
  | { readonly kind: 'too-fast'; readonly wait: number };

/** What reading a body needs beside the body. `takeItems` counts items before they are looked at; see `Limits`. */
export interface BodyContext extends ReadingContext {
  readonly takeItems: (amount: number) => number | undefined;
}

/** Reads a body into the items of an intake. @throws Overloaded when there was no room for it */
export async function readBody(intake: Intake, body: ReceivedBody | undefined, context: BodyContext): Promise<Reading> {
  const opened = openBody(body);
  if (opened.kind === 'problem') return opened;
  const { raw } = opened;
  const json = readJson(raw);
  if (json.kind === 'invalid') return { kind: 'problem', code: 'json.invalid' };
  const parcel = sortParcel(json.value);
  if (parcel.kind === 'problem') return parcel;
  const wait = context.takeItems(parcel.values.length);
  if (wait !== undefined) return { kind: 'too-fast', wait };
  const items = await inSlices(parcel.values, (value) => intake.read(value, context));
  return { kind: 'items', isBatch: parcel.isBatch, raw, items };
}

/** The receipt of an item that the door itself refused; undefined for one that the ledger has to judge. */
export function ownRefusal(item: SubmittedItem): Receipt | undefined {
  if (item.kind !== 'refused') return undefined;
  const nothing = { itemId: null, receiptId: null, seq: null, contentHash: null, acceptedAt: null, salt: null } as const;
  return { dossierCode: item.dossierCode, ...nothing, result: 'refused', stale: false, warnings: [], problems: item.problems };
}
