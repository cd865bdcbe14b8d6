import { instantOf } from '#canonical';
import type { Client } from '#ledger';
import { showChange, type ShownChange } from '#protocols/dvcqg';
import type { Door } from '../door.ts';
import { done, failed, type Said } from './envelope.ts';
import type { Parameters } from './parameters.ts';

const USUAL_LIMIT = 100;
const MAX_LIMIT = 500;
const WHOLE = /^\d{1,15}$/;

/**
 * `LayDanhSachThayDoiTrangThai` (assumption A4): the national portal walks every change of a status in the province, from where it
 * was. Positions never get an entry in front of one that was read, so that a walk misses nothing.
 */
export async function walkChanges(door: Door, client: Client, parameters: Parameters): Promise<Said> {
  if (client.role !== 'portal') return failed('role.no-walk');
  const after = wholeNumber(parameters.text('tuViTri'), 0);
  const limit = wholeNumber(parameters.text('soLuong'), USUAL_LIMIT);
  if (after === undefined) return failed('walk.position');
  if (limit === undefined || limit < 1 || limit > MAX_LIMIT) return failed('walk.limit');
  // A position that we never gave lies beyond everything: whoever keeps it would see nothing for ever.
  if (after > 0 && after > (await door.ledger.feeds.lastPosition())) return failed('walk.position');
  const { entries, position, hasMore } = await door.ledger.feeds.readStatusChanges({ scope: 'all', after, limit });
  const view = { codes: door.ledger.codes(), now: instantOf(door.clock.now()) };
  const result = entries.map((entry) => showChange(toChange(entry), view));
  return done('found', { result, others: { viTriTiep: position, conTiep: hasMore } });
}

type Entry = Awaited<ReturnType<Door['ledger']['feeds']['readStatusChanges']>>['entries'][number];

function toChange({ pos, dossierCode, status, occurredAt, content, acceptedAt }: Entry): ShownChange {
  return {
    ...{ position: pos, dossierCode, status, content: content ?? undefined },
    occurredAt: occurredAt === null ? undefined : instantOf(occurredAt),
    acceptedAt: instantOf(acceptedAt),
  };
}

/** A whole number in text; the usual one where nothing is said, undefined where it is none. */
function wholeNumber(text: string, usual: number): number | undefined {
  if (text === '') return usual;
  return WHOLE.test(text) ? Number(text) : undefined;
}
