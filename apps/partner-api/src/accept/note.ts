import type { Receipt } from '#ledger';
import { counter } from '#runtime';
import type { Door } from '../door.ts';
import type { Message } from './accept.ts';

const items = counter('partner_api_items_total', 'Items judged, by intake and result', ['intake', 'result']);
const warnings = counter('partner_api_warnings_total', 'Warnings given beside accepted items, by code', ['code']);

/** What came of a message. */
export interface Judged {
  readonly receipts: readonly Receipt[];
  readonly validateOnly: boolean;
  /** From the end of reading to the commit. */
  readonly durationMs: number;
}

/** One wide event per message that was judged: who and how many, never what. */
export function noteAccepted(door: Door, { asker, client, intake }: Message, { receipts, validateOnly, durationMs }: Judged): void {
  const counts = { accepted: 0, duplicate: 0, refused: 0 };
  for (const { result, warnings: given } of receipts) {
    counts[result] += 1;
    for (const { code } of given) warnings.inc({ code });
  }
  for (const [result, count] of Object.entries(counts)) if (count > 0) items.inc({ intake: intake.path, result }, count);
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
