import type { ClaimedLane } from '#ledger';
import type { Answer, CallDeadline, Found, LookUp, LookupAnswer, WireItem } from '#protocols';
import { askOf } from './ask.ts';
import { draftCall, type Draft } from '../deliver/draft.ts';
import type { Road } from '../road.ts';
import type { HeldSession } from '../session/session-keeper.ts';

/** What asking the partner again runs under. */
export interface Asking {
  readonly session: HeldSession;
  readonly deadline: CallDeadline;
}

/** What was answered that a dossier is not there. */
export interface Denied {
  readonly lane: ClaimedLane;
  readonly draft: Draft;
  readonly answer: Pick<Answer, 'cause'>;
}

/**
 * Whether the partner really does not have the dossier. Answers can be mixed up on the way and an empty one names no dossier, so
 * absence is believed only when it is said twice: by two look-ups, or, where there is no look-up, by refusing the full record. Where
 * a record is never refused for that, or none was ever acknowledged, by the next attempt of the lane.
 */
export async function confirmAbsence({ lane, draft, answer }: Denied, asking: Asking, road: Road): Promise<boolean> {
  const ask = askOf(road);
  if (ask !== undefined) {
    const { found } = await lookUpTwice(lane.dossierCode, asking, ask);
    return found?.kind === 'absent';
  }
  const record = road.upserts ? undefined : fullRecord(lane, draft, road);
  return record === undefined ? lane.cause === answer.cause : confirmByRecord(record, asking, road);
}

/** Looks a dossier up; what would make us send something again must be seen twice, with the same result. */
export async function lookUpTwice(dossierCode: string, { session, deadline }: Asking, ask: LookUp): Promise<LookupAnswer> {
  const first = await ask(dossierCode, session.session, deadline);
  if (first.found === undefined) return first;
  const second = await ask(dossierCode, session.session, deadline);
  if (second.found === undefined) return second;
  return provenBy(first.found) === provenBy(second.found)
    ? second
    : { ...second, verdict: 'unknown', cause: 'lookup.changing', found: undefined };
}

/** What would make us send something again. The record is not of it: a portal may show a time of its own there. */
function provenBy(found: Found): string {
  return JSON.stringify(found.kind === 'absent' ? found : [found.status, found.steps ?? null]);
}

/**
 * The record to ask with: the one that was just sent, since an older one must not follow it in case it did arrive; before a step,
 * the last one acknowledged.
 */
function fullRecord(lane: ClaimedLane, draft: Draft, road: Road): WireItem | undefined {
  return draft.kind === 'steps' ? acknowledgedRecord(lane, road) : (draft.again ?? draft.items[0]?.wire);
}

function acknowledgedRecord(lane: ClaimedLane, road: Road): WireItem | undefined {
  if (lane.acked === undefined) return undefined;
  const acknowledged = draftCall(lane, { kind: 'reassert' }, road);
  return 'missing' in acknowledged ? undefined : acknowledged.again;
}

/** What a record says that was sent once more: the partner does not have its dossier, it has, or that was no answer that counts. */
export type Whereabouts = 'gone' | 'there' | 'unclear';

/**
 * Whether a dossier that the partner acknowledged and that two look-ups did not show is really gone. Empty answers name no dossier,
 * and two of them can be those of others: the last record, sent once more, must be refused for it too. It is harmless where it is not.
 */
export async function whereIs(lane: ClaimedLane, asking: Asking, road: Road): Promise<Whereabouts> {
  const record = lane.present ? acknowledgedRecord(lane, road) : undefined;
  return record === undefined ? 'gone' : askByRecord(record, asking, road);
}

async function confirmByRecord(record: WireItem, asking: Asking, road: Road): Promise<boolean> {
  return (await askByRecord(record, asking, road)) === 'gone';
}

async function askByRecord(record: WireItem, { session, deadline }: Asking, { client }: Road): Promise<Whereabouts> {
  const { verdict } = await client.push({ kind: 'update', items: [record] }, session.session, deadline);
  if (verdict === 'not-found') return 'gone';
  return ['delivered', 'exists', 'refused'].includes(verdict) ? 'there' : 'unclear';
}
