import { instantOf, sha256, type Paper } from '#canonical';
import type { ClaimedLane, Ledger, Plan } from '#ledger';
import type { MissingCode, Pins, PushKind, WireItem } from '#protocols';
import type { Clock } from '#runtime';
import type { Road } from '../road.ts';

/** One item of a call, written. */
export interface DraftItem {
  readonly seq: number;
  readonly kind: 'version' | 'step';
  readonly wire: WireItem;
  readonly wireHash: string;
}

/** A call, written but not begun. `items` is empty of seqs when an acknowledged record goes once more. */
export interface Draft {
  readonly kind: PushKind;
  readonly items: readonly DraftItem[];
  /** The record of a call that carries no waiting item. */
  readonly again: WireItem | undefined;
  readonly superseded: readonly number[];
  readonly possiblyTwice: boolean;
  readonly pins: Pins | undefined;
  readonly codesVersion: string;
}

/** Codes that are missing, and the item that needs them. */
export interface Unmapped {
  readonly seq: number;
  readonly missing: readonly MissingCode[];
}

type Push = Extract<Plan, { kind: 'create' | 'update' | 'reassert' | 'steps' }>;

/** What writing needs of a road: nothing of it speaks to a partner. */
export interface WritingRoad extends Pick<Road, 'writer'> {
  readonly ledger: Pick<Ledger, 'codes'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Writes a planned call in the destination's dialect. Pure but for the time at which partner tables are looked up. */
export function draftCall(lane: ClaimedLane, push: Push, road: WritingRoad): Draft | Unmapped {
  return push.kind === 'steps' ? draftSteps(lane, push, road) : draftRecord(lane, push, road);
}

function draftSteps(
  { receivedUnit }: ClaimedLane,
  push: Extract<Push, { kind: 'steps' }>,
  { writer, ledger, clock }: WritingRoad,
): Draft | Unmapped {
  const codes = ledger.codes();
  const items: DraftItem[] = [];
  for (const { seq, step } of push.steps) {
    const written = writer.step({ step, codes, now: instantOf(clock.now()), receivedUnit });
    if (written.kind === 'unmapped') {
      if (items.length === 0) return { seq, missing: written.missing };
      break; // what stands before the unmapped step goes first
    }
    items.push({ seq, kind: 'step', wire: written.item, wireHash: hashOf(written.item) });
  }
  const { possiblyTwice } = push;
  return { kind: 'steps', items, again: undefined, superseded: [], possiblyTwice, pins: undefined, codesVersion: codes.version };
}

function draftRecord(
  lane: ClaimedLane,
  push: Exclude<Push, { kind: 'steps' }>,
  { writer, ledger, clock }: WritingRoad,
): Draft | Unmapped {
  const codes = ledger.codes();
  const version = push.kind === 'reassert' ? lane.acked : push.version;
  if (version === undefined) throw new Error('nothing was acknowledged that could be asserted again');
  const written = writer.record({
    dossier: version.dossier,
    removedPapers: removedPapers(lane, version.dossier.papers ?? []),
    codes,
    now: instantOf(clock.now()),
    pins: lane.pins as Pins | undefined,
    receivedUnit: lane.receivedUnit,
  });
  if (written.kind === 'unmapped') return { seq: version.seq, missing: written.missing };
  const { item } = written;
  const common = { possiblyTwice: false, pins: written.pins, codesVersion: codes.version } as const;
  if (push.kind === 'reassert') return { ...common, kind: 'update', items: [], again: item, superseded: [] };
  const items = [{ seq: version.seq, kind: 'version', wire: item, wireHash: hashOf(item) } as const];
  return { ...common, kind: push.kind, items, again: undefined, superseded: push.superseded };
}

/** Files that the destination has acknowledged and that are gone now: it must be told to delete them. */
function removedPapers({ acked }: ClaimedLane, papers: readonly Paper[]): Paper[] {
  const kept = new Set(papers.map(({ fileId }) => fileId));
  return (acked?.dossier.papers ?? []).filter(
    ({ fileId, deleted }) => fileId !== undefined && deleted !== true && !kept.has(fileId),
  );
}

/** Of the text that is sent: a writer always writes the members in the same order. */
export function hashOf(item: WireItem): string {
  return sha256(JSON.stringify(item));
}
