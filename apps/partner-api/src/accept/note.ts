import type { Client, DoorName, Receipt } from '#ledger';
import { counter, traceIdOf, type Asker } from '#runtime';
import type { Door } from '../door.ts';

const items = counter('partner_api_items_total', 'Items judged, by intake and result; trials are not counted', [
  'intake',
  'result',
]);
const warnings = counter('partner_api_warnings_total', 'Warnings given beside accepted items, by code; trials are not counted', [
  'code',
]);

const unitWarnings = counter(
  'partner_api_unit_warnings_total',
  'Warnings that cost a commune its score, by code and administrative code of the unit; trials are not counted',
  ['code', 'unit'],
);

const COUNTED_PER_UNIT = new Set(['file.not-public', 'status-without-step']);

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
export function countItems(door: Door, { intake, client }: Noted, { receipts, validateOnly }: Judged): void {
  if (validateOnly) return;
  for (const { result, warnings: given } of receipts) {
    items.inc({ intake, result });
    for (const { code } of given) warnings.inc({ code });
  }
  countPerUnit(door, client, receipts);
}

/** Counts what a unit should hear about, for every door. Nothing is counted twice for an item that comes again. */
export function countPerUnit({ ledger }: Door, client: Client, receipts: readonly Receipt[]): void {
  for (const { result, dossierCode, warnings: given } of receipts) {
    if (result !== 'accepted' || dossierCode === null) continue;
    const all = given.map(({ code }) => code);
    if (all.length > 0) ledger.clients.noteWarnings(client, dossierCode, all);
    const codes = all.filter((code) => COUNTED_PER_UNIT.has(code));
    if (codes.length === 0) continue;
    const unit = ledger.clients.unitCodeFor(client, dossierCode);
    for (const code of codes) unitWarnings.inc({ code, unit });
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
    ...(asker.trace && { trace_id: traceIdOf(asker.trace) }),
    door: name,
    client: client.code,
    intake,
    validateOnly,
    ...counts,
    durationMs: Math.round(durationMs),
  });
}
