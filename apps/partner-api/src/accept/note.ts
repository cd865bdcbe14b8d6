import type { Receipt } from '#ledger';
import { counter } from '#runtime';
import type { Door } from '../door.ts';
import type { Message } from './message.ts';

const items = counter('partner_api_items_total', 'Items judged, by intake and result; trials are not counted', [
  'intake',
  'result',
]);
const warnings = counter('partner_api_warnings_total', 'Warnings given beside accepted items, by code; trials are not counted', [
  'code',
]);

/** What came of a message. */
export interface Judged {
  readonly receipts: readonly Receipt[];
  readonly validateOnly: boolean;
  /** From the end of reading to the commit. */
  readonly durationMs: number;
}

/** Counts what was judged. */
export function countItems({ intake }: Message, { receipts, validateOnly }: Judged): void {
  if (validateOnly) return;
  for (const { result, warnings: given } of receipts) {
    items.inc({ intake: intake.path, result });
    for (const { code } of given) warnings.inc({ code });
  }
}

/** The wide event of a message that was answered with receipts: who and how many, never what. A refused one is noted as such. */
export function noteAccepted(
  door: Door,
  { asker, client, intake }: Message,
  { receipts, validateOnly, durationMs }: Judged,
): void {
  const counts = { accepted: 0, duplicate: 0, refused: 0 };
  for (const { result } of receipts) counts[result] += 1;
  door.log.event('message.accepted', {
    requestId: asker.requestId,
    door: 'native',
    client: client.code,
    intake: intake.path,
    validateOnly,
    ...counts,
    durationMs: Math.round(durationMs),
  });
}
