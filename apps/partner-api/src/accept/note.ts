import type { Client, DoorName, Receipt } from '#ledger';
import { counter } from '#runtime';
import type { Door } from '../door.ts';
import type { Asker } from '../problems/problem.ts';

const items = counter('partner_api_items_total', 'Items judged, by intake and result; trials are not counted', [
  'intake',
  'result',
]);
const warnings = counter('partner_api_warnings_total', 'Warnings given beside accepted items, by code; trials are not counted', [
  'code',
]);

/** A message, as far as it is noted. */
export interface Noted {
  readonly asker: Asker;
  readonly client: Client;
  readonly door: DoorName;
  /** Address or service by which it came. */
  readonly intake: string;
}

/** What came of a message. */
export interface Judged {
  readonly receipts: readonly Receipt[];
  readonly validateOnly: boolean;
  /** From the end of reading to the commit. */
  readonly durationMs: number;
}

/** Counts what was judged. */
export function countItems({ intake }: Noted, { receipts, validateOnly }: Judged): void {
  if (validateOnly) return;
  for (const { result, warnings: given } of receipts) {
    items.inc({ intake, result });
    for (const { code } of given) warnings.inc({ code });
  }
}

/** The wide event of a message that was answered with receipts: who and how many, never what. A refused one is noted as such. */
export function noteAccepted(
  door: Door,
  { asker, client, door: name, intake }: Noted,
  { receipts, validateOnly, durationMs }: Judged,
): void {
  const counts = { accepted: 0, duplicate: 0, refused: 0 };
  for (const { result } of receipts) counts[result] += 1;
  door.log.event('message.accepted', {
    requestId: asker.requestId,
    door: name,
    client: client.code,
    intake,
    validateOnly,
    ...counts,
    durationMs: Math.round(durationMs),
  });
}
